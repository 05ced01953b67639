package dev.envctl.sandbox.kubernetes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One call as it arrived: `path` is split and starts after the cluster; `query` keeps the last value of a name, which
/// is all that the API uses.
record ApiRequest(
        String method, String cluster, List<String> path, Map<String, String> query, Headers headers, String body) {

    record Headers(String authorization, String contentType, String accept, String userAgent) {}

    static ApiRequest of(String method, String cluster, String rawPath, String rawQuery, Headers headers, String body) {
        List<String> segments = Stream.of(rawPath.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(ApiRequest::decode)
                .toList();
        return new ApiRequest(method, cluster, segments, query(rawQuery), headers, body);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                query.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    boolean flag(String name) {
        return parameter(name).equals("true") || parameter(name).equals("1");
    }

    boolean isDryRun() {
        return parameter("dryRun").equals("All");
    }

    boolean isWatch() {
        return method.equals("GET") && flag("watch");
    }

    boolean wantsTable() {
        return headers.accept().contains("as=Table");
    }

    boolean wantsMetadataOnly() {
        return headers.accept().contains("as=PartialObjectMetadata");
    }

    /// Who writes: the `fieldManager` parameter, otherwise the first word of the user agent.
    String fieldManager() {
        String given = parameter("fieldManager");
        if (!given.isEmpty()) {
            return given;
        }
        String agent = headers.userAgent().split("/", 2)[0];
        return agent.isEmpty() ? "unknown" : agent;
    }
}
