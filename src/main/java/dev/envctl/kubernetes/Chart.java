package dev.envctl.kubernetes;

import dev.envctl.value.Ordered;
import dev.envctl.value.Sha256;
import dev.envctl.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A chart's files by their path below the chart (`templates/service.yaml`), wherever it came from.
record Chart(SequencedMap<String, byte[]> files) {

    Chart {
        files = Ordered.copyOf(files);
    }

    boolean isOne() {
        return files.containsKey("Chart.yaml");
    }

    Value.MapValue metadata() {
        return Yaml.map(text("Chart.yaml"));
    }

    String name() {
        return metadata().text("name").orElse("");
    }

    String version() {
        return metadata().text("version").orElse("");
    }

    private String text(String path) {
        return files.containsKey(path) ? new String(files.get(path), StandardCharsets.UTF_8) : "";
    }

    /// The definitions under `crds/`, those of subcharts first as Helm does. Helm applies them once and never
    /// again.
    List<Value.MapValue> definitions() {
        return files.keySet().stream()
                .filter(path -> path.matches("(charts/[^/]+/)*crds/.*\\.(ya?ml|json)"))
                .sorted((one, other) -> depth(other) - depth(one))
                .flatMap(path -> Yaml.documents(text(path)).stream())
                .toList();
    }

    private static int depth(String path) {
        return path.split("/", -1).length;
    }

    /// What Helm keeps of a chart in a release record.
    Value.MapValue recorded() {
        return Value.map(
                "metadata",
                metadata(),
                "lock",
                Value.NULL,
                "templates",
                recorded(path -> path.startsWith("templates/")),
                "values",
                Yaml.map(text("values.yaml")),
                "schema",
                Value.NULL,
                "files",
                Value.NULL);
    }

    private Value recorded(Predicate<String> which) {
        return new Value.ListValue(files.entrySet().stream()
                .filter(file -> which.test(file.getKey()))
                .<Value>map(file -> Value.map(
                        "name", Value.of(file.getKey()),
                        "data", Value.of(Base64.getEncoder().encodeToString(file.getValue()))))
                .toList());
    }

    /// Tells two states of a local chart apart that call themselves the same version.
    String digest() {
        MessageDigest digest = Sha256.begun();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(file.getValue());
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
