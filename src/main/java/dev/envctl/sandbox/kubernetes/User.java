package dev.envctl.sandbox.kubernetes;

import dev.envctl.sandbox.ClusterDirectory;
import java.util.List;

/// Who calls, after EKS has mapped an AWS principal into the cluster.
record User(String name, List<String> groups, List<ClusterDirectory.Policy> policies) {

    static final String ADMINISTRATORS = "system:masters";

    User {
        groups = List.copyOf(groups);
        policies = List.copyOf(policies);
    }

    static User administrator(String name) {
        return new User(name, List.of(ADMINISTRATORS, "system:authenticated"), List.of());
    }

    boolean isAdministrator() {
        return groups.contains(ADMINISTRATORS);
    }
}
