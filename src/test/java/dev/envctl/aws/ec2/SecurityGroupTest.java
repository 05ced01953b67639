package dev.envctl.aws.ec2;

import static dev.envctl.value.Value.list;
import static dev.envctl.value.Value.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.aws.AwsProvider;
import dev.envctl.problem.Code;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.sandbox.RecordedCall;
import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.KindTrial;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.ResourceType;

class SecurityGroupTest {

    private final AccountSandbox account = new AccountSandbox();
    private final URI endpoint = URI.create(account.sandbox().endpoint());
    private final AwsProvider aws = KindTrial.provider(endpoint);
    private final KindTrial groups = KindTrial.inSandbox(aws, "SecurityGroup");
    private final KindTrial rules = KindTrial.inSandbox(aws, "SecurityGroupRule");

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void newGroupLetsOutNothingThatIsNotAskedFor() {
        LiveObject group = groups.create("engine", desired("engine"));

        assertThat(group.spec().get("egress")).contains(list());
        assertThat(groups.sought("engine", desired("engine"))).containsExactly(group);
        assertThat(groups.owned()).containsExactly(group);
    }

    @Test
    void defaultEgressStaysWhenItIsAskedFor() {
        Value everything = map("ipProtocol", Value.of("-1"), "cidrIpv4", Value.of("0.0.0.0/0"));

        LiveObject group = groups.create("open", desired("open").with("egress", list(everything)));

        assertThat(group.spec().get("egress")).contains(list(everything));
        assertThat(calls("RevokeSecurityGroupEgress")).isEmpty();
    }

    @Test
    void lostAnswerOfACreateLeavesOneGroup() {
        account.sandbox().faults().on("ec2", "CreateSecurityGroup").once().cutAfter();

        groups.create("engine", desired("engine"));

        assertThat(calls("CreateSecurityGroup")).hasSize(2);
        assertThat(groups.owned()).hasSize(1);
    }

    @Test
    void crashAfterAnyWriteIsCompletedByTheNextRun() {
        MapValue desired = desired("crashing").with("ingress", list(tcp(443), tcp(80)));
        KindTrial mortal = KindTrial.inSandbox(KindTrial.mortalProvider(endpoint), "SecurityGroup");
        for (int write = 1; write <= 3; write++) {
            account.sandbox().faults().when(call -> call.writes()).nth(write).crashAfter(() -> {});
            assertThatThrownBy(() -> mortal.create("crashing", desired)).isInstanceOf(ProviderException.class);
            account.sandbox().faults().clear();

            LiveObject found = groups.owned().getFirst();
            assertThat(groups.sought("crashing", desired)).containsExactly(found);
            LiveObject completed = groups.update(found, "crashing", desired, "/ingress", "/egress");

            assertThat(completed.spec().entries()).containsAllEntriesOf(desired.entries());
            groups.delete(completed);
            assertThat(groups.owned()).isEmpty();
        }
    }

    @Test
    void groupsThatNameEachOtherAreDeletedInAnyOrder() {
        LiveObject workspace = groups.create("workspace", desired("workspace"));
        LiveObject engine = groups.create("engine", desired("engine"));
        rules.create("out", reference(workspace, "egress", engine));
        rules.create("in", reference(engine, "ingress", workspace));
        assertThat(rules.owned()).hasSize(2);

        groups.delete(engine);
        groups.delete(workspace);

        assertThat(groups.owned()).isEmpty();
        assertThat(rules.owned()).isEmpty();
    }

    @Test
    void ruleOfAnotherOwnerStopsTheDeletionAndIsNamed() {
        LiveObject group = groups.create("named", desired("named"));
        String foreign = account.createSecurityGroup("foreign");
        account.ec2()
                .authorizeSecurityGroupIngress(request -> request.groupId(foreign)
                        .ipPermissions(GroupRules.permission(new SecurityGroup.Rule(
                                "tcp",
                                Optional.of(1),
                                Optional.of(1),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(group.id()),
                                Optional.empty()))));

        assertThatThrownBy(() -> groups.delete(group)).hasMessageContaining("a rule of security group " + foreign);
    }

    @Test
    void rulesOfAnObjectOfTheirOwnAreNotTheGroups() {
        LiveObject group = groups.create("mixed", desired("mixed").with("ingress", list(tcp(443))));
        MapValue own = map(
                "groupId", Value.of(group.id()),
                "direction", Value.of("ingress"),
                "ipProtocol", Value.of("tcp"),
                "fromPort", Value.of(22),
                "toPort", Value.of(22),
                "cidrIpv4", Value.of("10.0.0.0/16"),
                "description", Value.of("first"));
        LiveObject rule = rules.create("ssh", own);

        LiveObject updated = groups.update(group, "mixed", desired("mixed").with("ingress", list(tcp(80))), "/ingress");

        assertThat(updated.spec().get("ingress")).contains(list(tcp(80)));
        assertThat(groups.owned()).containsExactly(updated);
        LiveObject described = rules.update(rule, "ssh", own.with("description", Value.of("second")), "/description");
        assertThat(described.spec().text("description")).contains("second");
        assertThat(rules.sought("ssh", own)).containsExactly(described);
    }

    /// A group's description has them by traffic, with several peers each; the listing of rules one by one.
    @Test
    void rulesOfEveryShapeAreReadAlikeFromTheGroupAndOneByOne() {
        LiveObject other = groups.create("other", desired("other"));
        Value ingress = list(
                tcp(443),
                tcp(443).without("cidrIpv4").with("cidrIpv6", Value.of("2001:db8::/32")),
                tcp(443).with("cidrIpv4", Value.of("10.1.0.0/16")).with("description", Value.of("office")),
                tcp(443).without("cidrIpv4").with("referencedGroupId", Value.of(other.id())),
                map("ipProtocol", Value.of("icmp"), "fromPort", Value.of(8), "toPort", Value.of(-1))
                        .with("cidrIpv4", Value.of("10.0.0.0/8")),
                map("ipProtocol", Value.of("50"), "cidrIpv4", Value.of("10.0.0.0/8")),
                map("ipProtocol", Value.of("-1"), "cidrIpv4", Value.of("10.9.0.0/16")));

        LiveObject oneByOne = groups.create("shapes", desired("shapes").with("ingress", ingress));

        LiveObject described = groups.owned().stream()
                .filter(group -> group.id().equals(oneByOne.id()))
                .findFirst()
                .orElseThrow();
        assertThat(rules(described)).hasSize(7).containsExactlyInAnyOrderElementsOf(rules(oneByOne));
        assertThat(described.withSpec(MapValue.EMPTY)).isEqualTo(oneByOne.withSpec(MapValue.EMPTY));
    }

    @Test
    void ruleOfAnotherEnvironmentInAGroupIsNotTheGroups() {
        LiveObject group = groups.create("shared", desired("shared"));
        account.ec2()
                .authorizeSecurityGroupIngress(request -> request.groupId(group.id())
                        .ipPermissions(GroupRules.permission(new SecurityGroup.Rule(
                                "tcp",
                                Optional.of(1),
                                Optional.of(1),
                                Optional.of("10.0.0.0/8"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())))
                        .tagSpecifications(Ec2Tags.atBirth(
                                ResourceType.SECURITY_GROUP_RULE,
                                Map.of(
                                        Ownership.ENVIRONMENT, "others.us-east-1",
                                        Ownership.ADDRESS, "SecurityGroupRule/theirs"))));

        assertThat(groups.owned()).containsExactly(group);
        assertThat(rules.owned()).isEmpty();
    }

    @Test
    void throttledCallIsRepeatedAndCountedOnce() {
        account.sandbox().faults().on("ec2", "DescribeSecurityGroups").times(2).throttle();

        assertThat(groups.calls(this::seek)).isEqualTo(1);
        assertThat(calls("DescribeSecurityGroups")).hasSize(3);
    }

    @Test
    void throttlingBeyondAllRetriesIsSaid() {
        account.sandbox().faults().on("ec2", "DescribeSecurityGroups").throttle();

        assertThat(refusal(this::seek).code()).isEqualTo(Code.THROTTLED);
    }

    @Test
    void denialSaysWhichActionIsMissing() {
        account.sandbox().faults().on("ec2", "DescribeSecurityGroups").deny();

        ProviderException refusal = refusal(this::seek);

        assertThat(refusal.code()).isEqualTo(Code.ACCESS_DENIED);
        assertThat(refusal).hasMessageContaining("ec2:DescribeSecurityGroups");
    }

    @Test
    void networksAreLookedUpInOneCallEach() {
        KindTrial vpcs = KindTrial.inSandbox(aws, "Vpc");
        KindTrial subnets = KindTrial.inSandbox(aws, "Subnet");

        assertThat(vpcs.lookedUp("main", map("name", Value.of("data-platform"))))
                .singleElement()
                .satisfies(vpc -> assertThat(vpc.computed().text("cidrBlock")).contains("10.0.0.0/16"));
        assertThat(subnets.lookedUp("a", map("name", Value.of("data-platform-private-a"))))
                .singleElement()
                .satisfies(
                        subnet -> assertThat(subnet.computed().get("private")).contains(Value.of(true)));
        assertThat(subnets.lookedUp("public", map("tags", map("tier", Value.of("public")))))
                .hasSize(2)
                .allSatisfy(
                        subnet -> assertThat(subnet.computed().get("private")).contains(Value.of(false)));
        assertThat(calls("DescribeVpcs")).hasSize(1);
    }

    private void seek() {
        groups.sought("engine", desired("engine"));
    }

    private MapValue desired(String name) {
        return map(
                "groupName", Value.of(name),
                "description", Value.of("For a test"),
                "vpcId", Value.of(account.vpcId()),
                "ingress", list(),
                "egress", list(),
                "tags", map("team", Value.of("a")));
    }

    private static List<Value> rules(LiveObject group) {
        return group.spec().get("ingress").orElseThrow() instanceof Value.ListValue list ? list.elements() : List.of();
    }

    private static MapValue tcp(int port) {
        return map(
                "ipProtocol", Value.of("tcp"),
                "fromPort", Value.of(port),
                "toPort", Value.of(port),
                "cidrIpv4", Value.of("10.0.0.0/16"));
    }

    private static MapValue reference(LiveObject group, String direction, LiveObject other) {
        return map(
                "groupId", Value.of(group.id()),
                "direction", Value.of(direction),
                "ipProtocol", Value.of("tcp"),
                "fromPort", Value.of(18888),
                "toPort", Value.of(18888),
                "referencedGroupId", Value.of(other.id()));
    }

    private List<RecordedCall> calls(String operation) {
        return account.sandbox().calls().of("ec2", operation);
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
