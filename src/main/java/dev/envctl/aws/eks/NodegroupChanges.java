package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Changed;
import dev.envctl.aws.eks.Nodegroup.Spec;
import dev.envctl.provider.Session;
import dev.envctl.value.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupConfigRequest;

/// Changes of a node group in place: settings in one call, then version, release and launch template in another, by
/// which EKS exchanges the nodes one after another.
record NodegroupChanges(AwsClients clients) {

    private static final FieldPath DESIRED_SIZE = FieldPath.of("scalingConfig", "desiredSize");

    void apply(Spec live, Spec wanted, Set<FieldPath> changed, Session session) {
        Spec desired = changed.stream().anyMatch(DESIRED_SIZE::startsWith) ? wanted : wanted.withoutDesiredSize();
        if (isConfigured(live, desired, changed)) {
            configure(live, desired, changed, session);
        }
        if (isRenewed(live, desired, changed)) {
            renew(desired, session);
        }
    }

    /// A size that is not to change is whatever it is now, an autoscaler may have moved it meanwhile: see
    /// [NodegroupRequests#scaling]. What a run before this one got done is no change any more, and EKS refuses a
    /// call that changes nothing.
    private static boolean isConfigured(Spec live, Spec desired, Set<FieldPath> changed) {
        return (Changed.has(changed, "scalingConfig") && isScaled(live, desired))
                || (Changed.has(changed, "labels") && !live.labels().equals(desired.labels()))
                || (Changed.has(changed, "taints") && !Set.copyOf(live.taints()).equals(Set.copyOf(desired.taints())))
                || (Changed.has(changed, "updateConfig") && !live.updateConfig().equals(desired.updateConfig()));
    }

    private static boolean isScaled(Spec live, Spec desired) {
        return desired.scalingConfig()
                .map(wanted -> NodegroupRequests.scaling(wanted, size(live)))
                .filter(wanted -> live.scalingConfig()
                        .map(current -> NodegroupRequests.scaling(current, size(live)))
                        .filter(wanted::equals)
                        .isEmpty())
                .isPresent();
    }

    private static int size(Spec live) {
        return live.scalingConfig().flatMap(Nodegroup.Scaling::desiredSize).orElse(0);
    }

    private void configure(Spec live, Spec desired, Set<FieldPath> changed, Session session) {
        var request = UpdateNodegroupConfigRequest.builder()
                .clusterName(desired.clusterName())
                .nodegroupName(desired.nodegroupName());
        if (Changed.has(changed, "scalingConfig")) {
            desired.scalingConfig()
                    .ifPresent(scaling -> request.scalingConfig(NodegroupRequests.scaling(scaling, size(live))));
        }
        if (Changed.has(changed, "updateConfig")) {
            desired.updateConfig().ifPresent(limits -> request.updateConfig(NodegroupRequests.limits(limits)));
        }
        if (Changed.has(changed, "labels")) {
            addLabels(live, desired, request);
        }
        if (Changed.has(changed, "taints")) {
            addTaints(live, desired, request);
        }
        session.beforeWrite();
        await(desired, clients.eks().updateNodegroupConfig(request.build()).update(), session);
    }

    private static void addLabels(Spec live, Spec desired, UpdateNodegroupConfigRequest.Builder request) {
        List<String> gone = live.labels().keySet().stream()
                .filter(key -> !desired.labels().containsKey(key))
                .toList();
        request.labels(labels -> {
            if (!desired.labels().isEmpty()) {
                labels.addOrUpdateLabels(desired.labels());
            }
            if (!gone.isEmpty()) {
                labels.removeLabels(gone);
            }
        });
    }

    /// A taint is known by its key and effect.
    private static void addTaints(Spec live, Spec desired, UpdateNodegroupConfigRequest.Builder request) {
        List<Nodegroup.Taint> gone = new ArrayList<>(live.taints());
        desired.taints()
                .forEach(kept -> gone.removeIf(
                        each -> each.key().equals(kept.key()) && each.effect().equals(kept.effect())));
        request.taints(taints -> {
            if (!desired.taints().isEmpty()) {
                taints.addOrUpdateTaints(NodegroupRequests.taints(desired.taints()));
            }
            if (!gone.isEmpty()) {
                taints.removeTaints(NodegroupRequests.taints(gone));
            }
        });
    }

    private static boolean isRenewed(Spec live, Spec desired, Set<FieldPath> changed) {
        return isOther(changed, "version", live.version(), desired.version())
                || isOther(changed, "releaseVersion", live.releaseVersion(), desired.releaseVersion())
                || isOther(changed, "launchTemplate", version(live), version(desired));
    }

    private static Optional<String> version(Spec spec) {
        return spec.launchTemplate().flatMap(Nodegroup.Template::version);
    }

    private static boolean isOther(
            Set<FieldPath> changed, String field, Optional<String> live, Optional<String> desired) {
        return Changed.has(changed, field) && desired.isPresent() && !live.equals(desired);
    }

    private void renew(Spec desired, Session session) {
        session.beforeWrite();
        Update update = clients.eks()
                .updateNodegroupVersion(request -> request.clusterName(desired.clusterName())
                        .nodegroupName(desired.nodegroupName())
                        .version(desired.version().orElse(null))
                        .releaseVersion(desired.releaseVersion().orElse(null))
                        .launchTemplate(desired.launchTemplate()
                                .map(NodegroupRequests::template)
                                .orElse(null)))
                .update();
        await(desired, update, session);
    }

    private void await(Spec desired, Update update, Session session) {
        new EksUpdates(clients)
                .await(EksUpdates.Subject.nodegroup(desired.clusterName(), desired.nodegroupName()), update, session);
    }
}
