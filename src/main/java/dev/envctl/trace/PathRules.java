package dev.envctl.trace;

import dev.envctl.trace.CloudSights.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges what was seen. Each link is judged by what it is for: whether the next one can rely on it.
record PathRules(Instant now, Lookout.Wanted wanted) {

    Link judge(Scene scene) {
        return switch (scene.endpoint()) {
            case Sighting.Seen<Endpoint>(Endpoint endpoint) -> root(endpoint).over(path(endpoint, scene));
            case Sighting.Refused<Endpoint>(var problem) ->
                new Link(
                        Part.ENDPOINT,
                        wanted.address().name(),
                        Condition.UNSEEN,
                        problem.detail(),
                        problem.hint(),
                        List.of());
            case Sighting.Absent<Endpoint> _, Sighting.Unsought<Endpoint> _ ->
                Link.of(Part.ENDPOINT, wanted.address().name(), Condition.BROKEN, "there is none")
                        .advising("Apply the environment: no virtual cluster of the account has this endpoint.");
        };
    }

    private Link root(Endpoint endpoint) {
        String name = "%s (%s)".formatted(endpoint.name(), endpoint.id());
        return switch (Stage.of(endpoint.state())) {
            case MAKING ->
                Link.of(Part.ENDPOINT, name, Condition.PENDING, endpoint.state())
                        .advising("Wait: making an endpoint takes a few minutes.");
            case ENDING ->
                Link.of(Part.ENDPOINT, name, Condition.PENDING, endpoint.state())
                        .advising("Wait: its load balancer goes with it.");
            case SERVING -> serving(endpoint, name);
            case OVER ->
                Link.of(Part.ENDPOINT, name, Condition.BROKEN, withReason(endpoint.state(), endpoint.details()))
                        .advising("It cannot recover: mend what it ended from, then apply the environment, which"
                                + " makes another one.");
        };
    }

    private static Link serving(Endpoint endpoint, String name) {
        return endpoint.serverUrl()
                .map(url -> Link.sound(Part.ENDPOINT, name, endpoint.state() + " at " + url))
                .orElseGet(
                        () -> Link.of(Part.ENDPOINT, name, Condition.BROKEN, endpoint.state() + " without an address")
                                .advising("Look again in a minute; if it stays so, replace the endpoint."));
    }

    private List<Link> path(Endpoint endpoint, Scene scene) {
        EndpointPath path = EndpointPath.of(endpoint);
        Stage stage = Stage.of(endpoint.state());
        InsideRules inside = new InsideRules(stage, path, endpoint, wanted.replacement());
        BalancerRules front = new BalancerRules(stage, path, endpoint, now);
        List<Link> links = new ArrayList<>(inside.workload(scene.inside()));
        links.add(inside.ingress(scene.inside())
                .over(List.of(
                        inside.binding(scene.inside().binding()).over(List.of(front.targetGroup(scene.front()))))));
        links.add(front.loadBalancer(scene.front()));
        return links;
    }

    static String withReason(String state, Optional<String> reason) {
        return reason.map(text -> state + ": " + text.strip().replaceFirst("\\.$", ""))
                .orElse(state);
    }
}
