package dev.envctl.aws;

import static dev.envctl.value.Value.list;
import static dev.envctl.value.Value.map;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.envctl.aws.s3.S3ConditionalObject;
import dev.envctl.problem.Code;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.ProviderException;
import dev.envctl.testing.KindTrial;
import dev.envctl.testing.MotoServer;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import dev.envctl.value.ValueJson;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// The kinds through the real SDK against an emulator that others wrote. Skipped where moto is not installed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MotoIntegrationTest {

    private Optional<MotoServer> moto = Optional.empty();
    private AwsProvider aws = KindTrial.provider(URI.create("http://127.0.0.1:1"));

    @BeforeAll
    void start() {
        moto = MotoServer.start();
        assumeTrue(moto.isPresent(), "moto_server is not installed");
        moto.ifPresent(server -> aws = KindTrial.provider(server.endpoint()));
    }

    @AfterAll
    void stop() {
        moto.ifPresent(MotoServer::close);
    }

    // the account

    @Test
    void connectsToTheAccountOfTheCaller() {
        var place = aws.connect("dev.us-east-1", Optional.of("123456789012"));

        assertThat(place.accountId()).isEqualTo("123456789012");
        assertThat(place.partition()).isEqualTo("aws");
        assertThat(place.region()).isEqualTo("us-east-1");
    }

    @Test
    void refusesAnotherAccountThanTheExpectedOne() {
        assertThatThrownBy(() -> aws.connect("dev.us-east-1", Optional.of("111122223333")))
                .asInstanceOf(type(ProviderException.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(Code.WRONG_ACCOUNT))
                .satisfies(refusal -> assertThat(refusal).hasMessageContaining("111122223333"))
                .satisfies(refusal -> assertThat(refusal).hasMessageContaining("123456789012"));
    }

    // IAM

    @Test
    void roleLivesThroughCreateUpdateAndDelete() {
        var roles = KindTrial.of(aws, "Role");
        String policy = policyArn("attached");
        String other = policyArn("attached-later");
        MapValue desired = role("lives", List.of(policy));

        LiveObject born = roles.create("lives", desired);
        assertThat(born.spec().entries()).containsAllEntriesOf(desired.entries());
        assertThat(born.ownership()).contains(roles.ownership("lives"));
        assertThat(ids(roles.owned())).contains(born.id());
        assertThat(roles.sought("lives", desired)).containsExactly(born);

        MapValue changed = role("lives", List.of(other))
                .with("description", Value.of("Another"))
                .with("assumeRolePolicyDocument", trust("ec2.amazonaws.com"))
                .with("inlinePolicies", map("b", document("s3:PutObject")))
                .with("tags", map("team", Value.of("b")));
        LiveObject updated = roles.update(
                born,
                "lives",
                changed,
                "/description",
                "/assumeRolePolicyDocument",
                "/inlinePolicies/a",
                "/inlinePolicies/b",
                "/attachedPolicyArns",
                "/tags/team",
                "/tags/kept");
        assertThat(updated.spec().entries()).containsAllEntriesOf(changed.entries());

        roles.delete(updated);
        roles.delete(updated);
        assertThat(roles.sought("lives", changed)).isEmpty();
    }

    @Test
    void roleThatACrashLeftBareIsOursAndIsCompleted() {
        var roles = KindTrial.of(aws, "Role");
        MapValue desired = role("crashed", List.of(policyArn("crashed")));
        aws.clients()
                .iam()
                .createRole(role -> role.roleName("crashed")
                        .assumeRolePolicyDocument("{}")
                        .tags(roles.ownership("crashed").tags().entrySet().stream()
                                .map(tag -> software.amazon.awssdk.services.iam.model.Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList()));

        LiveObject found = roles.sought("crashed", desired).getFirst();
        assertThat(found.ownership()).contains(roles.ownership("crashed"));
        assertThat(found.spec().get("attachedPolicyArns")).contains(list());

        LiveObject completed = roles.create("crashed", desired);
        assertThat(completed.spec().get("attachedPolicyArns")).isEqualTo(desired.get("attachedPolicyArns"));
    }

    @Test
    void rolesOfOthersAreFoundButNotTaken() {
        var roles = KindTrial.of(aws, "Role");
        aws.clients().iam().createRole(role -> role.roleName("Foreign").assumeRolePolicyDocument("{}"));

        List<LiveObject> found = roles.sought("foreign", role("foreign", List.of()));

        assertThat(found)
                .singleElement()
                .satisfies(role -> assertThat(role.ownership()).isEmpty());
        assertThat(ids(roles.owned())).doesNotContain("Foreign");
        assertThatThrownBy(() -> roles.create("foreign", role("Foreign", List.of())))
                .asInstanceOf(type(ProviderException.class))
                .satisfies(refusal -> assertThat(refusal.errorCode()).isEqualTo("EntityAlreadyExists"))
                .satisfies(refusal -> assertThat(refusal.operation()).isEqualTo("iam:CreateRole"));
    }

    @Test
    void adoptionAndReleaseOnlyWriteTheLedger() {
        var roles = KindTrial.of(aws, "Role");
        aws.clients().iam().createRole(role -> role.roleName("adopted").assumeRolePolicyDocument("{}"));
        LiveObject found = roles.sought("adopted", role("adopted", List.of())).getFirst();

        roles.claim(found, "adopted");
        assertThat(ids(roles.owned())).contains("adopted");

        roles.release(found);
        assertThat(ids(roles.owned())).doesNotContain("adopted");
    }

    @Test
    void observingTakesAsManyCallsForManyRolesAsForFew() {
        var roles = KindTrial.of(aws, "Role");
        roles.create("callsFirst", role("calls-first", List.of()));
        long forFew = roles.calls(roles::owned);
        for (int i = 0; i < 20; i++) {
            roles.create("calls" + i, role("calls-" + i, List.of()));
        }

        assertThat(roles.calls(roles::owned)).isEqualTo(forFew).isLessThanOrEqualTo(2);
    }

    @Test
    void policyGetsANewVersionForEachChangeAndKeepsFive() {
        var policies = KindTrial.of(aws, "ManagedPolicy");
        LiveObject live = policies.create("versions", policy("versions", "s3:Get0"));
        // moto's listing has no policy ids
        assertThat(policies.sought("versions", policy("versions", "s3:Get0")))
                .singleElement()
                .returns(live.id(), LiveObject::id)
                .returns(live.spec(), LiveObject::spec)
                .returns(live.ownership(), LiveObject::ownership);

        for (int i = 1; i <= 7; i++) {
            live = policies.update(live, "versions", policy("versions", "s3:Get" + i), "/policyDocument");
        }

        assertThat(live.spec().get("policyDocument")).contains(document("s3:Get7"));
        assertThat(live.computed().text("defaultVersionId")).contains("v8");
        policies.delete(live);
        policies.delete(live);
        assertThat(policies.sought("versions", policy("versions", "s3:Get7"))).isEmpty();
    }

    @Test
    void policyOnARoleOfOthersIsNotTornOff() {
        var policies = KindTrial.of(aws, "ManagedPolicy");
        LiveObject live = policies.create("used", policy("used", "s3:GetObject"));
        aws.clients().iam().createRole(role -> role.roleName("user-of-policy").assumeRolePolicyDocument("{}"));
        aws.clients()
                .iam()
                .attachRolePolicy(role -> role.roleName("user-of-policy").policyArn(live.id()));

        assertThatThrownBy(() -> policies.delete(live)).hasMessageContaining("role user-of-policy");
        assertThat(policies.sought("used", policy("used", "s3:GetObject"))).hasSize(1);
    }

    @Test
    void issuerIsNamedWithItsScheme() {
        var providers = KindTrial.of(aws, "OpenIdConnectProvider");
        MapValue desired = map(
                "url", Value.of("https://oidc.example.com/id/A1"),
                "clientIdList", list(Value.of("sts.amazonaws.com")),
                "thumbprintList", list(Value.of("a".repeat(40))),
                "tags", map("team", Value.of("a")));

        LiveObject live = providers.create("issuer", desired);
        assertThat(live.spec()).isEqualTo(desired);
        assertThat(live.computed().text("issuer")).contains("oidc.example.com/id/A1");
        assertThat(providers.sought("issuer", desired)).containsExactly(live);
        assertThat(providers.lookedUp("issuer", map("url", Value.of("oidc.example.com/id/A1"))))
                .hasSize(1);

        MapValue changed = desired.with("thumbprintList", list(Value.of("b".repeat(40))));
        assertThat(providers.update(live, "issuer", changed, "/thumbprintList").spec())
                .isEqualTo(changed);
        providers.delete(live);
        providers.delete(live);
        assertThat(providers.sought("issuer", desired)).isEmpty();
    }

    // EC2

    @Test
    void securityGroupHasTheRulesOfItsDocumentAndNoOthers() {
        var groups = KindTrial.of(aws, "SecurityGroup");
        MapValue desired = group("rules")
                .with("ingress", list(rule(443, "10.0.0.0/16", "a"), rule(80, "10.0.0.0/16", "b")))
                .with("egress", list());

        LiveObject live = groups.create("rules", desired);
        assertThat(rulesOf(live, "ingress"))
                .containsExactlyInAnyOrder(rule(443, "10.0.0.0/16", "a"), rule(80, "10.0.0.0/16", "b"));
        assertThat(rulesOf(live, "egress")).isEmpty();
        assertThat(groups.owned()).contains(live);

        MapValue changed = desired.with("ingress", list(rule(443, "10.0.0.0/16", "new"), rule(22, "10.1.0.0/16", "c")));
        LiveObject updated = groups.update(live, "rules", changed, "/ingress");
        assertThat(rulesOf(updated, "ingress"))
                .containsExactlyInAnyOrder(rule(443, "10.0.0.0/16", "new"), rule(22, "10.1.0.0/16", "c"));

        groups.delete(updated);
        groups.delete(updated);
        assertThat(groups.sought("rules", changed)).isEmpty();
    }

    @Test
    void groupsThatNameEachOtherLiveAndDie() {
        var groups = KindTrial.of(aws, "SecurityGroup");
        var rules = KindTrial.of(aws, "SecurityGroupRule");
        LiveObject workspace = groups.create("workspace", group("workspace"));
        LiveObject engine = groups.create("engine", group("engine"));
        MapValue out = reference(workspace, "egress", engine);
        LiveObject egress = rules.create("out", out);
        rules.create("in", reference(engine, "ingress", workspace));

        assertThat(rules.sought("out", out)).containsExactly(egress);
        assertThat(rules.owned()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(rulesOf(groups.sought("workspace", group("workspace")).getFirst(), "egress"))
                .as("a rule of its own is not the group's")
                .isEmpty();

        groups.delete(engine);
        assertThat(rules.sought("out", out)).isEmpty();
        rules.delete(egress);
        groups.delete(workspace);
    }

    @Test
    void networksAreLookedUp() {
        String vpc = aws.clients()
                .ec2()
                .createVpc(request -> request.cidrBlock("10.9.0.0/16"))
                .vpc()
                .vpcId();
        String subnet = aws.clients()
                .ec2()
                .createSubnet(request -> request.vpcId(vpc).cidrBlock("10.9.1.0/24"))
                .subnet()
                .subnetId();
        name(vpc, "nine");
        name(subnet, "nine-a");

        assertThat(KindTrial.of(aws, "Vpc").lookedUp("main", map("name", Value.of("nine"))))
                .singleElement()
                .satisfies(found -> assertThat(found.computed().text("vpcId")).contains(vpc))
                .satisfies(found -> assertThat(found.soughtBy()).isPresent());
        assertThat(KindTrial.of(aws, "Vpc").lookedUp("main", map("default", Value.of(true))))
                .hasSize(1);
        assertThat(KindTrial.of(aws, "Subnet")
                        .lookedUp("a", map("vpcId", Value.of(vpc), "tags", map("Name", Value.of("nine-a")))))
                .singleElement()
                .satisfies(found -> assertThat(found.id()).isEqualTo(subnet))
                .satisfies(found -> assertThat(found.computed().get("private")).contains(Value.of(true)));
        assertThat(KindTrial.of(aws, "Subnet").lookedUp("a", map("name", Value.of("nine-z"))))
                .isEmpty();
    }

    // S3

    @Test
    void bucketLivesThroughCreateUpdateAndDelete() {
        var buckets = KindTrial.of(aws, "Bucket");
        MapValue desired = bucket("lives-" + UUID.randomUUID());

        LiveObject live = buckets.create("lives", desired);
        assertThat(live.spec().entries()).containsAllEntriesOf(desired.entries());
        assertThat(buckets.sought("lives", desired)).containsExactly(live);
        assertThat(ids(buckets.owned())).contains(live.id());

        MapValue changed = desired.with("versioning", Value.of("Enabled")).with("tags", map("team", Value.of("b")));
        LiveObject updated = buckets.update(live, "lives", changed, "/versioning", "/tags/team");
        assertThat(updated.spec().entries()).containsAllEntriesOf(changed.entries());

        buckets.delete(updated);
        buckets.delete(updated);
        assertThat(buckets.sought("lives", desired)).isEmpty();
    }

    @Test
    void bucketWithObjectsIsOnlyDeletedWithLeave() {
        var buckets = KindTrial.of(aws, "Bucket");
        MapValue desired = bucket("full-" + UUID.randomUUID()).with("versioning", Value.of("Enabled"));
        LiveObject live = buckets.create("full", desired);
        for (int i = 0; i < 3; i++) {
            aws.clients().s3().putObject(request -> request.bucket(live.id()).key("k"), RequestBody.fromString("v"));
        }
        aws.clients().s3().deleteObject(request -> request.bucket(live.id()).key("k"));

        assertThatThrownBy(() -> buckets.delete(live)).hasMessageContaining("emptyOnDelete");

        LiveObject allowed =
                buckets.update(live, "full", desired.with("emptyOnDelete", Value.of(true)), "/emptyOnDelete");
        assertThat(allowed.spec().get("emptyOnDelete")).contains(Value.of(true));
        buckets.delete(buckets.sought("full", desired).getFirst());
        assertThat(buckets.sought("full", desired)).isEmpty();
    }

    @Test
    void conditionalObjectTellsWhoCameSecond() {
        aws.clients().s3().createBucket(request -> request.bucket("conditional"));
        var object = new S3ConditionalObject(aws.clients().s3(), "conditional", "lease");
        assertThat(object.read()).isEmpty();

        assertThat(object.createIfAbsent("one".getBytes(UTF_8))).isTrue();
        assertThat(object.createIfAbsent("two".getBytes(UTF_8))).isFalse();

        String first = object.read().orElseThrow().etag();
        assertThat(object.replaceIfMatch("three".getBytes(UTF_8), first)).isTrue();
        assertThat(object.replaceIfMatch("four".getBytes(UTF_8), first)).isFalse();
        assertThat(object.read().orElseThrow().bytes()).asString(UTF_8).isEqualTo("three");
    }

    // secrets

    @Test
    void secretsAreReadFromTheirStores() {
        aws.clients()
                .ssm()
                .putParameter(
                        request -> request.name("/tls/key").value("from ssm").type(ParameterType.SECURE_STRING));
        aws.clients()
                .secretsManager()
                .createSecret(request -> request.name("tls").secretString("{\"key\": \"from sm\"}"));
        var secrets = new SecretReader(aws.clients());

        assertThat(secrets.read("ssm:/tls/key")).isEqualTo("from ssm");
        assertThat(secrets.read("secretsmanager:tls#key")).isEqualTo("from sm");
        assertThatThrownBy(() -> secrets.read("secretsmanager:tls#other"))
                .hasMessageContaining("secretsmanager:tls#other");
        assertThatThrownBy(() -> secrets.read("ssm:/none")).hasMessageContaining("ssm:/none");
    }

    private static List<String> ids(List<LiveObject> objects) {
        return objects.stream().map(LiveObject::id).toList();
    }

    private String policyArn(String name) {
        return aws.clients()
                .iam()
                .createPolicy(
                        policy -> policy.policyName(name).policyDocument(ValueJson.write(document("s3:GetObject"))))
                .policy()
                .arn();
    }

    private static MapValue role(String name, List<String> attached) {
        return map(
                "roleName", Value.of(name),
                "path", Value.of("/"),
                "assumeRolePolicyDocument", trust("emr-containers.amazonaws.com"),
                "description", Value.of("For trial"),
                "maxSessionDuration", Value.of(7200),
                "inlinePolicies", map("a", document("s3:GetObject")),
                "attachedPolicyArns", Value.texts(attached),
                "tags", map("team", Value.of("a")));
    }

    private static MapValue policy(String name, String action) {
        return map(
                "policyName", Value.of(name), "policyDocument", document(action), "tags", map("team", Value.of("a")));
    }

    private static MapValue trust(String service) {
        return statement(map(
                "Effect",
                Value.of("Allow"),
                "Principal",
                map("Service", Value.of(service)),
                "Action",
                Value.of("sts:AssumeRole")));
    }

    private static MapValue document(String action) {
        return statement(map("Effect", Value.of("Allow"), "Action", Value.of(action), "Resource", Value.of("*")));
    }

    private static MapValue statement(MapValue statement) {
        return map("Version", Value.of("2012-10-17"), "Statement", list(statement));
    }

    private MapValue group(String name) {
        String vpc = aws.clients()
                .ec2()
                .describeVpcs(request -> request.filters(
                        Filter.builder().name("is-default").values("true").build()))
                .vpcs()
                .getFirst()
                .vpcId();
        return map("groupName", Value.of(name), "description", Value.of("For trial"), "vpcId", Value.of(vpc));
    }

    private static MapValue rule(int port, String cidr, String description) {
        return map(
                "ipProtocol", Value.of("tcp"),
                "fromPort", Value.of(port),
                "toPort", Value.of(port),
                "cidrIpv4", Value.of(cidr),
                "description", Value.of(description));
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

    private static List<Value> rulesOf(LiveObject group, String side) {
        return group.spec().get(side).orElseThrow() instanceof Value.ListValue rules ? rules.elements() : List.of();
    }

    private void name(String id, String name) {
        Tag tag = Tag.builder().key("Name").value(name).build();
        aws.clients().ec2().createTags(request -> request.resources(id).tags(tag));
    }

    private static MapValue bucket(String name) {
        return map(
                "bucketName", Value.of(name),
                "encryption", map("sseAlgorithm", Value.of("AES256"), "bucketKeyEnabled", Value.of(false)),
                "publicAccessBlock",
                        map(
                                "blockPublicAcls", Value.of(true),
                                "ignorePublicAcls", Value.of(true),
                                "blockPublicPolicy", Value.of(true),
                                "restrictPublicBuckets", Value.of(true)),
                "emptyOnDelete", Value.of(false),
                "policy", document("s3:GetObject"),
                "tags", map("team", Value.of("a")));
    }
}
