package dev.envctl.trace;

import dev.envctl.trace.CloudSights.Endpoint;
import dev.envctl.trace.CloudSights.Listener;
import dev.envctl.trace.CloudSights.LoadBalancer;
import dev.envctl.trace.CloudSights.SecurityGroup;
import dev.envctl.trace.CloudSights.Studio;
import dev.envctl.trace.CloudSights.Tagged;
import dev.envctl.trace.CloudSights.TargetGroup;
import dev.envctl.trace.ClusterSights.Binding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The account's half of the path. Each object is found through the one before it; what cannot be found that way is
/// found by the tags of the controller.
final class CloudLookout {

    private final CloudSights cloud;
    private final EndpointPath path;
    private final Endpoint endpoint;
    private Optional<Sighting<Tagged>> tagged = Optional.empty();

    CloudLookout(CloudSights cloud, EndpointPath path, Endpoint endpoint) {
        this.cloud = cloud;
        this.path = path;
        this.endpoint = endpoint;
    }

    Scene.Front look(Sighting<Binding> binding) {
        var group = look(binding.seen().map(Binding::targetGroupArn), Tagged::targetGroups, cloud::targetGroup);
        var targets = group.then(found -> Sighting.of(() -> Optional.of(cloud.targets(found.arn()))));
        Optional<String> attached = group.seen()
                .map(TargetGroup::loadBalancerArns)
                .flatMap(arns -> arns.stream().findFirst());
        var balancer = look(attached, Tagged::loadBalancers, cloud::loadBalancer);
        var listener = balancer.then(found -> Sighting.of(() -> listener(found)));
        var certificate = listener.then(this::certificate);
        var studios = balancer.then(found -> Sighting.of(() -> Optional.of(cloud.studios(found.vpcId()))));
        var groups = balancer.then(found -> groups(found, studios.seen().orElse(List.of())));
        return new Scene.Front(group, targets, balancer, listener, certificate, studios, groups);
    }

    private <T> Sighting<T> look(
            Optional<String> known, Function<Tagged, List<String>> byTag, Function<String, Optional<T>> read) {
        if (known.isPresent()) {
            return Sighting.of(() -> read.apply(known.get()));
        }
        return switch (tagged()) {
            case Sighting.Seen<Tagged>(Tagged found) ->
                byTag.apply(found).stream()
                        .findFirst()
                        .map(arn -> Sighting.of(() -> read.apply(arn)))
                        .orElseGet(Sighting.Absent::new);
            case Sighting.Refused<Tagged>(var problem) -> new Sighting.Refused<>(problem);
            case Sighting.Absent<Tagged> _, Sighting.Unsought<Tagged> _ -> new Sighting.Absent<>();
        };
    }

    private Sighting<Tagged> tagged() {
        Supplier<Optional<Tagged>> list = () -> Optional.of(cloud.tagged(path.stack()));
        tagged = tagged.or(() -> Optional.of(Sighting.of(list)));
        return tagged.get();
    }

    private Optional<Listener> listener(LoadBalancer balancer) {
        return cloud.listeners(balancer.arn()).stream()
                .filter(listener -> listener.port() == EndpointPath.PORT)
                .findFirst();
    }

    private Sighting<CloudSights.Certificate> certificate(Listener listener) {
        return listener.certificateArns().stream()
                .findFirst()
                .map(arn -> Sighting.of(() -> cloud.certificate(arn)))
                .orElseGet(Sighting.Unsought::new);
    }

    private Sighting<List<SecurityGroup>> groups(LoadBalancer balancer, List<Studio> studios) {
        var ids = new LinkedHashSet<>(balancer.securityGroupIds());
        endpoint.securityGroupId().ifPresent(ids::add);
        studios.forEach(studio -> {
            ids.add(studio.workspaceGroupId());
            ids.add(studio.engineGroupId());
        });
        return Sighting.of(() -> Optional.of(cloud.securityGroups(List.copyOf(ids))));
    }
}
