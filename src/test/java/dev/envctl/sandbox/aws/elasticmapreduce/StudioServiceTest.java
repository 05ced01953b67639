package dev.envctl.sandbox.aws.elasticmapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.AuthMode;
import software.amazon.awssdk.services.emr.model.CreateStudioRequest;
import software.amazon.awssdk.services.emr.model.IdentityType;
import software.amazon.awssdk.services.emr.model.Studio;
import software.amazon.awssdk.services.emr.model.Tag;

class StudioServiceTest {

    private final AccountSandbox account = new AccountSandbox();
    private final EmrClient emr = account.emr();
    private final String serviceRole = account.iam().addRoleTrusting("service", "elasticmapreduce.amazonaws.com");
    private final String userRole = account.iam().addRoleTrusting("user", "elasticmapreduce.amazonaws.com");
    private final String policy = account.iam().addPolicy("session");
    private final String workspace = account.createSecurityGroup("workspace");
    private final String engine = account.createSecurityGroup("engine");

    @AfterEach
    void close() {
        account.close();
    }

    private CreateStudioRequest.Builder studio() {
        return CreateStudioRequest.builder()
                .name("analytics")
                .authMode(AuthMode.SSO)
                .vpcId(account.vpcId())
                .subnetIds(account.subnetIds("private").getFirst())
                .serviceRole(serviceRole)
                .userRole(userRole)
                .workspaceSecurityGroupId(workspace)
                .engineSecurityGroupId(engine)
                .defaultS3Location("s3://studio-bucket/work");
    }

    private String create() {
        return emr.createStudio(studio().build()).studioId();
    }

    private Refusal refused(Consumer<CreateStudioRequest.Builder> change) {
        var request = studio();
        change.accept(request);
        return Refusal.of(() -> emr.createStudio(request.build()));
    }

    private Studio describe(String id) {
        return emr.describeStudio(request -> request.studioId(id)).studio();
    }

    private void map(String studioId, IdentityType type, String name) {
        emr.createStudioSessionMapping(request ->
                request.studioId(studioId).identityType(type).identityName(name).sessionPolicyArn(policy));
    }

    @Test
    void isThereAtOnce() {
        var created = emr.createStudio(studio().tags(tag("owner", "envctl")).build());

        assertThat(created.studioId()).matches("es-[0-9A-Z]{25}");
        assertThat(describe(created.studioId())).satisfies(studio -> {
            assertThat(studio.url()).isEqualTo(created.url());
            assertThat(studio.studioArn())
                    .isEqualTo("arn:aws:elasticmapreduce:us-east-1:000000000000:studio/" + created.studioId());
            assertThat(studio.description()).isEmpty();
            assertThat(studio.tags()).containsExactly(tag("owner", "envctl"));
        });
        assertThat(emr.listStudios(request -> {}).studios())
                .extracting(summary -> summary.name())
                .containsExactly("analytics");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void mayShareItsNameWithAnother() {
        assertThat(create()).isNotEqualTo(create());
    }

    @Test
    void needsAUserRoleForIdentityCenter() {
        assertThat(refused(request -> request.userRole(null)))
                .isEqualTo(new Refusal("InvalidRequestException", 400, "UserRole is required when AuthMode is SSO."));
    }

    @Test
    void needsAServiceRoleThatTrustsEmrAndHasPropagated() {
        var stranger = account.iam().addRoleTrusting("stranger", "ec2.amazonaws.com");
        var trust = account.iam()
                .role(account.sandbox().world(), serviceRole)
                .orElseThrow()
                .trustPolicy();
        var fresh =
                account.iam().addRole("fresh", trust, account.clock().instant().plus(Duration.ofSeconds(10)));

        assertThat(refused(request -> request.serviceRole(stranger)).message())
                .contains("entity does not have permissions to assume role");
        assertThat(refused(request -> request.serviceRole(fresh)).message())
                .contains("entity does not have permissions to assume role");

        account.pass(Duration.ofSeconds(10));
        emr.createStudio(studio().serviceRole("fresh").build());
    }

    @Test
    void needsSubnetsAndGroupsOfItsVpc() {
        assertThat(refused(request -> request.vpcId("vpc-0missing")).message()).contains("vpc-0missing");
        assertThat(refused(request -> request.subnetIds("subnet-0missing")).message())
                .contains("subnet-0missing");
        assertThat(refused(request -> request.engineSecurityGroupId("sg-0missing"))
                        .message())
                .contains("sg-0missing");
        assertThat(refused(request -> request.subnetIds("1", "2", "3", "4", "5", "6"))
                        .message())
                .contains("1 to 5 subnets");
        assertThat(refused(request -> request.defaultS3Location("studio-bucket"))
                        .message())
                .contains("S3 location");
    }

    @Test
    void growsItsSubnetsAndNeverLosesOne() {
        var id = create();
        var current = account.subnetIds("private").getFirst();
        var more = new ArrayList<>(account.subnetIds("public"));
        more.add(current);

        assertThat(Refusal.code(
                        () -> emr.updateStudio(request -> request.studioId(id).subnetIds(account.subnetIds("public")))))
                .isEqualTo("InvalidRequestException");
        emr.updateStudio(request -> request.studioId(id).subnetIds(more));

        assertThat(describe(id).subnetIds()).containsExactlyInAnyOrderElementsOf(more);
    }

    @Test
    void updatesWhatIsSentAndKeepsTheRest() {
        var id = create();

        emr.updateStudio(request -> request.studioId(id).description("for all"));

        assertThat(describe(id).description()).isEqualTo("for all");
        assertThat(describe(id).name()).isEqualTo("analytics");
    }

    @Test
    void changesTagsByStudioId() {
        var id = create();

        emr.addTags(request -> request.resourceId(id).tags(tag("a", "1"), tag("b", "2")));
        emr.removeTags(request -> request.resourceId(id).tagKeys("a"));

        assertThat(describe(id).tags()).containsExactly(tag("b", "2"));
    }

    @Test
    void isNotFoundAfterItsDeletion() {
        var id = create();
        emr.deleteStudio(request -> request.studioId(id));

        assertThat(Refusal.of(() -> describe(id)))
                .isEqualTo(new Refusal("InvalidRequestException", 400, "Studio does not exist."));
        assertThat(Refusal.of(() -> emr.deleteStudio(request -> request.studioId(id)))
                        .message())
                .isEqualTo("Studio does not exist.");
    }

    @Test
    void mapsUsersAndGroupsByName() {
        var id = create();

        map(id, IdentityType.USER, "alice@example.com");
        map(id, IdentityType.GROUP, "data-engineers");

        var mappings =
                emr.listStudioSessionMappings(request -> request.studioId(id)).sessionMappings();
        assertThat(mappings)
                .extracting(mapping -> mapping.identityTypeAsString() + " " + mapping.identityName() + " "
                        + mapping.sessionPolicyArn())
                .containsExactly("USER alice@example.com " + policy, "GROUP data-engineers " + policy);
        assertThat(mappings.getFirst().identityId()).hasSize(36);
        assertThat(emr.listStudioSessionMappings(request -> request.identityType(IdentityType.GROUP))
                        .sessionMappings())
                .hasSize(1);
    }

    @Test
    void mapsOnlyWhomIdentityCenterKnowsAndOnlyOnce() {
        var id = create();
        map(id, IdentityType.USER, "alice@example.com");

        assertThat(Refusal.of(() -> map(id, IdentityType.USER, "eve@example.com"))
                        .message())
                .contains("eve@example.com");
        assertThat(Refusal.of(() -> map(id, IdentityType.GROUP, "alice@example.com"))
                        .message())
                .contains("does not exist");
        assertThat(Refusal.of(() -> map(id, IdentityType.USER, "alice@example.com"))
                        .message())
                .contains("already exists");
    }

    @Test
    void refusesMappingsOfAStudioWithoutIdentityCenter() {
        var id = emr.createStudio(studio().authMode(AuthMode.IAM).userRole(null).build())
                .studioId();

        assertThat(Refusal.code(() -> map(id, IdentityType.USER, "alice@example.com")))
                .isEqualTo("InvalidRequestException");
    }

    @Test
    void refusesASessionPolicyThatDoesNotExist() {
        var id = create();

        assertThat(Refusal.code(() -> emr.createStudioSessionMapping(request -> request.studioId(id)
                        .identityType(IdentityType.USER)
                        .identityName("alice@example.com")
                        .sessionPolicyArn("arn:aws:iam::000000000000:policy/missing"))))
                .isEqualTo("InvalidRequestException");
    }

    @Test
    void updatesAndDeletesAMapping() {
        var id = create();
        var other = account.iam().addPolicy("other");
        map(id, IdentityType.USER, "alice@example.com");

        emr.updateStudioSessionMapping(request -> request.studioId(id)
                .identityType(IdentityType.USER)
                .identityName("alice@example.com")
                .sessionPolicyArn(other));
        assertThat(emr.getStudioSessionMapping(request -> request.studioId(id)
                                .identityType(IdentityType.USER)
                                .identityName("alice@example.com"))
                        .sessionMapping()
                        .sessionPolicyArn())
                .isEqualTo(other);

        Runnable delete = () -> emr.deleteStudioSessionMapping(
                request -> request.studioId(id).identityType(IdentityType.USER).identityName("alice@example.com"));
        delete.run();
        assertThat(Refusal.of(delete).message()).isEqualTo("Studio session mapping does not exist.");
    }

    @Test
    void takesItsMappingsAlong() {
        var id = create();
        map(id, IdentityType.USER, "alice@example.com");

        emr.deleteStudio(request -> request.studioId(id));

        assertThat(emr.listStudioSessionMappings(request -> {}).sessionMappings())
                .isEqualTo(List.of());
    }
}
