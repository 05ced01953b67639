package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Suggestion;
import dev.envctl.provider.Missing;
import dev.envctl.value.FieldPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is to be made in a cluster needs one: `clusterName: data-platfrom`, and the account has `data-platform` → the
/// apply would end there, after it has made other things.
final class NamedClusterExists implements Preflight {

    private static final List<FieldPath> FIELDS = List.of(Endpoints.CLUSTER_NAME, Endpoints.PROVIDER_ID);

    /// A cluster of the environment whose name is not known yet might be the one.
    @Override
    public List<Problem> check(Landscape landscape) {
        List<Optional<String>> ours = landscape.all("Cluster").stream()
                .map(cluster -> cluster.text("name"))
                .toList();
        return ours.contains(Optional.<String>empty())
                ? List.of()
                : problems(landscape, ours.stream().flatMap(Optional::stream).toList());
    }

    private static List<Problem> problems(Landscape landscape, List<String> ours) {
        return landscape.changing().stream()
                .flatMap(item -> FIELDS.stream()
                        .flatMap(field -> item
                                .text(field)
                                .filter(name -> !ours.contains(name))
                                .flatMap(landscape.missing()::cluster)
                                .map(missing -> problem(item, field, missing, landscape))
                                .stream()))
                .toList();
    }

    private static Problem problem(Item item, FieldPath field, Missing.Cluster missing, Landscape landscape) {
        return item.problem(
                Code.CLUSTER_UNREACHABLE,
                field,
                "%s names the EKS cluster \"%s\", which is neither in this account and region nor a Cluster of the environment."
                        .formatted(item.address(), missing.name()),
                Suggestion.nearest(missing.name(), candidates(missing, landscape))
                        .map("Did you mean \"%s\"?"::formatted)
                        .orElseGet(() -> reference(landscape)));
    }

    private static List<String> candidates(Missing.Cluster missing, Landscape landscape) {
        return Stream.concat(
                        landscape.all("Cluster").stream().flatMap(cluster -> cluster.text("name").stream()),
                        missing.others().get().stream().sorted())
                .toList();
    }

    private static String reference(Landscape landscape) {
        return landscape.all("Cluster").stream()
                .map(cluster -> cluster.address().name())
                .filter(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"))
                .findFirst()
                .map("Correct the name, or refer to a Cluster of the environment: ${Cluster.%s.name}."::formatted)
                .orElse("Correct the name, or add the cluster to the environment and refer to it:"
                        + " ${Cluster.NAME.name}.");
    }
}
