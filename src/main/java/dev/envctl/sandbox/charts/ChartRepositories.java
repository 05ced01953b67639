package dev.envctl.sandbox.charts;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers for `https://aws.github.io/eks-charts` under `/charts/aws.github.io/eks-charts/`: an index and the archives
/// that it names, made from the files of a small chart of the sandbox's own.
public final class ChartRepositories {

    public static final String MOUNT = "/charts/";

    private static final String EKS_CHARTS = "aws.github.io/eks-charts";

    /// By file name. Two versions, so that there is something to upgrade to.
    private static final Map<String, SandboxChart> CHARTS = List.of("13", "14").stream()
            .map(SandboxChart::new)
            .collect(Collectors.toUnmodifiableMap(SandboxChart::fileName, chart -> chart));

    private ChartRepositories() {}

    /// Where a sandbox at `endpoint` answers for a repository; the repository itself when the sandbox does not know
    /// it.
    public static String address(String endpoint, String repository) {
        String plain = repository.replaceFirst("/+$", "");
        return plain.equals("https://" + EKS_CHARTS) ? endpoint + MOUNT + EKS_CHARTS : repository;
    }

    public static void handle(HttpExchange exchange) throws IOException {
        Optional<byte[]> body = content(exchange.getRequestURI().getPath());
        byte[] bytes = body.orElseGet(() -> "404 page not found\n".getBytes(StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(body.isPresent() ? 200 : 404, bytes.length);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static Optional<byte[]> content(String path) {
        String directory = MOUNT + EKS_CHARTS + "/";
        if (!path.startsWith(directory)) {
            return Optional.empty();
        }
        String file = path.substring(directory.length());
        return file.equals("index.yaml")
                ? Optional.of(index().getBytes(StandardCharsets.UTF_8))
                : Optional.ofNullable(CHARTS.get(file)).map(SandboxChart::archive);
    }

    /// Newest first, as `helm repo index` writes it.
    private static String index() {
        StringBuilder index = new StringBuilder("""
            apiVersion: v1
            entries:
              aws-load-balancer-controller:
            """);
        CHARTS.values().stream()
                .sorted((one, other) -> other.version().compareTo(one.version()))
                .map(SandboxChart::indexEntry)
                .forEach(index::append);
        return index.append("generated: \"2025-01-01T00:00:00Z\"\n").toString();
    }
}
