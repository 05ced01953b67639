package dev.envctl.graph;

import dev.envctl.expression.Template;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.Cidr;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Whether the networks that an environment describes can be: every range of a size that EC2 takes, every subnet inside
/// its VPC, no two of them with an address in common. Speaks only of what the documents say; a range or a VPC that is
/// known later is held against the others by EC2.
public final class AddressRanges {

    private static final String VPC = "Vpc";
    private static final String SUBNET = "Subnet";
    private static final FieldPath PRIMARY = FieldPath.of("cidrBlock");
    private static final FieldPath ADDITIONAL = FieldPath.of("additionalCidrBlocks");
    private static final FieldPath VPC_ID = FieldPath.of("vpcId");
    private static final int LARGEST = 16;
    private static final int SMALLEST = 28;

    /// One range that a document writes down.
    private record Written(Resource resource, FieldPath path, Cidr cidr) {
        Problem problem(Code code, String detail) {
            return Problem.of(code, detail).at(resource.positionOf(path));
        }
    }

    private final ResourceGraph graph;
    private final Problems problems = new Problems();
    private final Map<Address, List<Written>> ranges = new LinkedHashMap<>();

    private AddressRanges(ResourceGraph graph) {
        this.graph = graph;
    }

    /// Throws every problem that is found.
    public static void check(ResourceGraph graph) {
        var check = new AddressRanges(graph);
        check.networks();
        check.subnets().values().forEach(check::apart);
        check.problems.throwIfErrors();
    }

    private void networks() {
        for (Resource vpc : managed(VPC)) {
            List<Written> written = new ArrayList<>();
            written(vpc, PRIMARY).ifPresent(written::add);
            if (vpc.body().at(ADDITIONAL).orElse(Value.NULL) instanceof Value.ListValue list) {
                for (int i = 0; i < list.elements().size(); i++) {
                    written(vpc, ADDITIONAL.index(i)).ifPresent(written::add);
                }
            }
            ranges.put(vpc.address(), written);
            apart(written);
        }
    }

    /// By the VPC that they are in, as far as that can be told.
    private SequencedMap<String, List<Written>> subnets() {
        SequencedMap<String, List<Written>> byNetwork = new LinkedHashMap<>();
        for (Resource subnet : managed(SUBNET)) {
            Optional<Written> written = written(subnet, PRIMARY);
            Optional<Address> vpc = vpcOf(subnet);
            written.ifPresent(range -> vpc.ifPresent(address -> inside(range, address)));
            vpc.map(Address::toString)
                    .or(() -> subnet.body().text("vpcId"))
                    .ifPresent(network -> written.ifPresent(range -> byNetwork
                            .computeIfAbsent(network, _ -> new ArrayList<>())
                            .add(range)));
        }
        return byNetwork;
    }

    private List<Resource> managed(String kind) {
        return graph.order().stream()
                .filter(resource -> resource.mode() == Resource.Mode.MANAGED)
                .filter(resource -> resource.address().kind().text().equals(kind))
                .toList();
    }

    private static Optional<Address> vpcOf(Resource subnet) {
        return Optional.ofNullable(subnet.expressions().get(VPC_ID))
                .map(Template::references)
                .filter(references -> references.size() == 1)
                .map(references -> references.iterator().next().resource())
                .filter(address -> address.kind().text().equals(VPC));
    }

    private Optional<Written> written(Resource resource, FieldPath path) {
        Optional<String> text = resource.body().at(path).flatMap(Value::asText);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Cidr> cidr =
                Cidr.parse(text.get()).filter(range -> range.length() >= LARGEST && range.length() <= SMALLEST);
        if (cidr.isEmpty()) {
            problems.add(Problem.of(
                            Code.RANGE_MISFIT,
                            "\"%s\" is no IPv4 range from /16 to /28, as %s needs one."
                                    .formatted(text.get(), resource.address()))
                    .withHint("Write the first address and the length of the prefix, such as 10.0.0.0/16.")
                    .at(resource.positionOf(path)));
        }
        return cidr.map(range -> new Written(resource, path, range));
    }

    private void inside(Written subnet, Address vpc) {
        List<Written> network = ranges.getOrDefault(vpc, List.of());
        boolean isWhole =
                graph.find(vpc).filter(resource -> resource.body().isKnown()).isPresent();
        if (!isWhole || network.isEmpty() || network.stream().anyMatch(range -> range.cidr.contains(subnet.cidr))) {
            return;
        }
        String have = String.join(
                ", ", network.stream().map(range -> range.cidr.toString()).toList());
        problems.add(subnet.problem(
                        Code.RANGE_MISFIT,
                        "The range %s of %s is not inside %s, which has %s."
                                .formatted(subnet.cidr, subnet.resource.address(), vpc, have))
                .withHint("Choose a part of that range, or add another one to additionalCidrBlocks of %s."
                        .formatted(vpc)));
    }

    private void apart(List<Written> written) {
        for (int i = 0; i < written.size(); i++) {
            for (Written earlier : written.subList(0, i)) {
                if (earlier.cidr.overlaps(written.get(i).cidr)) {
                    problems.add(overlap(written.get(i), earlier));
                }
            }
        }
    }

    private static Problem overlap(Written range, Written earlier) {
        return range.problem(
                        Code.RANGES_OVERLAP,
                        "The range %s of %s has addresses in common with %s of %s."
                                .formatted(
                                        range.cidr, range.resource.address(), earlier.cidr, earlier.resource.address()))
                .withHint("Give each of them a part of its own.");
    }
}
