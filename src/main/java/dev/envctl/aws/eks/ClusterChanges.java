package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Changed;
import dev.envctl.aws.eks.Cluster.Spec;
import dev.envctl.provider.Session;
import dev.envctl.value.FieldPath;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateClusterConfigRequest;

/// Changes of a cluster in place. EKS makes one at a time and takes one sort of setting per call, so each is sent and
/// waited for before the next. What a run before this one got done already would be refused as no change, so every sort
/// is read again first. The version comes last: it takes longest, and cannot be taken back.
record ClusterChanges(AwsClients clients) {

    private static final String NETWORK = "resourcesVpcConfig";

    void apply(Spec desired, Set<FieldPath> changed, Session session) {
        Spec live = ClusterReader.spec(
                new EksReads(clients).describeAgain(desired.name()).orElseThrow());
        if (Changed.has(changed, "deletionProtection") && differs(live, desired, Spec::deletionProtection)) {
            configure(desired, session, request -> request.deletionProtection(desired.deletionProtection()));
        }
        if (Changed.has(changed, "accessConfig")
                && differs(live, desired, spec -> spec.accessConfig().authenticationMode())) {
            configure(
                    desired,
                    session,
                    request -> request.accessConfig(access ->
                            access.authenticationMode(desired.accessConfig().authenticationMode())));
        }
        applyNetwork(live, desired, changed, session);
        if (Changed.has(changed, "enabledLogTypes")
                && differs(live, desired, spec -> Set.copyOf(spec.enabledLogTypes()))) {
            configure(desired, session, request -> request.logging(ClusterRequests.logging(desired.enabledLogTypes())));
        }
        if (Changed.has(changed, "upgradePolicy") && differs(live, desired, Spec::upgradePolicy)) {
            String supportType = desired.upgradePolicy().orElseThrow().supportType();
            configure(desired, session, request -> request.upgradePolicy(policy -> policy.supportType(supportType)));
        }
        if (Changed.has(changed, "encryptionConfig") && live.encryptionConfig().isEmpty()) {
            encrypt(desired, session);
        }
        if (Changed.has(changed, "version") && differs(live, desired, Spec::version)) {
            upgrade(desired, session);
        }
    }

    private void applyNetwork(Spec live, Spec desired, Set<FieldPath> changed, Session session) {
        if (isChanged(changed, "endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs")
                && differs(live, desired, spec -> endpoint(spec.resourcesVpcConfig()))) {
            configure(
                    desired,
                    session,
                    request -> request.resourcesVpcConfig(ClusterRequests.endpoint(desired.resourcesVpcConfig())));
        }
        if (isChanged(changed, "subnetIds", "securityGroupIds")
                && differs(live, desired, spec -> place(spec.resourcesVpcConfig()))) {
            configure(
                    desired,
                    session,
                    request -> request.resourcesVpcConfig(ClusterRequests.place(desired.resourcesVpcConfig())));
        }
    }

    private static List<Object> endpoint(Cluster.Network network) {
        return List.of(
                network.endpointPublicAccess(),
                network.endpointPrivateAccess(),
                Set.copyOf(network.publicAccessCidrs()));
    }

    private static List<Object> place(Cluster.Network network) {
        return List.of(Set.copyOf(network.subnetIds()), Set.copyOf(network.securityGroupIds()));
    }

    private static boolean isChanged(Set<FieldPath> changed, String... fields) {
        Set<String> below = Changed.keysBelow(changed, NETWORK);
        return Changed.isWhole(changed, NETWORK) || List.of(fields).stream().anyMatch(below::contains);
    }

    private static boolean differs(Spec live, Spec desired, Function<Spec, Object> setting) {
        return !setting.apply(live).equals(setting.apply(desired));
    }

    private void configure(Spec desired, Session session, Consumer<UpdateClusterConfigRequest.Builder> setting) {
        session.beforeWrite();
        Update update = clients.eks()
                .updateClusterConfig(request -> setting.accept(request.name(desired.name())))
                .update();
        await(desired, update, session);
    }

    private void encrypt(Spec desired, Session session) {
        session.beforeWrite();
        Update update = clients.eks()
                .associateEncryptionConfig(request -> request.clusterName(desired.name())
                        .encryptionConfig(ClusterRequests.encryption(desired.encryptionConfig())))
                .update();
        await(desired, update, session);
    }

    private void upgrade(Spec desired, Session session) {
        session.beforeWrite();
        Update update = clients.eks()
                .updateClusterVersion(request ->
                        request.name(desired.name()).version(desired.version().orElseThrow()))
                .update();
        await(desired, update, session);
    }

    private void await(Spec desired, Update update, Session session) {
        new EksUpdates(clients).await(EksUpdates.Subject.cluster(desired.name()), update, session);
    }
}
