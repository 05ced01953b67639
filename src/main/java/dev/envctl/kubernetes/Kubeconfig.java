package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.Clusters;
import dev.envctl.provider.ProviderException;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A kubeconfig file that says how clusters are reached instead of EKS: through a bastion's tunnel, with a certificate,
/// or where there is no EKS at all. Relative paths in it go by `path`.
public record Kubeconfig(Path path, String contents) {

    /// The context for a cluster: the one of that name, else one whose cluster has it (`aws eks update-kubeconfig`
    /// writes the ARN), else the current one.
    private String context(String cluster) {
        Map<?, ?> file = file();
        List<Map<?, ?>> contexts = (file.get("contexts") instanceof List<?> list ? list : List.of())
                .stream()
                        .<Map<?, ?>>map(entry -> entry instanceof Map<?, ?> map ? map : Map.of())
                        .toList();
        return Stream.concat(
                        contexts.stream().filter(entry -> isNamed(text(entry, "name"), cluster)),
                        contexts.stream().filter(entry -> isNamed(text(entry.get("context"), "cluster"), cluster)))
                .findFirst()
                .map(entry -> text(entry, "name"))
                .orElseGet(() -> text(file, "current-context"));
    }

    private static boolean isNamed(String name, String cluster) {
        return name.equals(cluster) || name.endsWith(":cluster/" + cluster);
    }

    private static String text(@Nullable Object map, String key) {
        return map instanceof Map<?, ?> fields && fields.get(key) instanceof String text ? text : "";
    }

    private Map<?, ?> file() {
        try {
            return new Load(LoadSettings.builder().build()).loadFromReader(new WholeCharacters(contents))
                            instanceof Map<?, ?> map
                    ? map
                    : Map.of();
        } catch (YamlEngineException broken) {
            throw ProviderException.of(Code.CLUSTER_UNREACHABLE, "Reading %s: %s".formatted(path, broken.getMessage()));
        }
    }

    Config config(String cluster) {
        String context = context(cluster);
        Config config = Config.fromKubeconfig(context, path.toFile());
        if (context.isEmpty() || config.getCurrentContext() == null) {
            throw ProviderException.of(
                            Code.CLUSTER_UNREACHABLE,
                            "%s has no context for the cluster %s, and no current one.".formatted(path, cluster))
                    .withHint("Name a context or a cluster of the file \"%s\".".formatted(cluster));
        }
        return config;
    }

    /// `inEks` is what EKS knows of the cluster, where it does: the authentication mode is not in the file.
    Clusters.Connection connection(String cluster, Optional<Clusters.Connection> inEks) {
        Config config = config(cluster);
        return new Clusters.Connection(
                cluster,
                config.getMasterUrl(),
                Objects.requireNonNullElse(config.getCaCertData(), ""),
                inEks.map(Clusters.Connection::authenticationMode).orElse("CONFIG_MAP"),
                () -> Objects.requireNonNullElse(config.getOauthToken(), ""));
    }
}
