package dev.envctl.sandbox.aws.eks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.eks.model.UpdateClusterConfigRequest;
import software.amazon.awssdk.services.eks.model.VpcConfigRequest;

/// The sorts of change of which `UpdateClusterConfig` takes one per call.
enum ConfigChange {
    ENDPOINT("EndpointAccessUpdate"),
    NETWORK("VpcConfigUpdate"),
    LOGGING("LoggingUpdate"),
    ACCESS("AccessConfigUpdate"),
    UPGRADE_POLICY("UpgradePolicyUpdate"),
    DELETION_PROTECTION("DeletionProtectionUpdate");

    private final String updateType;

    ConfigChange(String updateType) {
        this.updateType = updateType;
    }

    String updateType() {
        return updateType;
    }

    static List<ConfigChange> in(UpdateClusterConfigRequest request) {
        List<ConfigChange> changes = new ArrayList<>();
        Optional.ofNullable(request.resourcesVpcConfig()).ifPresent(network -> addOf(network, changes));
        addIf(request.logging() != null, LOGGING, changes);
        addIf(request.accessConfig() != null, ACCESS, changes);
        addIf(request.upgradePolicy() != null, UPGRADE_POLICY, changes);
        addIf(request.deletionProtection() != null, DELETION_PROTECTION, changes);
        return changes;
    }

    private static void addOf(VpcConfigRequest network, List<ConfigChange> changes) {
        addIf(
                network.endpointPublicAccess() != null
                        || network.endpointPrivateAccess() != null
                        || network.hasPublicAccessCidrs(),
                ENDPOINT,
                changes);
        addIf(network.hasSubnetIds() || network.hasSecurityGroupIds(), NETWORK, changes);
    }

    private static void addIf(boolean present, ConfigChange change, List<ConfigChange> changes) {
        if (present) {
            changes.add(change);
        }
    }
}
