package dev.envctl.aws.ec2;

import static dev.envctl.value.Value.list;
import static dev.envctl.value.Value.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.aws.AwsProvider;
import dev.envctl.problem.Code;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.NetworkInterfaceRow;
import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.KindTrial;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;

class NetworkKindsTest {

    private final AccountSandbox account = new AccountSandbox();
    private final Ec2Client ec2 = account.ec2();
    private final AwsProvider aws =
            KindTrial.provider(URI.create(account.sandbox().endpoint()));
    private final KindTrial vpcs = trial("Vpc");
    private final KindTrial subnets = trial("Subnet");
    private final KindTrial tables = trial("RouteTable");
    private final KindTrial nats = trial("NatGateway");
    private final KindTrial addresses = trial("ElasticIp");
    private final KindTrial endpoints = trial("VpcEndpoint");

    private KindTrial trial(String kind) {
        return KindTrial.inSandbox(aws, kind, account.clock());
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void vpcTellsWhatCameWithIt() {
        LiveObject vpc = vpcs.create("main", vpc());

        assertThat(vpc.spec().get("enableDnsHostnames")).contains(Value.of(true));
        assertThat(vpc.computed().text("defaultSecurityGroupId").orElseThrow()).startsWith("sg-");
        assertThat(vpc.computed().text("mainRouteTableId").orElseThrow()).startsWith("rtb-");
        assertThat(vpc.computed().text("arn")).contains("arn:aws:ec2:us-east-1:000000000000:vpc/" + vpc.id());
        assertThat(vpcs.owned()).containsExactly(vpc);
    }

    @Test
    void dnsSupportGoesAfterTheHostnamesThatNeedIt() {
        LiveObject vpc = vpcs.create("main", vpc());
        MapValue without = vpc().with("enableDnsHostnames", Value.of(false)).with("enableDnsSupport", Value.of(false));

        LiveObject updated = vpcs.update(vpc, "main", without, "/enableDnsHostnames", "/enableDnsSupport");

        assertThat(updated.spec().get("enableDnsSupport")).contains(Value.of(false));
        LiveObject again = vpcs.update(updated, "main", vpc(), "/enableDnsHostnames", "/enableDnsSupport");
        assertThat(again.spec().get("enableDnsHostnames")).contains(Value.of(true));
    }

    @Test
    void furtherRangesComeAndGoButNotUnderASubnet() {
        LiveObject vpc = vpcs.create("main", vpc().with("additionalCidrBlocks", Value.texts(List.of("10.81.0.9/16"))));
        assertThat(vpc.spec().get("additionalCidrBlocks")).contains(Value.texts(List.of("10.81.0.0/16")));
        LiveObject subnet = subnets.create("a", subnet(vpc, "10.81.1.0/24"));

        assertThatThrownBy(() -> vpcs.update(vpc, "main", vpc(), "/additionalCidrBlocks"))
                .hasMessageContaining("range 10.81.0.0/16 of VPC")
                .hasMessageContaining("subnet " + subnet.id());
        subnets.delete(subnet);
        LiveObject updated = vpcs.update(vpc, "main", vpc(), "/additionalCidrBlocks");

        assertThat(updated.spec().get("additionalCidrBlocks")).contains(list());
    }

    @ParameterizedTest
    @CsvSource({"Vpc, CreateVpc", "InternetGateway, CreateInternetGateway", "ElasticIp, AllocateAddress"})
    void lostAnswerOfACreateLeavesOneObject(String kind, String operation) {
        MapValue desired = kind.equals("Vpc") ? vpc() : map("vpcId", Value.of(emptyVpc()), "tags", map());
        account.sandbox().faults().on("ec2", operation).once().cutAfter();

        LiveObject made = trial(kind).create("one", kind.equals("ElasticIp") ? map("tags", map()) : desired);

        assertThat(account.sandbox().calls().of("ec2", operation)).hasSize(1);
        assertThat(trial(kind).owned()).containsExactly(made);
    }

    private String emptyVpc() {
        return ec2.createVpc(request -> request.cidrBlock("10.90.0.0/16")).vpc().vpcId();
    }

    @Test
    void subnetWithALeftoverInterfaceIsWaitedForAndThenNamed() {
        LiveObject vpc = vpcs.create("main", vpc());
        LiveObject subnet = subnets.create("a", subnet(vpc, "10.80.0.0/24"));
        leaveInterface(subnet.id(), vpc.id());

        ProviderException refusal = refusal(() -> subnets.delete(subnet));

        assertThat(refusal.errorCode()).isEqualTo("DependencyViolation");
        assertThat(refusal)
                .hasMessage("The subnet %s is still in use: network interface eni-left (aws-K8S-i-1)."
                        .formatted(subnet.id()));
        assertThat(refusal.problem().hint()).isPresent();
        assertThat(account.sandbox().calls().of("ec2", "DeleteSubnet")).hasSizeGreaterThan(10);
    }

    @Test
    void vpcWithSomebodyElsesSubnetIsRefusedAtOnce() {
        LiveObject vpc = vpcs.create("main", vpc());
        String foreign = ec2.createSubnet(request -> request.vpcId(vpc.id()).cidrBlock("10.80.9.0/24"))
                .subnet()
                .subnetId();
        String group = ec2.createSecurityGroup(
                        request -> request.groupName("left").description("left").vpcId(vpc.id()))
                .groupId();

        assertThatThrownBy(() -> vpcs.delete(vpc))
                .hasMessage("The VPC %s is still in use: subnet %s; security group %s (left)."
                        .formatted(vpc.id(), foreign, group));
        assertThat(account.sandbox().calls().of("ec2", "DeleteVpc")).hasSize(1);
    }

    @Test
    void natGatewayWithoutInternetGatewayFailsWithTheReason() {
        LiveObject vpc = vpcs.create("main", vpc());
        LiveObject subnet = subnets.create("a", subnet(vpc, "10.80.0.0/24"));
        LiveObject address = addresses.create("nat", map("tags", map()));
        MapValue desired = map(
                "subnetId", Value.of(subnet.id()),
                "allocationId", Value.of(address.id()),
                "connectivityType", Value.of("public"),
                "tags", map());

        ProviderException refusal = refusal(() -> nats.create("a", desired));

        assertThat(refusal.code()).isEqualTo(Code.CREATION_FAILED);
        assertThat(refusal)
                .hasMessageContaining("Gateway.NotAttached: Network %s has no Internet gateway".formatted(vpc.id()));
        LiveObject failed = nats.owned().getFirst();
        assertThat(failed.phase()).isEqualTo(Phase.FAILED);
        nats.delete(failed);
        assertThat(nats.owned()).isEmpty();
    }

    @Test
    void subnetOfAnotherTableOfOursIsTakenOverInOneCall() {
        LiveObject vpc = vpcs.create("main", vpc());
        LiveObject subnet = subnets.create("a", subnet(vpc, "10.80.0.0/24"));
        tables.create("one", table(vpc, subnet.id()));

        LiveObject other = tables.create("other", table(vpc, subnet.id()));

        assertThat(other.spec().get("subnetIds")).contains(Value.texts(List.of(subnet.id())));
        assertThat(account.sandbox().calls().of("ec2", "DisassociateRouteTable"))
                .isEmpty();
    }

    @Test
    void subnetOfSomebodyElsesTableIsLeftThere() {
        String subnet = account.subnetIds("private").getFirst();
        MapValue table = map(
                "vpcId", Value.of(account.vpcId()),
                "routes", list(),
                "subnetIds", Value.texts(List.of(subnet)),
                "tags", map());

        assertThatThrownBy(() -> tables.create("thief", table))
                .hasMessageContaining("The subnet %s uses route table rtb-".formatted(subnet))
                .hasMessageContaining("not this environment's");
    }

    @Test
    void routeThatIsThereAlreadyIsBroughtToItsTarget() {
        LiveObject vpc = vpcs.create("main", vpc());
        LiveObject gateway = trial("InternetGateway").create("main", map("vpcId", Value.of(vpc.id()), "tags", map()));
        Value route = map("destinationCidrBlock", Value.of("0.0.0.0/0"), "gatewayId", Value.of(gateway.id()));
        account.sandbox().faults().on("ec2", "CreateRoute").once().cutAfter();

        LiveObject table = tables.create("public", table(vpc).with("routes", list(route)));

        assertThat(table.spec().get("routes")).contains(list(route));
    }

    @Test
    void subnetWithTheSameRangeIsFoundForADocument() {
        String id = ec2.createSubnet(request -> request.vpcId(account.vpcId()).cidrBlock("10.0.200.0/24"))
                .subnet()
                .subnetId();

        assertThat(subnets.sought("a", map("vpcId", Value.of(account.vpcId()), "cidrBlock", Value.of("10.0.200.7/24"))))
                .extracting(LiveObject::id)
                .containsExactly(id);
    }

    @Test
    void endpointThatEc2DoesNotDeleteIsAnErrorAlthoughTheCallSucceeds() {
        LiveObject vpc = vpcs.create("main", vpc());
        LiveObject endpoint = endpoints.create(
                "s3",
                map(
                        "vpcId", Value.of(vpc.id()),
                        "serviceName", Value.of("com.amazonaws.us-east-1.s3"),
                        "vpcEndpointType", Value.of("Gateway"),
                        "tags", map()));
        endpoints.delete(endpoint);

        assertThat(endpoints.owned()).isEmpty();
        endpoints.delete(endpoint);
        assertThat(ec2.deleteVpcEndpoints(request -> request.vpcEndpointIds(endpoint.id()))
                        .unsuccessful())
                .singleElement()
                .satisfies(item -> assertThat(item.error().code()).isEqualTo("InvalidVpcEndpointId.NotFound"));
    }

    /// What the environment has nothing of costs one call for all of EC2's kinds together.
    @Test
    void environmentWithoutNetworkIsToldInOneCall() {
        assertThat(vpcs.calls(vpcs::owned)).isEqualTo(1);
        assertThat(account.sandbox().calls().of("tagging", "GetResources")).hasSize(1);
    }

    @Test
    void managedVpcIsLookedUpWithAllItsTags() {
        LiveObject made = vpcs.create("main", vpc().with("tags", map("Name", Value.of("made"))));

        LiveObject found = vpcs.lookedUp("other", map("name", Value.of("made"))).getFirst();

        assertThat(found.id()).isEqualTo(made.id());
        assertThat(found.attributes().at(dev.envctl.value.FieldPath.of("tags", Ownership.ENVIRONMENT)))
                .contains(Value.of(KindTrial.OWNER));
    }

    @Test
    void prefixListTellsItsRanges() {
        LiveObject list = trial("PrefixList")
                .lookedUp("s3", map("prefixListName", Value.of("com.amazonaws.us-east-1.s3")))
                .getFirst();

        assertThat(list.id()).startsWith("pl-");
        assertThat(list.computed().get("cidrs")).contains(Value.texts(List.of("52.216.0.0/15", "54.231.0.0/16")));
    }

    private void leaveInterface(String subnetId, String vpcId) {
        var world = account.sandbox().world();
        world.transaction(() -> {
            new Ec2Store(world)
                    .networkInterfaces()
                    .put(
                            "eni-left",
                            new NetworkInterfaceRow(
                                    "eni-left",
                                    vpcId,
                                    subnetId,
                                    "us-east-1a",
                                    "aws-K8S-i-1",
                                    "interface",
                                    "10.80.0.9",
                                    "000000000000",
                                    List.of()));
            return true;
        });
    }

    private static MapValue vpc() {
        return map(
                "cidrBlock", Value.of("10.80.0.0/16"),
                "instanceTenancy", Value.of("default"),
                "enableDnsSupport", Value.of(true),
                "enableDnsHostnames", Value.of(true),
                "additionalCidrBlocks", list(),
                "tags", map());
    }

    private static MapValue subnet(LiveObject vpc, String range) {
        return map(
                "vpcId", Value.of(vpc.id()),
                "cidrBlock", Value.of(range),
                "mapPublicIpOnLaunch", Value.of(false),
                "tags", map());
    }

    private static MapValue table(LiveObject vpc, String... subnetIds) {
        return map(
                "vpcId", Value.of(vpc.id()),
                "routes", list(),
                "subnetIds", Value.texts(List.of(subnetIds)),
                "tags", map());
    }

    private static ProviderException refusal(Runnable call) {
        try {
            call.run();
        } catch (ProviderException refusal) {
            return refusal;
        }
        throw new AssertionError("was not refused");
    }
}
