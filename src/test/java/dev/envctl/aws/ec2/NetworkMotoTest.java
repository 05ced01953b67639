package dev.envctl.aws.ec2;

import static dev.envctl.value.Value.list;
import static dev.envctl.value.Value.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.envctl.aws.AwsProvider;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.ProviderException;
import dev.envctl.testing.KindTrial;
import dev.envctl.testing.Life;
import dev.envctl.testing.MotoServer;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.envctl.testing.MotoServer#isInstalled")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NetworkMotoTest {

    private MotoServer moto;
    private AwsProvider aws;

    @BeforeAll
    void start() {
        moto = MotoServer.start().orElseThrow();
        aws = KindTrial.provider(moto.endpoint());
    }

    @AfterAll
    void stop() {
        moto.close();
    }

    @Test
    void vpcLivesThroughCreateUpdateAndDelete() {
        MapValue desired = vpc("10.20.0.0/16");
        MapValue changed = desired.with("enableDnsHostnames", Value.of(true))
                .with("additionalCidrBlocks", list(Value.of("10.21.0.0/16")))
                .with("tags", map("team", Value.of("b")));

        new Life(KindTrial.of(aws, "Vpc"), "lives")
                .through(desired, changed, "/enableDnsHostnames", "/additionalCidrBlocks", "/tags/team");
    }

    @Test
    void subnetLivesThroughCreateUpdateAndDelete() {
        MapValue desired = subnet(madeVpc("10.30.0.0/16"), "10.30.1.0/24");
        MapValue changed = desired.with("mapPublicIpOnLaunch", Value.of(true)).with("tags", map("team", Value.of("b")));

        new Life(KindTrial.of(aws, "Subnet"), "lives").through(desired, changed, "/mapPublicIpOnLaunch", "/tags/team");
    }

    @Test
    void internetGatewayMovesFromOneVpcToAnother() {
        MapValue desired = map("vpcId", Value.of(madeVpc("10.40.0.0/16")), "tags", team());
        MapValue changed = desired.with("vpcId", Value.of(madeVpc("10.41.0.0/16")));

        new Life(KindTrial.of(aws, "InternetGateway"), "lives").through(desired, changed, "/vpcId");
    }

    @Test
    void elasticIpLivesThroughCreateUpdateAndDelete() {
        MapValue desired = map("tags", team());

        new Life(KindTrial.of(aws, "ElasticIp"), "lives")
                .through(desired, map("tags", map("team", Value.of("b"))), "/tags/team");
    }

    @Test
    void natGatewayLivesThroughCreateUpdateAndDelete() {
        String subnet = madeSubnet(madeVpc("10.50.0.0/16"), "10.50.1.0/24");
        LiveObject address = KindTrial.of(aws, "ElasticIp").create("nat", map("tags", team()));
        MapValue desired = map(
                "subnetId", Value.of(subnet),
                "allocationId", Value.of(address.id()),
                "connectivityType", Value.of("public"),
                "tags", team());

        new Life(KindTrial.of(aws, "NatGateway"), "lives")
                .through(desired, desired.with("tags", map("team", Value.of("b"))), "/tags/team");
    }

    @Test
    void routeTableLivesThroughCreateUpdateAndDelete() {
        String vpc = madeVpc("10.60.0.0/16");
        String first = madeSubnet(vpc, "10.60.1.0/24");
        String second = madeSubnet(vpc, "10.60.2.0/24");
        String gateway = KindTrial.of(aws, "InternetGateway")
                .create("routes", map("vpcId", Value.of(vpc), "tags", team()))
                .id();
        MapValue desired = map(
                "vpcId", Value.of(vpc),
                "routes", list(route("0.0.0.0/0", gateway)),
                "subnetIds", list(Value.of(first)),
                "tags", team());
        MapValue changed =
                desired.with("routes", list(route("10.99.0.0/16", gateway))).with("subnetIds", list(Value.of(second)));

        new Life(KindTrial.of(aws, "RouteTable"), "lives").through(desired, changed, "/routes", "/subnetIds");
    }

    /// moto has no filter `vpc-endpoint-id`, with which one endpoint is read again. So what was done is only seen
    /// in the listing, and an update, which begins by reading, is left out; so is the second deletion, which
    /// stumbles over the routes that the first took away.
    @Test
    void gatewayEndpointIsMadeAndDeleted() {
        String vpc = madeVpc("10.70.0.0/16");
        MapValue desired = map(
                "vpcId", Value.of(vpc),
                "serviceName", Value.of("com.amazonaws.us-east-1.s3"),
                "vpcEndpointType", Value.of("Gateway"),
                "routeTableIds", list(Value.of(madeTable("endpoints", vpc))),
                "tags", team());
        var endpoints = KindTrial.of(aws, "VpcEndpoint");

        assertNotReadAgain(() -> endpoints.create("made", desired));
        LiveObject found = endpoints.planned("made", desired).getFirst();
        assertThat(found.ownership()).contains(endpoints.ownership("made"));
        assertThat(found.spec().entries()).containsAllEntriesOf(desired.entries());

        assertNotReadAgain(() -> endpoints.delete(found));
        assertThat(endpoints.planned("made", desired)).isEmpty();
    }

    private static void assertNotReadAgain(ThrowingCallable write) {
        assertThatThrownBy(write)
                .asInstanceOf(type(ProviderException.class))
                .satisfies(refusal -> assertThat(refusal.operation()).isEqualTo("ec2:DescribeVpcEndpoints"));
    }

    @Test
    void prefixListOfAwsIsLookedUp() {
        assertThat(KindTrial.of(aws, "PrefixList")
                        .lookedUp("s3", map("prefixListName", Value.of("com.amazonaws.us-east-1.s3"))))
                .singleElement()
                .satisfies(found -> assertThat(found.id()).startsWith("pl-"));
    }

    private String madeVpc(String cidr) {
        return KindTrial.of(aws, "Vpc").create(nameFor(cidr), vpc(cidr)).id();
    }

    private String madeSubnet(String vpc, String cidr) {
        return KindTrial.of(aws, "Subnet")
                .create(nameFor(cidr), subnet(vpc, cidr))
                .id();
    }

    private String madeTable(String name, String vpc) {
        MapValue desired = map("vpcId", Value.of(vpc), "routes", list(), "subnetIds", list(), "tags", team());
        return KindTrial.of(aws, "RouteTable").create(name, desired).id();
    }

    private static String nameFor(String cidr) {
        return "net-" + cidr.replaceAll("[./]", "-");
    }

    private static MapValue vpc(String cidr) {
        return map(
                "cidrBlock", Value.of(cidr),
                "instanceTenancy", Value.of("default"),
                "enableDnsSupport", Value.of(true),
                "enableDnsHostnames", Value.of(false),
                "additionalCidrBlocks", list(),
                "tags", team());
    }

    private static MapValue subnet(String vpc, String cidr) {
        return map(
                "vpcId", Value.of(vpc),
                "cidrBlock", Value.of(cidr),
                "availabilityZone", Value.of("us-east-1b"),
                "mapPublicIpOnLaunch", Value.of(false),
                "tags", team());
    }

    private static MapValue route(String destination, String gateway) {
        return map("destinationCidrBlock", Value.of(destination), "gatewayId", Value.of(gateway));
    }

    private static MapValue team() {
        return map("team", Value.of("a"));
    }
}
