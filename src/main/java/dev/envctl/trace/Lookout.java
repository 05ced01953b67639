package dev.envctl.trace;

import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.trace.CloudSights.Endpoint;
import dev.envctl.trace.CloudSights.VirtualCluster;
import dev.envctl.value.Address;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Looks for an endpoint and for everything that should stand behind it. Whatever cannot be seen is noted and the
/// look-out goes on.
public final class Lookout {

    /// Which endpoint is meant. `name` is the endpoint's own, where an environment only looks it up.
    public record Wanted(String environment, String directory, Address address, Optional<String> name) {

        String replacement() {
            return name.isPresent()
                    ? "where it is managed"
                    : "with envctl apply %s --replace %s".formatted(directory, address);
        }
    }

    private static final Set<String> LIVE = Set.of("CREATING", "ACTIVE", "TERMINATING");

    private final Sights sights;
    private final Session session;

    public Lookout(Sights sights, Session session) {
        this.sights = sights;
        this.session = session;
    }

    public Trace trace(Wanted wanted) {
        Sighting<Endpoint> endpoint = Sighting.of(() -> find(wanted));
        Scene scene = endpoint.seen()
                .map(found -> scene(found, endpoint))
                .orElseGet(() -> new Scene(endpoint, Scene.NO_INSIDE, Scene.NO_FRONT));
        return new Trace(
                wanted.environment(),
                session.place().region(),
                wanted.address(),
                new PathRules(session.clock().instant(), wanted).judge(scene));
    }

    private Scene scene(Endpoint endpoint, Sighting<Endpoint> sighting) {
        EndpointPath path = EndpointPath.of(endpoint);
        Scene.Inside inside = new ClusterLookout(sights.clusters().clusterSights(path.cluster(), session), path).look();
        return new Scene(sighting, inside, new CloudLookout(sights.cloud(), path, endpoint).look(inside.binding()));
    }

    /// A live one before one that is over, the newest of several: a replacement lives beside its predecessor.
    private Optional<Endpoint> find(Wanted wanted) {
        for (List<VirtualCluster> homes : ourHomesFirst()) {
            Optional<Endpoint> found = homes.stream()
                    .flatMap(home -> sights.cloud().endpoints(home).stream())
                    .filter(endpoint -> isMeant(endpoint, wanted))
                    .max(Comparator.comparing((Endpoint endpoint) -> LIVE.contains(endpoint.state()))
                            .thenComparing(Endpoint::createdAt));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private List<List<VirtualCluster>> ourHomesFirst() {
        List<VirtualCluster> all = sights.cloud().virtualClusters();
        return Stream.of(true, false)
                .map(ours -> all.stream()
                        .filter(home -> isOurs(home.ownership()) == ours)
                        .toList())
                .toList();
    }

    private boolean isMeant(Endpoint endpoint, Wanted wanted) {
        return wanted.name()
                .map(name -> name.equals(endpoint.name()))
                .orElseGet(() -> isOurs(endpoint.ownership())
                        && endpoint.ownership().orElseThrow().address().equals(wanted.address()));
    }

    private boolean isOurs(Optional<Ownership> ownership) {
        return ownership
                .filter(owner -> owner.environment().equals(session.place().owner()))
                .isPresent();
    }
}
