package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.eks.model.AssociateEncryptionConfigRequest;
import software.amazon.awssdk.services.eks.model.AssociateEncryptionConfigResponse;
import software.amazon.awssdk.services.eks.model.UpdateClusterConfigRequest;
import software.amazon.awssdk.services.eks.model.UpdateClusterConfigResponse;
import software.amazon.awssdk.services.eks.model.UpdateClusterVersionRequest;
import software.amazon.awssdk.services.eks.model.UpdateClusterVersionResponse;
import software.amazon.awssdk.services.eks.model.VpcConfigRequest;

/// Changes of a cluster: one at a time, one sort of setting per call, one minor version per step.
record ClusterUpdateOperations(IamView iam, ClusterView.Clusters views) {

    private static final Duration UPGRADE = Duration.ofMinutes(9);
    private static final Duration CHANGE = Duration.ofMinutes(2);

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "UpdateClusterConfig",
                        "POST",
                        "/clusters/{name}/update-config",
                        UpdateClusterConfigRequest::builder,
                        this::configure),
                Operation.rest(
                        "UpdateClusterVersion",
                        "POST",
                        "/clusters/{name}/updates",
                        UpdateClusterVersionRequest::builder,
                        ClusterUpdateOperations::upgrade),
                Operation.rest(
                        "AssociateEncryptionConfig",
                        "POST",
                        "/clusters/{name}/encryption-config/associate",
                        AssociateEncryptionConfigRequest::builder,
                        ClusterUpdateOperations::encrypt));
    }

    private UpdateClusterConfigResponse configure(UpdateClusterConfigRequest request, Call call) {
        ClusterRow cluster = Refusals.activeCluster(call, request.name());
        List<ConfigChange> changes = ConfigChange.in(request);
        if (changes.isEmpty()) {
            throw Refusals.invalidParameter("No changes needed, the request names nothing to update");
        }
        if (changes.size() > 1) {
            throw Refusals.invalidParameter("Only one type of update can be allowed.");
        }
        ConfigChange change = changes.getFirst();
        checkIdle(cluster, change.updateType(), call);
        ClusterRow changed = changed(cluster, change, request, call);
        if (changed.equals(cluster)) {
            throw Refusals.invalidParameter("Cluster is already at the desired configuration");
        }
        if (change == ConfigChange.NETWORK) {
            new ClusterSurroundings(call.world(), views).move(changed);
        }
        UpdateRow update = started(changed, change.updateType(), Map.of(), CHANGE, call);
        return UpdateClusterConfigResponse.builder()
                .update(Descriptions.update(update, call.now()))
                .build();
    }

    private ClusterRow changed(ClusterRow cluster, ConfigChange change, UpdateClusterConfigRequest request, Call call) {
        ClusterRow.Settings settings = cluster.settings();
        return switch (change) {
            case ENDPOINT ->
                cluster.withNetwork(cluster.network()
                        .withEndpoint(NewCluster.endpoint(
                                request.resourcesVpcConfig(), cluster.network().endpoint())));
            case NETWORK -> moved(cluster, request.resourcesVpcConfig(), call);
            case LOGGING ->
                cluster.withSettings(
                        settings.withLogTypes(ClusterSettings.logTypes(request.logging(), settings.logTypes())));
            case ACCESS -> {
                String mode = request.accessConfig().authenticationModeAsString();
                ClusterSettings.checkModeChange(settings.authenticationMode(), mode);
                yield cluster.withSettings(settings.withAuthenticationMode(mode));
            }
            case UPGRADE_POLICY ->
                cluster.withSettings(
                        settings.withSupportType(request.upgradePolicy().supportTypeAsString()));
            case DELETION_PROTECTION ->
                cluster.withSettings(settings.withDeletionProtection(request.deletionProtection()));
        };
    }

    private ClusterRow moved(ClusterRow cluster, VpcConfigRequest wanted, Call call) {
        Places places = new Places(iam, call);
        ClusterRow.Network network = cluster.network();
        List<String> subnets = wanted.hasSubnetIds() ? wanted.subnetIds() : network.subnetIds();
        List<String> groups = wanted.hasSecurityGroupIds() ? wanted.securityGroupIds() : network.securityGroupIds();
        if (!places.checkClusterSubnets(subnets).equals(network.vpcId())) {
            throw Refusals.invalidParameter(
                    "Provided subnets belong to a different VPC than the cluster's, " + network.vpcId());
        }
        places.checkSecurityGroups(groups, network.vpcId());
        return cluster.withNetwork(network.within(subnets, groups));
    }

    private static UpdateClusterVersionResponse upgrade(UpdateClusterVersionRequest request, Call call) {
        ClusterRow cluster = Refusals.activeCluster(call, request.name());
        checkIdle(cluster, "VersionUpdate", call);
        String next = Versions.checked(request.version());
        if (Versions.minor(next) != Versions.minor(cluster.version()) + 1) {
            throw Refusals.invalidParameter(
                    "Unsupported Kubernetes minor version update from %s to %s".formatted(cluster.version(), next));
        }
        UpdateRow update =
                started(cluster.withNextVersion(next), "VersionUpdate", Map.of("Version", next), UPGRADE, call);
        return UpdateClusterVersionResponse.builder()
                .update(Descriptions.update(update, call.now()))
                .build();
    }

    private static AssociateEncryptionConfigResponse encrypt(AssociateEncryptionConfigRequest request, Call call) {
        ClusterRow cluster = Refusals.activeCluster(call, request.clusterName());
        checkIdle(cluster, "AssociateEncryptionConfig", call);
        if (cluster.settings().encryptionKeyArn().isPresent()) {
            throw Refusals.invalidParameter("Encryption is already enabled on cluster " + cluster.name());
        }
        UnaryOperator<ClusterRow> withKey = row -> row.withSettings(row.settings()
                .withEncryptionKey(
                        ClusterSettings.keyArn(request.encryptionConfig().getFirst())));
        UpdateRow update = started(withKey.apply(cluster), "AssociateEncryptionConfig", Map.of(), CHANGE, call);
        return AssociateEncryptionConfigResponse.builder()
                .update(Descriptions.update(update, call.now()))
                .build();
    }

    private static void checkIdle(ClusterRow cluster, String type, Call call) {
        if (!cluster.progress().isOverAt(call.now())) {
            throw Refusals.inUse(
                    "Cannot %s because cluster %s currently has an update in progress".formatted(type, cluster.name()));
        }
    }

    private static UpdateRow started(
            ClusterRow changed, String type, Map<String, String> parameters, Duration duration, Call call) {
        EksStore store = new EksStore(call.world());
        store.clusters()
                .put(changed.name(), changed.withProgress(Progress.of(Progress.UPDATING, call.now(), duration)));
        return UpdateOperations.started(call, changed.name(), "", type, parameters, duration);
    }
}
