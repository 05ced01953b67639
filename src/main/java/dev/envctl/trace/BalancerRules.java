package dev.envctl.trace;

import static dev.envctl.trace.PathRules.withReason;

import dev.envctl.trace.CloudSights.Certificate;
import dev.envctl.trace.CloudSights.Endpoint;
import dev.envctl.trace.CloudSights.Listener;
import dev.envctl.trace.CloudSights.LoadBalancer;
import dev.envctl.trace.CloudSights.Target;
import dev.envctl.trace.CloudSights.TargetGroup;
import dev.envctl.trace.Stage.Remedy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The account's half: healthy targets, and a load balancer that listens with the endpoint's certificate.
record BalancerRules(Stage stage, EndpointPath path, Endpoint endpoint, Instant now) {

    private static final Remedy RESTART_CONTROLLER =
            new Remedy("Restart the AWS Load Balancer Controller, which makes it anew; its log says what keeps it.");

    private static final String HEALTHY = "healthy";

    Link targetGroup(Scene.Front front) {
        String name = front.targetGroup().seen().map(TargetGroup::name).orElse("of " + path.ingress());
        return stage.judge(
                Part.TARGET_GROUP,
                name,
                front.targetGroup(),
                RESTART_CONTROLLER,
                found -> withTargets(name, found, front.targets()));
    }

    private Link withTargets(String name, TargetGroup group, Sighting<List<Target>> targets) {
        return switch (targets) {
            case Sighting.Seen<List<Target>>(List<Target> found) -> health(name, group, found);
            case Sighting.Refused<List<Target>>(var problem) ->
                Link.sound(Part.TARGET_GROUP, name, "is there")
                        .over(List.of(new Link(
                                Part.TARGET, "*", Condition.UNSEEN, problem.detail(), problem.hint(), List.of())));
            case Sighting.Absent<List<Target>> _, Sighting.Unsought<List<Target>> _ ->
                Link.sound(Part.TARGET_GROUP, name, "is there");
        };
    }

    private Link health(String name, TargetGroup group, List<Target> targets) {
        if (targets.isEmpty()) {
            return stage.faulty(
                    Part.TARGET_GROUP,
                    name,
                    "no targets",
                    Optional.of("Give cluster %s nodes (a managed node group): the gateway is reached through them."
                            .formatted(path.cluster())));
        }
        long healthy = targets.stream()
                .filter(target -> target.state().equals(HEALTHY))
                .count();
        String count = "%d of %d targets healthy".formatted(healthy, targets.size());
        Link link = healthy > 0
                ? Link.sound(Part.TARGET_GROUP, name, count)
                : stage.faulty(Part.TARGET_GROUP, name, count, Optional.of(unhealthy(group, targets)));
        return link.over(targets.stream()
                .filter(target -> !target.state().equals(HEALTHY))
                .map(this::target)
                .toList());
    }

    private static String unhealthy(TargetGroup group, List<Target> targets) {
        return "See that the gateway's pod answers, and that the %s let the load balancer in on port %d."
                .formatted(
                        group.targetType().equals("ip") ? "pods' security groups" : "nodes' security groups",
                        targets.getFirst().port());
    }

    private Link target(Target target) {
        return Link.of(
                Part.TARGET,
                "%s:%d".formatted(target.id(), target.port()),
                Condition.PENDING,
                withReason(target.state(), target.reason()));
    }

    Link loadBalancer(Scene.Front front) {
        String name = front.loadBalancer().seen().map(LoadBalancer::name).orElse("of " + path.ingress());
        Link link = stage.judge(
                Part.LOAD_BALANCER, name, front.loadBalancer(), RESTART_CONTROLLER, found -> state(name, found));
        List<Link> below = new ArrayList<>();
        below.add(listener(front.listener()).over(certificate(front)));
        below.addAll(new GroupRules(stage, endpoint).judge(front));
        return link.over(below);
    }

    private Link state(String name, LoadBalancer balancer) {
        return switch (balancer.state()) {
            case "active" -> Link.sound(Part.LOAD_BALANCER, name, balancer.state());
            case "provisioning" -> Link.of(Part.LOAD_BALANCER, name, Condition.PENDING, balancer.state());
            default ->
                stage.faulty(
                        Part.LOAD_BALANCER,
                        name,
                        withReason(balancer.state(), balancer.reason()),
                        Optional.of("Replace the endpoint: a new one brings a new load balancer."));
        };
    }

    private Link listener(Sighting<Listener> listener) {
        String name = String.valueOf(EndpointPath.PORT);
        return stage.judge(Part.LISTENER, name, listener, RESTART_CONTROLLER, found -> listening(name, found));
    }

    private Link listening(String name, Listener listener) {
        if (!listener.protocol().equals("HTTPS")) {
            return stage.faulty(
                    Part.LISTENER,
                    name,
                    "speaks %s instead of HTTPS".formatted(listener.protocol()),
                    Optional.of("Replace the endpoint: workspaces speak nothing but HTTPS."));
        }
        return listener.certificateArns().isEmpty()
                ? stage.faulty(
                        Part.LISTENER,
                        name,
                        "HTTPS without a certificate",
                        Optional.of("Replace the endpoint: its listener gets a certificate when it is made."))
                : Link.sound(Part.LISTENER, name, listener.protocol());
    }

    private List<Link> certificate(Scene.Front front) {
        Optional<Listener> listener = front.listener().seen();
        if (listener.isPresent() && listener.get().certificateArns().isEmpty()) {
            return List.of();
        }
        String name = listener.flatMap(found -> found.certificateArns().stream().findFirst())
                .map(BalancerRules::lastPart)
                .orElse("of the listener");
        return List.of(stage.judge(
                Part.CERTIFICATE,
                name,
                front.certificate(),
                new Remedy("Replace the endpoint: a new one brings a new certificate."),
                found -> validity(name, found)));
    }

    private Link validity(String name, Certificate certificate) {
        boolean expired =
                certificate.notAfter().filter(end -> !now.isBefore(end)).isPresent();
        String until = certificate.notAfter().map(end -> ", until " + end).orElse("");
        if (expired || !certificate.status().equals("ISSUED")) {
            return stage.faulty(
                    Part.CERTIFICATE,
                    name,
                    expired ? "expired" + until.replace(", until", " at") : certificate.status(),
                    Optional.of("Replace the endpoint: a new one brings a new certificate."));
        }
        boolean another = endpoint.certificateArn()
                .filter(arn -> !arn.equals(certificate.arn()))
                .isPresent();
        return another
                ? stage.faulty(
                        Part.CERTIFICATE,
                        name,
                        "is not the one that the endpoint tells workspaces to trust",
                        Optional.of("Replace the endpoint: workspaces trust only the certificate it was made with."))
                : Link.sound(Part.CERTIFICATE, name, certificate.status() + until);
    }

    private static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
