package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import java.util.List;

record EmrContainersStore(World world) {

    Table<VirtualClusterRow> virtualClusters() {
        return world.table("emr-containers.virtual-clusters", VirtualClusterRow.class);
    }

    Table<EndpointRow> endpoints() {
        return world.table("emr-containers.endpoints", EndpointRow.class);
    }

    Table<JobTemplateRow> jobTemplates() {
        return world.table("emr-containers.job-templates", JobTemplateRow.class);
    }

    Table<SecurityConfigurationRow> securityConfigurations() {
        return world.table("emr-containers.security-configurations", SecurityConfigurationRow.class);
    }

    List<EndpointRow> endpointsOf(String virtualClusterId) {
        return endpoints().where(endpoint -> endpoint.virtualClusterId().equals(virtualClusterId));
    }

    void put(VirtualClusterRow row) {
        virtualClusters().put(row.id(), row);
    }

    void put(EndpointRow row) {
        endpoints().put(row.id(), row);
    }
}
