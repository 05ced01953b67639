package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Charts in an OCI registry that answers everybody: a manifest per version, whose layer is the packed chart. A
/// registry that wants a password is not asked for one.
record ChartRegistry(String repository, Downloads downloads) {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    private static final Pattern PARAMETER = Pattern.compile("(realm|service|scope)=\"([^\"]*)\"");

    Chart download(String chart, String version) {
        String reference = repository.substring("oci://".length()).replaceFirst("/+$", "") + "/" + chart;
        int slash = reference.indexOf('/');
        String host = reference.substring(0, slash);
        // as every client does, TLS is not asked of this machine
        String scheme = host.matches("(localhost|127\\.0\\.0\\.1)(:\\d+)?") ? "http" : "https";
        String base = "%s://%s/v2/%s".formatted(scheme, host, reference.substring(slash + 1));
        // a tag has no plus sign
        Value manifest = ValueJson.read(new String(
                ask(base + "/manifests/" + version.replace('+', '_'), chart, version), StandardCharsets.UTF_8));
        String digest = layer(manifest)
                .orElseThrow(() -> ProviderException.of(
                        Code.CHART_NOT_FOUND, "oci://%s:%s is no chart.".formatted(reference, version)));
        try {
            return ChartArchive.read(ask(base + "/blobs/" + digest, chart, version));
        } catch (IOException broken) {
            throw ProviderException.of(
                    Code.SERVICE_ERROR,
                    "Unpacking oci://%s:%s: %s.".formatted(reference, version, broken.getMessage()));
        }
    }

    private static Optional<String> layer(Value manifest) {
        List<Value> layers = manifest instanceof Value.MapValue map
                        && map.get("layers").orElse(Value.NULL) instanceof Value.ListValue list
                ? list.elements()
                : List.of();
        return layers.stream()
                .filter(Value.MapValue.class::isInstance)
                .map(Value.MapValue.class::cast)
                .filter(layer -> layer.text("mediaType").equals(Optional.of(LAYER)))
                .findFirst()
                .flatMap(layer -> layer.text("digest"));
    }

    private byte[] ask(String url, String chart, String version) {
        Downloads.Answer first = downloads.get(url, Map.of("Accept", MANIFEST));
        Downloads.Answer answer = first.status() == 401 ? askWithToken(url, first) : first;
        if (!answer.isSuccess()) {
            ProviderException missing = ProviderException.of(
                    Code.CHART_NOT_FOUND,
                    "The registry %s has no chart \"%s\" %s that everybody may read: %s is answered with status %d."
                            .formatted(repository, chart, version, url, answer.status()));
            throw answer.status() == 401 || answer.status() == 403
                    ? missing.withHint("envctl asks registries without a password. Copy the chart to one that needs"
                            + " none, or keep it beside the environment and use chart.path.")
                    : missing;
        }
        return answer.body();
    }

    /// Registries hand a token to whoever asks, to be shown with the next request.
    private Downloads.Answer askWithToken(String url, Downloads.Answer refused) {
        Map<String, String> challenge = new HashMap<>();
        Matcher parameters = PARAMETER.matcher(refused.challenge().orElse(""));
        while (parameters.find()) {
            challenge.put(parameters.group(1), parameters.group(2));
        }
        if (!challenge.containsKey("realm")) {
            return refused;
        }
        Downloads.Answer granted = downloads.get(
                "%s?service=%s&scope=%s"
                        .formatted(
                                challenge.get("realm"),
                                challenge.getOrDefault("service", ""),
                                challenge.getOrDefault("scope", "")),
                Map.of());
        if (!granted.isSuccess()
                || !(ValueJson.read(new String(granted.body(), StandardCharsets.UTF_8))
                        instanceof Value.MapValue map)) {
            return refused;
        }
        String token = map.text("token").or(() -> map.text("access_token")).orElse("");
        return downloads.get(url, Map.of("Accept", MANIFEST, "Authorization", "Bearer " + token));
    }
}
