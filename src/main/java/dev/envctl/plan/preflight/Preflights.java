package dev.envctl.plan.preflight;

import dev.envctl.problem.Problem;
import java.util.List;

/// Every rule, in the order in which their problems are shown: what is not there, then the network, then what
/// stands on it.
public final class Preflights {

    private static final List<Preflight> RULES = List.of(
            new NamedClusterExists(),
            new ManifestOfServedKind(),
            new SubnetInsideItsVpc(),
            new SubnetsApart(),
            new ClusterInTwoZones(),
            new StudioInTheClustersVpc(),
            new CommonPrivateSubnet(),
            new OneVirtualClusterPerNamespace(),
            new NodesBesideFargate(),
            new NodesNotOnArm(),
            new NodesWithinLimits(),
            new ReleaseForEndpoints(),
            new AirflowInTwoZones(),
            new AirflowInPrivateSubnets());

    private Preflights() {}

    public static List<Problem> check(Landscape landscape) {
        return RULES.stream().flatMap(rule -> rule.check(landscape).stream()).toList();
    }
}
