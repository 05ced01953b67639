package dev.envctl.plan.preflight;

import dev.envctl.expression.Template;
import dev.envctl.problem.Problem;
import dev.envctl.provider.Missing;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A manifest is of a kind that its cluster serves, unless something of the environment might bring the definition
/// before: `kind: Deploiment` in `apps/v1` → the API server has no such thing, and never will.
final class ManifestOfServedKind implements Preflight {

    private static final String MANIFEST = "Manifest";
    private static final FieldPath KIND = FieldPath.of("manifest", "kind");
    private static final Set<String> DEFINITIONS = Set.of("CustomResourceDefinition", "APIService");

    @Override
    public List<Problem> check(Landscape landscape) {
        return landscape.changing().stream()
                .flatMap(item -> landscape.missing().servedKind(item.address()).stream()
                        .filter(missing -> !mayBeBrought(missing, item, landscape))
                        .map(missing -> missing.problem().at(item.resource().positionOf(KIND))))
                .toList();
    }

    private static boolean mayBeBrought(Missing.ServedKind missing, Item manifest, Landscape landscape) {
        return isClusterChanging(missing.cluster(), landscape)
                || (!missing.builtIn()
                        && (hasInstaller(landscape) || waitsForManifest(manifest, landscape, new LinkedHashSet<>())));
    }

    /// A newer version of the cluster serves other kinds.
    private static boolean isClusterChanging(String name, Landscape landscape) {
        return landscape.changing().stream()
                .filter(item -> item.kind().equals("Cluster"))
                .map(cluster -> cluster.text("name"))
                .anyMatch(other -> other.isEmpty() || other.equals(Optional.of(name)));
    }

    /// Operators that a chart installed may define kinds at any time, so it need not be about to change.
    private static boolean hasInstaller(Landscape landscape) {
        return Stream.of("HelmRelease", "Addon")
                        .anyMatch(kind -> !landscape.managed(kind).isEmpty())
                || landscape.managed(MANIFEST).stream()
                        .anyMatch(other ->
                                other.text(KIND).map(DEFINITIONS::contains).orElse(true));
    }

    /// What a manifest brings that others wait for, such as a job, nobody can tell.
    private static boolean waitsForManifest(Item item, Landscape landscape, Set<Address> seen) {
        Stream<Address> references = item.resource().expressions().values().stream()
                .flatMap(template -> template.references().stream())
                .map(Template.Reference::resource);
        return Stream.concat(item.resource().dependsOn().stream(), references)
                .filter(seen::add)
                .flatMap(address -> landscape.find(address).stream())
                .anyMatch(other -> (other.isManaged() && other.kind().equals(MANIFEST))
                        || waitsForManifest(other, landscape, seen));
    }
}
