package dev.envctl.aws.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.Code;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Observed;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Wanted;
import dev.envctl.sandbox.Fault;
import dev.envctl.testing.AwsBench;
import dev.envctl.testing.EmrSandbox;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;

final class StudioSandboxTest {

    private static final String STUDIO = "Studio";
    private static final String MAPPING = "StudioSessionMapping";
    private static final String POLICY = "arn:aws:iam::000000000000:policy/basic";
    private static final String OTHER_POLICY = "arn:aws:iam::000000000000:policy/advanced";

    private final EmrSandbox sandbox = new EmrSandbox();
    private final AwsBench bench = sandbox.bench();
    private final List<Subnet> subnets = privateSubnets();
    private final String workspaceGroup = group("workspace");
    private final String engineGroup = group("engine");

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void isMadeAndFoundAgain() {
        LiveObject made = studio();

        assertThat(made.spec()).isEqualTo(spec());
        assertThat(made.computed().text("url")).isPresent();
        assertThat(bench.owned(STUDIO)).singleElement().satisfies(live -> {
            assertThat(live.spec()).isEqualTo(spec());
            assertThat(live.ownership()).contains(AwsBench.ownership(STUDIO, "main", 1));
        });
    }

    @Test
    void isMadeOnceThoughItsAnswerIsLost() {
        sandbox.faults().on("elasticmapreduce", "CreateStudio").once().then(new Fault.CutAfter());

        LiveObject made = studio();

        assertThat(bench.owned(STUDIO)).extracting(LiveObject::id).containsExactly(made.id());
    }

    @Test
    void isMadeOnceByTwoRuns() {
        assertThat(studio().id()).isEqualTo(studio().id());
    }

    @Test
    void waitsUntilItsRoleCanBeAssumed() {
        sandbox.makeRolesAssumableAfter(Duration.ofSeconds(30));

        assertThat(studio().spec()).isEqualTo(spec());
    }

    @Test
    void givesUpOnARoleThatNeverCanBeAssumed() {
        sandbox.makeRolesAssumableAfter(Duration.ofDays(1));

        assertThatThrownBy(this::studio)
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("permissions to assume role");
    }

    @Test
    void changesNameSubnetsAndTagsInPlace() {
        Value.MapValue before =
                spec().with("subnetIds", Value.texts(List.of(subnets.getFirst().subnetId())));
        LiveObject made = bench.kind(STUDIO).create(before, AwsBench.ownership(STUDIO, "main", 1), bench.session());
        Value.MapValue after = spec().with("name", Value.of("renamed"))
                .with("description", Value.of("other"))
                .with("tags", Value.map("stage", Value.of("test")));

        LiveObject updated = bench.kind(STUDIO)
                .update(
                        made,
                        after,
                        Set.of(
                                FieldPath.of("name"),
                                FieldPath.of("description"),
                                FieldPath.of("subnetIds"),
                                FieldPath.of("tags", "team"),
                                FieldPath.of("tags", "stage")),
                        AwsBench.ownership(STUDIO, "main", 1),
                        bench.session());

        assertThat(updated.id()).isEqualTo(made.id());
        assertThat(updated.spec()).isEqualTo(after);
    }

    @Test
    void isDeletedTwiceWithoutAnError() {
        LiveObject made = studio();

        bench.kind(STUDIO).delete(made, bench.session());
        bench.kind(STUDIO).delete(made, bench.session());

        assertThat(bench.owned(STUDIO)).isEmpty();
    }

    @Test
    void isGivenUpAndStays() {
        LiveObject made = studio();

        bench.kind(STUDIO).release(made, bench.session());

        assertThat(bench.owned(STUDIO)).isEmpty();
        assertThat(bench.owned(STUDIO, AwsBench.external(STUDIO, "other", Value.map("name", Value.of("analytics")))))
                .extracting(LiveObject::id)
                .containsExactly(made.id());
    }

    @Test
    void aMappingBelongsToWhoeverOwnsTheStudio() {
        LiveObject studio = studio();
        map(studio, "USER", "alice@example.com");
        map(studio, "GROUP", "data-engineers");

        assertThat(mappings(studio))
                .extracting(live -> live.ownership().orElseThrow().address().toString())
                .containsExactlyInAnyOrder(
                        "StudioSessionMapping/user-alice-example-com", "StudioSessionMapping/group-data-engineers");
        assertThat(mappings(studio))
                .allSatisfy(live ->
                        assertThat(live.ownership().orElseThrow().applied()).isEmpty());
    }

    @Test
    void aMappingHasTheAddressOfItsDocument() {
        LiveObject studio = studio();
        map(studio, "USER", "alice@example.com");

        List<LiveObject> live =
                mappings(studio, AwsBench.managed(MAPPING, "boss", mapping(studio, "USER", "alice@example.com")));

        assertThat(live)
                .extracting(each -> each.ownership().orElseThrow().address().name())
                .containsExactly("boss");
    }

    @Test
    void aMappingWithoutDocumentNeverTakesTheAddressOfOne() {
        LiveObject studio = studio();
        map(studio, "USER", "alice@example.com");
        Wanted.Sought nowForBob =
                AwsBench.managed(MAPPING, "user-alice-example-com", mapping(studio, "USER", "bob@example.com"));

        assertThat(mappings(studio, nowForBob))
                .singleElement()
                .satisfies(alice ->
                        assertThat(alice.ownership().orElseThrow().address()).isNotEqualTo(nowForBob.address()));
    }

    @Test
    void aMisspeltUserStopsThePlanAndNamesItsDocument() {
        LiveObject studio = studio();

        assertThatThrownBy(() -> mappings(
                        studio,
                        AwsBench.managed(MAPPING, "alice", mapping(studio, "USER", "alcie@example.com")),
                        AwsBench.managed(MAPPING, "bob", mapping(studio, "USER", "bob@example.com")),
                        AwsBench.managed(MAPPING, "all", mapping(studio, "GROUP", "everybody"))))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        refused -> assertThat(refused.code()).isEqualTo(Code.UNKNOWN_IDENTITY))
                .hasMessage("IAM Identity Center has no user \"alcie@example.com\" (StudioSessionMapping/alice), "
                        + "no group \"everybody\" (StudioSessionMapping/all).");
    }

    @Test
    void existingMappingsCostNoLookUp() {
        LiveObject studio = studio();
        map(studio, "USER", "alice@example.com");
        map(studio, "USER", "bob@example.com");
        map(studio, "GROUP", "data-engineers");
        sandbox.calls().clear();

        mappings(
                studio,
                AwsBench.managed(MAPPING, "alice", mapping(studio, "USER", "alice@example.com")),
                AwsBench.managed(MAPPING, "bob", mapping(studio, "USER", "bob@example.com")),
                AwsBench.managed(MAPPING, "engineers", mapping(studio, "GROUP", "data-engineers")));

        assertThat(sandbox.calls().count()).isEqualTo(1);
    }

    @Test
    void aMappingIsMadeOnceThoughItsAnswerIsLost() {
        LiveObject studio = studio();
        sandbox.faults()
                .on("elasticmapreduce", "CreateStudioSessionMapping")
                .once()
                .then(new Fault.CutAfter());

        LiveObject made = map(studio, "USER", "alice@example.com");

        assertThat(made.spec()).isEqualTo(mapping(studio, "USER", "alice@example.com"));
        assertThat(made.computed().text("identityId")).isPresent();
    }

    @Test
    void aMappingChangesItsPolicyAndIsDeletedTwice() {
        LiveObject studio = studio();
        LiveObject made = map(studio, "USER", "alice@example.com");
        Value.MapValue other =
                mapping(studio, "USER", "alice@example.com").with("sessionPolicyArn", Value.of(OTHER_POLICY));

        LiveObject updated = bench.kind(MAPPING)
                .update(
                        made,
                        other,
                        Set.of(FieldPath.of("sessionPolicyArn")),
                        AwsBench.ownership(MAPPING, "m", 1),
                        bench.session());
        assertThat(updated.spec()).isEqualTo(other);

        bench.kind(MAPPING).delete(updated, bench.session());
        bench.kind(MAPPING).delete(updated, bench.session());
        assertThat(mappings(studio)).isEmpty();
        bench.kind(STUDIO).delete(studio, bench.session());
        bench.kind(MAPPING).delete(updated, bench.session());
    }

    private LiveObject studio() {
        return bench.kind(STUDIO).create(spec(), AwsBench.ownership(STUDIO, "main", 1), bench.session());
    }

    private LiveObject map(LiveObject studio, String type, String name) {
        return bench.kind(MAPPING)
                .create(mapping(studio, type, name), AwsBench.ownership(MAPPING, "m", 1), bench.session());
    }

    private List<LiveObject> mappings(LiveObject studio, Wanted.Sought... sought) {
        List<Observed<?>> parents = List.of(bench.kind(STUDIO).typed(studio));
        return bench.kind(MAPPING).observe(new Wanted(true, List.of(sought), parents), bench.session());
    }

    private static Value.MapValue mapping(LiveObject studio, String type, String name) {
        return Value.map(
                "studioId", Value.of(studio.id()),
                "identityType", Value.of(type),
                "identityName", Value.of(name),
                "sessionPolicyArn", Value.of(POLICY));
    }

    private Value.MapValue spec() {
        return Value.map(
                "name", Value.of("analytics"),
                "authMode", Value.of("SSO"),
                "vpcId", Value.of(subnets.getFirst().vpcId()),
                "subnetIds", Value.texts(subnets.stream().map(Subnet::subnetId).toList()),
                "serviceRole", Value.of("arn:aws:iam::000000000000:role/studio-service"),
                "userRole", Value.of("arn:aws:iam::000000000000:role/studio-user"),
                "workspaceSecurityGroupId", Value.of(workspaceGroup),
                "engineSecurityGroupId", Value.of(engineGroup),
                "defaultS3Location", Value.of("s3://notebooks/studio"),
                "description", Value.of(""),
                "tags", Value.map("team", Value.of("data")));
    }

    private List<Subnet> privateSubnets() {
        return bench.provider()
                .clients()
                .ec2()
                .describeSubnets(request -> request.filters(
                        Filter.builder().name("tag:tier").values("private").build()))
                .subnets();
    }

    private String group(String name) {
        return bench.provider()
                .clients()
                .ec2()
                .createSecurityGroup(request -> request.groupName(name)
                        .description(name)
                        .vpcId(subnets.getFirst().vpcId()))
                .groupId();
    }
}
