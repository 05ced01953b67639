package dev.envctl.sandbox.charts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// One version of the sandbox's load balancer controller chart. The files under `sandbox/charts` serve all versions:
/// `${version}` and `${minor}` are filled in.
record SandboxChart(String minor) {

    private static final String NAME = "aws-load-balancer-controller";
    private static final List<String> FILES = List.of(
            "Chart.yaml",
            "values.yaml",
            "crds/crds.yaml",
            "templates/_helpers.tpl",
            "templates/serviceaccount.yaml",
            "templates/rbac.yaml",
            "templates/deployment.yaml",
            "templates/service.yaml",
            "templates/ingressclass.yaml",
            "templates/NOTES.txt");

    String version() {
        return "1.%s.0".formatted(minor);
    }

    String fileName() {
        return "%s-%s.tgz".formatted(NAME, version());
    }

    String indexEntry() {
        return """
                - apiVersion: v2
                  name: %s
                  version: %s
                  appVersion: v2.%s.0
                  digest: %s
                  urls: [%s]
            """.formatted(NAME, version(), minor, digest(archive()), fileName());
    }

    byte[] archive() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (String file : FILES) {
                Tar.write(NAME + "/" + file, text(file).getBytes(StandardCharsets.UTF_8), gzip);
            }
            Tar.finish(gzip);
        } catch (IOException impossible) {
            throw new UncheckedIOException("packing the chart; this is a bug in the sandbox", impossible);
        }
        return packed.toByteArray();
    }

    private String text(String file) throws IOException {
        String resource = "/sandbox/charts/%s/%s".formatted(NAME, file);
        try (InputStream stream = Optional.ofNullable(SandboxChart.class.getResourceAsStream(resource))
                .orElseThrow(() -> new IllegalStateException(resource + " is missing; this is a bug in the sandbox"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${version}", version())
                    .replace("${minor}", minor);
        }
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("hashing; this is a bug in the sandbox", impossible);
        }
    }
}
