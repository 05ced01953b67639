package dev.envctl.trace;

import dev.envctl.trace.CloudSights.Endpoint;
import dev.envctl.trace.CloudSights.LoadBalancer;
import dev.envctl.trace.CloudSights.Rule;
import dev.envctl.trace.CloudSights.SecurityGroup;
import dev.envctl.trace.CloudSights.Studio;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/// Whether a workspace gets through: out of its own group, and into one of the load balancer's. Rules to and from
/// addresses are taken as open; nobody can tell from here which addresses a workspace will have.
record GroupRules(Stage stage, Endpoint endpoint) {

    List<Link> judge(Scene.Front front) {
        return switch (front.groups()) {
            case Sighting.Seen<List<SecurityGroup>>(List<SecurityGroup> groups) -> {
                List<Link> links = new ArrayList<>(balancers(front, groups));
                links.addAll(studios(front.studios(), groups));
                yield links;
            }
            case Sighting.Refused<List<SecurityGroup>>(var problem) ->
                List.of(new Link(
                        Part.SECURITY_GROUP, name(), Condition.UNSEEN, problem.detail(), problem.hint(), List.of()));
            case Sighting.Absent<List<SecurityGroup>> _, Sighting.Unsought<List<SecurityGroup>> _ ->
                List.of(Link.of(Part.SECURITY_GROUP, name(), Condition.UNREACHED, "not looked for"));
        };
    }

    private String name() {
        return endpoint.securityGroupId().orElse("of the load balancer");
    }

    /// One group that lets workspaces in is enough: AWS adds up the rules of all.
    private List<Link> balancers(Scene.Front front, List<SecurityGroup> groups) {
        List<Studio> studios = front.studios().seen().orElse(List.of());
        Set<String> ids = idsOf(front.loadBalancer().seen());
        List<SecurityGroup> own =
                groups.stream().filter(group -> ids.contains(group.id())).toList();
        boolean open = own.stream().anyMatch(group -> letsIn(group, studios));
        List<Link> links = new ArrayList<>(
                own.stream().map(group -> balancer(group, open, studios)).toList());
        ids.stream()
                .filter(id -> own.stream().noneMatch(group -> group.id().equals(id)))
                .forEach(id -> links.add(stage.faulty(
                        Part.SECURITY_GROUP,
                        id,
                        "missing",
                        Optional.of("Replace the endpoint: its security group is made with it."))));
        return links;
    }

    private SequencedSet<String> idsOf(Optional<LoadBalancer> balancer) {
        SequencedSet<String> ids = new LinkedHashSet<>();
        balancer.ifPresent(found -> ids.addAll(found.securityGroupIds()));
        endpoint.securityGroupId().ifPresent(ids::add);
        return ids;
    }

    private Link balancer(SecurityGroup group, boolean open, List<Studio> studios) {
        List<String> peers = peers(group.ingress());
        String state = peers.isEmpty()
                ? "nobody gets in on %d".formatted(EndpointPath.PORT)
                : "%d from %s".formatted(EndpointPath.PORT, String.join(", ", peers));
        if (open) {
            return stage.present(Link.sound(Part.SECURITY_GROUP, label(group), state));
        }
        String wanted = studios.isEmpty() ? "the workspaces' group" : workspaces(studios);
        return stage.present(stage.faulty(
                Part.SECURITY_GROUP,
                label(group),
                state,
                Optional.of("Let TCP %d in from %s.".formatted(EndpointPath.PORT, wanted))));
    }

    private static String workspaces(List<Studio> studios) {
        return String.join(
                " and ", studios.stream().map(Studio::engineGroupId).distinct().toList());
    }

    private static String label(SecurityGroup group) {
        return "%s (%s)".formatted(group.name(), group.id());
    }

    private static boolean letsIn(SecurityGroup group, List<Studio> studios) {
        Set<String> welcome = new LinkedHashSet<>();
        studios.forEach(studio -> {
            welcome.add(studio.workspaceGroupId());
            welcome.add(studio.engineGroupId());
        });
        return peers(group.ingress()).stream()
                .anyMatch(peer -> studios.isEmpty() || !isGroup(peer) || welcome.contains(peer));
    }

    private List<Link> studios(Sighting<List<Studio>> studios, List<SecurityGroup> groups) {
        if (stage == Stage.ENDING || stage == Stage.OVER) {
            return List.of();
        }
        return switch (studios) {
            case Sighting.Seen<List<Studio>>(List<Studio> found) ->
                found.stream().map(studio -> studio(studio, groups)).toList();
            case Sighting.Refused<List<Studio>>(var problem) ->
                List.of(new Link(Part.STUDIO, "*", Condition.UNSEEN, problem.detail(), problem.hint(), List.of()));
            case Sighting.Absent<List<Studio>> _, Sighting.Unsought<List<Studio>> _ -> List.of();
        };
    }

    private static Link studio(Studio studio, List<SecurityGroup> groups) {
        String name = "%s (%s)".formatted(studio.name(), studio.id());
        Optional<SecurityGroup> workspace = find(groups, studio.workspaceGroupId());
        boolean out = workspace.map(SecurityGroup::egress).map(GroupRules::peers).orElse(List.of()).stream()
                .anyMatch(peer -> !isGroup(peer) || peer.equals(studio.engineGroupId()));
        if (!out) {
            return closed(name, studio, "its workspaces do not get out on %d");
        }
        boolean in = find(groups, studio.engineGroupId()).map(SecurityGroup::ingress).map(GroupRules::peers).stream()
                .flatMap(List::stream)
                .anyMatch(peer -> !isGroup(peer) || peer.equals(studio.workspaceGroupId()));
        return in
                ? Link.sound(
                        Part.STUDIO,
                        name,
                        "%s reaches %s on %d"
                                .formatted(studio.workspaceGroupId(), studio.engineGroupId(), EndpointPath.PORT))
                : closed(name, studio, "its engine group lets nobody in on %d");
    }

    private static Link closed(String name, Studio studio, String state) {
        return Link.of(Part.STUDIO, name, Condition.BROKEN, state.formatted(EndpointPath.PORT))
                .advising("Allow TCP %d from the workspace group %s to the engine group %s, on both."
                        .formatted(EndpointPath.PORT, studio.workspaceGroupId(), studio.engineGroupId()));
    }

    private static Optional<SecurityGroup> find(List<SecurityGroup> groups, String id) {
        return groups.stream().filter(group -> group.id().equals(id)).findFirst();
    }

    /// Who a set of rules opens the endpoint's port to.
    private static List<String> peers(List<Rule> rules) {
        return rules.stream()
                .filter(rule -> rule.protocol().equals("-1")
                        || (rule.protocol().equals("tcp")
                                && rule.fromPort() <= EndpointPath.PORT
                                && EndpointPath.PORT <= rule.toPort()))
                .map(Rule::peer)
                .distinct()
                .toList();
    }

    private static boolean isGroup(String peer) {
        return peer.startsWith("sg-");
    }
}
