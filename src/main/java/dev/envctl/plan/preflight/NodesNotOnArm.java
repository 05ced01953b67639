package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// EMR Studio's endpoints do not run on Arm: only node groups of `m7g.xlarge` under an endpoint that a Studio shall
/// offer → refused here, before a quarter of an hour of waiting. Jobs alone may run on Arm.
final class NodesNotOnArm implements Preflight {

    private static final FieldPath AMI_TYPE = FieldPath.of("amiType");
    private static final FieldPath INSTANCE_TYPES = FieldPath.of("instanceTypes");
    private static final FieldPath CONFIGURATIONS = FieldPath.of("configurationOverrides", "applicationConfiguration");

    /// The letter behind the generation says whose processor it is: `m7g`, `c6gn`, `im4gn`; `g4dn` and `p5en` are
    /// others'.
    private static final Pattern GRAVITON = Pattern.compile("(?:a1|[a-z]+[0-9]+g[a-z]*)\\..+");

    @Override
    public List<Problem> check(Landscape landscape) {
        if (landscape.all("Studio").isEmpty()) {
            return List.of();
        }
        Endpoints endpoints = new Endpoints(landscape);
        return endpoints.all().stream()
                .flatMap(offer -> offending(offer, endpoints).map(nodes -> problem(nodes, offer)).stream())
                .toList();
    }

    /// The node group that the endpoint asks for, or else the first of the cluster when all are on Arm.
    private static Optional<Item> offending(Endpoints.Offer offer, Endpoints endpoints) {
        List<Item> groups = endpoints.in(offer.cluster(), "Nodegroup").orElse(List.of());
        Optional<String> wanted = wantedNodegroup(offer.endpoint());
        if (wanted.isPresent()) {
            return groups.stream()
                    .filter(group -> group.text("nodegroupName").equals(wanted) && isArm(group))
                    .findFirst();
        }
        boolean only = endpoints.areAllNodesKnown(offer.cluster())
                && isUnchosen(offer.endpoint())
                && groups.stream().allMatch(NodesNotOnArm::isArm);
        return only ? groups.stream().findFirst() : Optional.empty();
    }

    private static boolean isUnchosen(Item endpoint) {
        return endpoint.at(CONFIGURATIONS).map(Value::isKnown).orElse(true);
    }

    private static Optional<String> wantedNodegroup(Item endpoint) {
        Stream<Value> configurations = endpoint.at(CONFIGURATIONS).orElse(Value.NULL) instanceof Value.ListValue list
                ? list.elements().stream()
                : Stream.of();
        return configurations
                .filter(Value.MapValue.class::isInstance)
                .map(Value.MapValue.class::cast)
                .filter(each -> each.text("classification").equals(Optional.of("endpoint-configuration")))
                .flatMap(each -> each.get("properties").stream())
                .filter(Value.MapValue.class::isInstance)
                .flatMap(properties -> ((Value.MapValue) properties).text("managed-nodegroup-name").stream())
                .findFirst();
    }

    private static boolean isArm(Item nodegroup) {
        return nodegroup.text(AMI_TYPE).filter(type -> type.contains("ARM_64")).isPresent() || isAllGraviton(nodegroup);
    }

    private static boolean isAllGraviton(Item nodegroup) {
        return nodegroup.at(INSTANCE_TYPES).orElse(Value.NULL) instanceof Value.ListValue types
                && !types.elements().isEmpty()
                && types.elements().stream()
                        .allMatch(type -> type instanceof Value.Text(String name)
                                && GRAVITON.matcher(name).matches());
    }

    private static Problem problem(Item nodegroup, Endpoints.Offer offer) {
        FieldPath path = nodegroup.at(INSTANCE_TYPES).isPresent() ? INSTANCE_TYPES : AMI_TYPE;
        return nodegroup.problem(
                Code.ARM_UNDER_ENDPOINT,
                path,
                "%s has Arm nodes, and %s, which a Studio shall offer, runs only on x86."
                        .formatted(nodegroup.address(), offer.endpoint().address()),
                "Use x86 instance types (m7i, r7i), or add a node group with them for the endpoint. Jobs alone may"
                        + " run on Arm.");
    }
}
