package dev.envctl.sandbox.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.sandbox.World;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.TurnableClock;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

@SuppressWarnings("unchecked") // the SDK takes varargs of consumers
class IamServiceTest {

    private static final String TRUST = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
        """;
    private static final String PERMISSIONS = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}\
        """;

    private final TurnableClock clock = new TurnableClock();
    private final IamStore store = new IamStore(Duration.ofSeconds(10));
    private final Sandbox sandbox = Sandbox.inMemory(
            _ -> List.of(new IamService(store)), SandboxOptions.at(clock).withSeeds(List.of(new IamSeed(store))));
    private final IamClient iam = new SandboxClients(sandbox.endpoint()).client(IamClient.builder());

    @BeforeEach
    void createRole() {
        iam.createRole(role("job"));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static CreateRoleRequest role(String name) {
        return CreateRoleRequest.builder()
                .roleName(name)
                .assumeRolePolicyDocument(TRUST)
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void handsDocumentsOutUrlEncoded() {
        String document = iam.getRole(role -> role.roleName("job")).role().assumeRolePolicyDocument();

        assertThat(document).startsWith("%7B%22Version").doesNotContain("+", "*", " ");
        assertThat(URLDecoder.decode(document, StandardCharsets.UTF_8)).isEqualTo(TRUST);
    }

    @Test
    void namesOfRolesAreUniqueWithoutRegardToCase() {
        assertThatThrownBy(() -> iam.createRole(role("JOB"))).isInstanceOf(EntityAlreadyExistsException.class);
        assertThatThrownBy(() -> iam.getRole(role -> role.roleName("JOB"))).isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void aRoleIsDeletedOnlyWithoutPolicies() {
        iam.putRolePolicy(policy -> policy.roleName("job").policyName("inline").policyDocument(PERMISSIONS));
        iam.attachRolePolicy(
                policy -> policy.roleName("job").policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));

        assertThatThrownBy(() -> iam.deleteRole(role -> role.roleName("job")))
                .isInstanceOf(DeleteConflictException.class)
                .hasMessageContaining("must detach all policies first");
        iam.detachRolePolicy(
                policy -> policy.roleName("job").policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        assertThatThrownBy(() -> iam.deleteRole(role -> role.roleName("job")))
                .isInstanceOf(DeleteConflictException.class)
                .hasMessageContaining("must delete policies first");
        iam.deleteRolePolicy(policy -> policy.roleName("job").policyName("inline"));
        iam.deleteRole(role -> role.roleName("job"));

        assertThatThrownBy(() -> iam.getRole(role -> role.roleName("job"))).isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void documentsAreChecked() {
        assertThatThrownBy(() ->
                        iam.updateAssumeRolePolicy(role -> role.roleName("job").policyDocument("{broken")))
                .isInstanceOf(MalformedPolicyDocumentException.class);
        assertThatThrownBy(() ->
                        iam.updateAssumeRolePolicy(role -> role.roleName("job").policyDocument(PERMISSIONS)))
                .isInstanceOf(MalformedPolicyDocumentException.class);
        assertThatThrownBy(
                        () -> iam.createPolicy(policy -> policy.policyName("p").policyDocument(TRUST)))
                .isInstanceOf(MalformedPolicyDocumentException.class);
    }

    @Test
    void aPrincipalMustExistAndBeKnown() {
        String trusting = TRUST.replace(
                "{\"Service\":\"ec2.amazonaws.com\"}", "{\"AWS\":\"arn:aws:iam::" + World.ACCOUNT_ID + ":role/job\"}");

        assertThatThrownBy(() -> iam.createRole(role -> role.roleName("second").assumeRolePolicyDocument(trusting)))
                .isInstanceOf(MalformedPolicyDocumentException.class)
                .hasMessageContaining("Invalid principal in policy");
        clock.turn(Duration.ofSeconds(10));
        iam.createRole(role -> role.roleName("second").assumeRolePolicyDocument(trusting));
    }

    @Test
    void aNewRoleIsNotAssumableAtOnce() {
        var view = store.role(sandbox.world(), "job").orElseThrow();

        assertThat(view.isAssumableAt(clock.instant())).isFalse();
        clock.turn(Duration.ofSeconds(10));
        assertThat(view.isAssumableAt(clock.instant())).isTrue();
        assertThat(store.role(sandbox.world(), view.arn())).contains(view);
    }

    @Test
    void keysOfTagsAreUniqueWithoutRegardToCase() {
        iam.tagRole(role -> role.roleName("job").tags(tag("Team", "a")));
        iam.tagRole(role -> role.roleName("job").tags(tag("team", "b")));

        assertThat(iam.getRole(role -> role.roleName("job")).role().tags()).containsExactly(tag("team", "b"));
        assertThatThrownBy(() -> iam.createRole(role ->
                        role.roleName("second").assumeRolePolicyDocument(TRUST).tags(tag("a", "1"), tag("A", "2"))))
                .isInstanceOf(InvalidInputException.class);
        iam.untagRole(role -> role.roleName("job").tagKeys("TEAM"));
        assertThat(iam.getRole(role -> role.roleName("job")).role().hasTags()).isFalse();
    }

    @Test
    void listingsLeaveOutWhatAwsLeavesOut() {
        iam.createPolicy(policy -> policy.policyName("p")
                .policyDocument(PERMISSIONS)
                .description("d")
                .tags(tag("a", "1")));
        iam.createRole(role -> role.roleName("second")
                .assumeRolePolicyDocument(TRUST)
                .description("d")
                .maxSessionDuration(7200)
                .permissionsBoundary("arn:aws:iam::" + World.ACCOUNT_ID + ":policy/p")
                .tags(tag("a", "1")));

        var listed = iam.listRolesPaginator().roles().stream()
                .filter(role -> role.roleName().equals("second"))
                .findFirst()
                .orElseThrow();
        var details = iam.getAccountAuthorizationDetails(
                account -> account.filter(EntityType.ROLE, EntityType.LOCAL_MANAGED_POLICY));
        var role = details.roleDetailList().stream()
                .filter(detail -> detail.roleName().equals("second"))
                .findFirst()
                .orElseThrow();

        assertThat(listed.hasTags()).isFalse();
        assertThat(listed.permissionsBoundary()).isNull();
        assertThat(listed.maxSessionDuration()).isEqualTo(7200);
        assertThat(role.tags()).containsExactly(tag("a", "1"));
        assertThat(role.permissionsBoundary().permissionsBoundaryArn()).endsWith(":policy/p");
        assertThat(details.policies()).singleElement().satisfies(policy -> {
            assertThat(policy.description()).isEqualTo("d");
            assertThat(policy.permissionsBoundaryUsageCount()).isEqualTo(1);
            assertThat(policy.policyVersionList()).hasSize(1);
        });
        assertThat(iam.listPolicies().policies()).singleElement().satisfies(policy -> {
            assertThat(policy.description()).isNull();
            assertThat(policy.hasTags()).isFalse();
        });
    }

    @Test
    void listingsComeInPages() {
        IntStream.range(0, 5).forEach(number -> iam.createRole(role("role-" + number)));

        var first = iam.listRoles(roles -> roles.maxItems(4));

        assertThat(first.roles()).hasSize(4);
        assertThat(first.isTruncated()).isTrue();
        assertThat(iam.listRolesPaginator(roles -> roles.maxItems(4)).roles()).hasSize(9);
    }

    @Test
    void aPolicyHasFiveVersionsAtMost() {
        String arn = iam.createPolicy(policy -> policy.policyName("p").policyDocument(PERMISSIONS))
                .policy()
                .arn();
        IntStream.rangeClosed(2, 5)
                .forEach(number -> iam.createPolicyVersion(version ->
                        version.policyArn(arn).policyDocument(PERMISSIONS).setAsDefault(true)));

        assertThatThrownBy(() -> iam.createPolicyVersion(
                        version -> version.policyArn(arn).policyDocument(PERMISSIONS)))
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> iam.deletePolicyVersion(
                        version -> version.policyArn(arn).versionId("v5")))
                .isInstanceOf(DeleteConflictException.class);
        iam.deletePolicyVersion(version -> version.policyArn(arn).versionId("v1"));
        var sixth = iam.createPolicyVersion(
                version -> version.policyArn(arn).policyDocument(PERMISSIONS).setAsDefault(true));

        assertThat(sixth.policyVersion().versionId()).isEqualTo("v6");
        assertThat(iam.getPolicy(policy -> policy.policyArn(arn)).policy().defaultVersionId())
                .isEqualTo("v6");
    }

    @Test
    void aPolicyIsDeletedOnlyDetachedAndWithOneVersion() {
        String arn = iam.createPolicy(policy -> policy.policyName("p").policyDocument(PERMISSIONS))
                .policy()
                .arn();
        iam.createPolicyVersion(version -> version.policyArn(arn).policyDocument(PERMISSIONS));
        iam.attachRolePolicy(role -> role.roleName("job").policyArn(arn));

        assertThatThrownBy(() -> iam.deletePolicy(policy -> policy.policyArn(arn)))
                .isInstanceOf(DeleteConflictException.class)
                .hasMessageContaining("attached to entities");
        assertThat(iam.listEntitiesForPolicy(policy -> policy.policyArn(arn)).policyRoles())
                .singleElement()
                .satisfies(role -> assertThat(role.roleName()).isEqualTo("job"));
        iam.detachRolePolicy(role -> role.roleName("job").policyArn(arn));
        assertThatThrownBy(() -> iam.deletePolicy(policy -> policy.policyArn(arn)))
                .isInstanceOf(DeleteConflictException.class)
                .hasMessageContaining("more than one version");
        iam.deletePolicyVersion(version -> version.policyArn(arn).versionId("v2"));
        iam.deletePolicy(policy -> policy.policyArn(arn));

        assertThat(iam.listPolicies().policies()).isEmpty();
    }

    @Test
    void providersHaveUrlsWithoutSchemeAndGoQuietly() {
        String arn = iam.createOpenIDConnectProvider(
                        provider -> provider.url("https://oidc.eks.us-east-1.amazonaws.com/id/ABC")
                                .clientIDList("sts.amazonaws.com"))
                .openIDConnectProviderArn();
        iam.addClientIDToOpenIDConnectProvider(
                provider -> provider.openIDConnectProviderArn(arn).clientID("other"));

        var provider = iam.getOpenIDConnectProvider(asked -> asked.openIDConnectProviderArn(arn));
        assertThat(arn).endsWith(":oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC");
        assertThat(provider.url()).isEqualTo("oidc.eks.us-east-1.amazonaws.com/id/ABC");
        assertThat(provider.clientIDList()).containsExactly("sts.amazonaws.com", "other");
        assertThat(provider.thumbprintList()).hasSize(1);
        assertThatThrownBy(() -> iam.createOpenIDConnectProvider(
                        again -> again.url("https://oidc.eks.us-east-1.amazonaws.com/id/ABC")))
                .isInstanceOf(EntityAlreadyExistsException.class);

        iam.deleteOpenIDConnectProvider(asked -> asked.openIDConnectProviderArn(arn));
        iam.deleteOpenIDConnectProvider(asked -> asked.openIDConnectProviderArn(arn));
        assertThat(iam.listOpenIDConnectProviders().openIDConnectProviderList()).isEmpty();
    }

    @Test
    void serviceLinkedRolesCannotBeChanged() {
        assertThatThrownBy(() -> iam.deleteRole(role -> role.roleName("AWSServiceRoleForAmazonEMRContainers")))
                .isInstanceOf(UnmodifiableEntityException.class);
        assertThatThrownBy(() -> iam.putRolePolicy(policy -> policy.roleName("AWSServiceRoleForAmazonEMRContainers")
                        .policyName("a")
                        .policyDocument(PERMISSIONS)))
                .isInstanceOf(UnmodifiableEntityException.class);
    }

    @Test
    void quotasHold() {
        String long1 = PERMISSIONS.replace("s3:*", "s3:" + "x".repeat(10_300));
        assertThatThrownBy(() -> iam.putRolePolicy(
                        policy -> policy.roleName("job").policyName("a").policyDocument(long1)))
                .isInstanceOf(LimitExceededException.class);
        IntStream.range(0, 10)
                .forEach(number -> iam.attachRolePolicy(
                        policy -> policy.roleName("job").policyArn("arn:aws:iam::aws:policy/P" + number)));
        assertThatThrownBy(() ->
                        iam.attachRolePolicy(policy -> policy.roleName("job").policyArn("arn:aws:iam::aws:policy/P10")))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void missingFieldsAreNamed() {
        assertThatThrownBy(() -> iam.createRole(role -> role.roleName("second")))
                .isInstanceOf(IamException.class)
                .hasMessageContaining("Value null at 'assumeRolePolicyDocument'");
        assertThatThrownBy(() -> iam.tagRole(
                        role -> role.roleName("job").tags(Tag.builder().key("k").build())))
                .hasMessageContaining("'tags.1.member.value'");
    }
}
