package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ec2.Removal.Holder;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Session;
import dev.envctl.value.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;

/// Brings what can change of a VPC to what is wanted: its DNS flags, one call each, and its further ranges.
final class VpcSettings {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final AwsClients clients;
    private final VpcReader reader;

    VpcSettings(AwsClients clients, VpcReader reader) {
        this.clients = clients;
        this.reader = reader;
    }

    void align(Observed<Vpc.Spec> live, Vpc.Spec desired, Session session) {
        Vpc.Spec current = live.spec();
        // hostnames need support: it is switched on before them and off after them
        boolean supportFirst = desired.enableDnsSupport().orElse(false);
        if (supportFirst) {
            support(live.id(), current, desired, session);
        }
        if (differs(current.enableDnsHostnames(), desired.enableDnsHostnames())) {
            AttributeBooleanValue value = flag(desired.enableDnsHostnames().orElseThrow());
            modify(ModifyVpcAttributeRequest.builder().vpcId(live.id()).enableDnsHostnames(value), session);
        }
        if (!supportFirst) {
            support(live.id(), current, desired, session);
        }
        ranges(live.id(), desired, session);
    }

    private void support(String vpcId, Vpc.Spec current, Vpc.Spec desired, Session session) {
        if (differs(current.enableDnsSupport(), desired.enableDnsSupport())) {
            AttributeBooleanValue value = flag(desired.enableDnsSupport().orElseThrow());
            modify(ModifyVpcAttributeRequest.builder().vpcId(vpcId).enableDnsSupport(value), session);
        }
    }

    private static boolean differs(Optional<Boolean> current, Optional<Boolean> desired) {
        return desired.isPresent() && !desired.equals(current);
    }

    private static AttributeBooleanValue flag(boolean value) {
        return AttributeBooleanValue.builder().value(value).build();
    }

    private void modify(ModifyVpcAttributeRequest.Builder request, Session session) {
        session.beforeWrite();
        clients.ec2().modifyVpcAttribute(request.build());
    }

    private void ranges(String vpcId, Vpc.Spec desired, Session session) {
        Set<String> wanted = desired.additionalCidrBlocks().stream()
                .map(VpcSettings::canonical)
                .collect(Collectors.toSet());
        String primary = canonical(desired.cidrBlock());
        List<VpcCidrBlockAssociation> live = associations(vpcId).stream()
                .filter(VpcReader::isThere)
                .filter(association -> !association.cidrBlock().equals(primary))
                .toList();
        live.stream()
                .filter(association -> !wanted.contains(association.cidrBlock()))
                .forEach(association -> remove(vpcId, association, session));
        live.forEach(association -> wanted.remove(association.cidrBlock()));
        wanted.stream().sorted().forEach(cidr -> {
            session.beforeWrite();
            clients.ec2().associateVpcCidrBlock(request -> request.vpcId(vpcId).cidrBlock(cidr));
        });
        session.waitFor("the ranges of VPC " + vpcId + " to settle")
                .atMost(PATIENCE)
                .untilTrue(() -> associations(vpcId).stream().noneMatch(VpcSettings::isOnItsWay));
    }

    private void remove(String vpcId, VpcCidrBlockAssociation association, Session session) {
        new Removal(
                        "range " + association.cidrBlock() + " of VPC",
                        PATIENCE,
                        () -> subnetsIn(vpcId, association.cidrBlock()),
                        List.of("InvalidVpcCidrBlockAssociationID.NotFound"))
                .run(
                        vpcId,
                        session,
                        () -> clients.ec2()
                                .disassociateVpcCidrBlock(
                                        request -> request.associationId(association.associationId())));
    }

    private List<Holder> subnetsIn(String vpcId, String range) {
        Cidr outer = Cidr.parse(range).orElseThrow();
        return clients
                .ec2()
                .describeSubnetsPaginator(request -> request.filters(Ec2Tags.filter("vpc-id", vpcId)))
                .subnets()
                .stream()
                .filter(subnet ->
                        Cidr.parse(subnet.cidrBlock()).filter(outer::contains).isPresent())
                .map(subnet -> new Holder("subnet " + subnet.subnetId(), false))
                .toList();
    }

    private List<VpcCidrBlockAssociation> associations(String vpcId) {
        return reader.list(List.of(Ec2Tags.filter("vpc-id", vpcId))).stream()
                .flatMap(vpc -> vpc.cidrBlockAssociationSet().stream())
                .toList();
    }

    private static boolean isOnItsWay(VpcCidrBlockAssociation association) {
        return association.cidrBlockState().stateAsString().endsWith("ing");
    }

    private static String canonical(String cidr) {
        return Cidr.parse(cidr).map(Cidr::toString).orElse(cidr);
    }
}
