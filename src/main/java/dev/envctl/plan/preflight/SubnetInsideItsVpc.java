package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.Cidr;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A subnet's addresses are some of its VPC's: `10.1.0.0/24` in `10.0.0.0/16` → EC2 refuses it.
final class SubnetInsideItsVpc implements Preflight {

    static final FieldPath CIDR_BLOCK = FieldPath.of("cidrBlock");

    private static final FieldPath MORE = FieldPath.of("additionalCidrBlocks");

    @Override
    public List<Problem> check(Landscape landscape) {
        Network network = new Network(landscape);
        return landscape.managed("Subnet").stream()
                .flatMap(subnet -> network
                        .vpc(subnet)
                        .flatMap(Target::item)
                        .filter(Item::isManaged)
                        .filter(vpc -> isOutside(subnet, vpc))
                        .map(vpc -> problem(subnet, vpc))
                        .stream())
                .toList();
    }

    private static boolean isOutside(Item subnet, Item vpc) {
        Optional<List<Cidr>> blocks = blocks(vpc);
        return cidr(subnet)
                .filter(cidr -> blocks.filter(all -> all.stream().noneMatch(block -> block.contains(cidr)))
                        .isPresent())
                .isPresent();
    }

    static Optional<Cidr> cidr(Item item) {
        return item.text(CIDR_BLOCK).flatMap(Cidr::parse);
    }

    /// Only when all of them are known.
    private static Optional<List<Cidr>> blocks(Item vpc) {
        List<Value> texts = new ArrayList<>(vpc.at(CIDR_BLOCK).stream().toList());
        vpc.at(MORE)
                .ifPresent(
                        more -> texts.addAll(more instanceof Value.ListValue list ? list.elements() : List.of(more)));
        List<Cidr> blocks = texts.stream()
                .flatMap(text -> text instanceof Value.Text(String cidr)
                        ? Cidr.parse(cidr).stream()
                        : Optional.<Cidr>empty().stream())
                .toList();
        return blocks.size() == texts.size() && !blocks.isEmpty() ? Optional.of(blocks) : Optional.empty();
    }

    private static Problem problem(Item subnet, Item vpc) {
        return subnet.problem(
                Code.SUBNET_OUTSIDE_VPC,
                CIDR_BLOCK,
                "%s has the addresses %s, which are not among those of %s (%s)."
                        .formatted(
                                subnet.address(),
                                subnet.text(CIDR_BLOCK).orElseThrow(),
                                vpc.address(),
                                vpc.text(CIDR_BLOCK).orElseThrow()),
                "Choose a part of the VPC's addresses, or add additionalCidrBlocks to the VPC.");
    }
}
