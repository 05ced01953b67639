package dev.envctl.sandbox.aws.elasticloadbalancing;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;

public record LoadBalancingStore(World world) {

    public Table<LoadBalancerRow> loadBalancers() {
        return world.table("elasticloadbalancing.load-balancers", LoadBalancerRow.class);
    }

    public Table<TargetGroupRow> targetGroups() {
        return world.table("elasticloadbalancing.target-groups", TargetGroupRow.class);
    }

    public Table<ListenerRow> listeners() {
        return world.table("elasticloadbalancing.listeners", ListenerRow.class);
    }
}
