package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.value.Sha256;
import dev.envctl.value.Value;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A chart repository: an `index.yaml` with the archives of all charts and versions. `repository` is what the document
/// says, `asked` where it is answered.
record ChartRepository(String repository, String asked, Downloads downloads) {

    private static final int NEWEST = 5;

    /// One version of a chart, as the index lists it.
    record Entry(String chart, String version, String url, Optional<String> digest) {}

    String index() {
        String url = asked.replaceFirst("/+$", "") + "/index.yaml";
        Downloads.Answer answer = downloads.get(url, Map.of());
        if (!answer.isSuccess()) {
            throw ProviderException.of(
                            Code.CHART_NOT_FOUND,
                            "There is no chart repository at %s: index.yaml is answered with status %d."
                                    .formatted(repository, answer.status()))
                    .withHint("Charts in an OCI registry are addressed as oci://HOST/PATH.");
        }
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    Entry find(Value.MapValue index, String chart, String version) {
        Value.MapValue entries =
                index.get("entries").orElse(Value.NULL) instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
        List<Value.MapValue> versions = versions(entries.get(chart).orElse(Value.NULL));
        if (versions.isEmpty()) {
            throw ProviderException.of(
                            Code.CHART_NOT_FOUND, "The repository %s has no chart \"%s\".".formatted(repository, chart))
                    .withHint("It has: %s."
                            .formatted(entries.entries().keySet().stream()
                                    .sorted()
                                    .limit(40)
                                    .collect(Collectors.joining(", "))));
        }
        return versions.stream()
                .filter(entry -> entry.text("version").equals(Optional.of(version))
                        || entry.text("version").equals(Optional.of("v" + version)))
                .findFirst()
                .map(entry -> entry(chart, entry))
                .orElseThrow(() -> noSuchVersion(chart, version, versions));
    }

    private ProviderException noSuchVersion(String chart, String version, List<Value.MapValue> versions) {
        return ProviderException.of(
                        Code.CHART_NOT_FOUND,
                        "The chart \"%s\" in the repository %s has no version %s."
                                .formatted(chart, repository, version))
                .withHint("The newest are: %s."
                        .formatted(versions.stream()
                                .limit(NEWEST)
                                .map(entry -> entry.text("version").orElse("?"))
                                .collect(Collectors.joining(", "))));
    }

    private static List<Value.MapValue> versions(Value entry) {
        return entry instanceof Value.ListValue list
                ? list.elements().stream()
                        .filter(Value.MapValue.class::isInstance)
                        .map(Value.MapValue.class::cast)
                        .toList()
                : List.of();
    }

    private Entry entry(String chart, Value.MapValue entry) {
        String version = entry.text("version").orElse("");
        String url = entry.get("urls").orElse(Value.NULL) instanceof Value.ListValue list
                ? list.elements().getFirst().asText().orElse("")
                : "";
        String base = asked.replaceFirst("/+$", "") + "/";
        return new Entry(chart, version, URI.create(base).resolve(url).toString(), entry.text("digest"));
    }

    Chart download(Entry entry) {
        Downloads.Answer answer = downloads.get(entry.url(), Map.of());
        if (!answer.isSuccess()) {
            throw ProviderException.of(
                    Code.CHART_NOT_FOUND,
                    "The repository %s lists \"%s\" %s, and %s is answered with status %d."
                            .formatted(repository, entry.chart(), entry.version(), entry.url(), answer.status()));
        }
        if (entry.digest()
                .filter(wanted -> !wanted.equals(Sha256.hex(answer.body())))
                .isPresent()) {
            throw ProviderException.of(
                    Code.SERVICE_ERROR,
                    "What %s sends for \"%s\" %s is not what the repository's index says: the digests differ."
                            .formatted(entry.url(), entry.chart(), entry.version()));
        }
        try {
            return ChartArchive.read(answer.body());
        } catch (IOException broken) {
            throw ProviderException.of(
                    Code.SERVICE_ERROR, "Unpacking %s: %s.".formatted(entry.url(), broken.getMessage()));
        }
    }
}
