package dev.envctl.sandbox.aws.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AccessScope;
import software.amazon.awssdk.services.eks.model.AccessScopeType;
import software.amazon.awssdk.services.eks.model.AssociatedAccessPolicy;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;

class EksServiceTest {

    private static final String CLUSTER = "data-platform";
    private static final String VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";

    private final AccountSandbox account = new AccountSandbox();
    private final EksClient eks = account.eks();
    private final String role = account.iam().addRoleTrusting("analyst", "ec2.amazonaws.com");

    @AfterEach
    void close() {
        account.close();
    }

    private void createEntry() {
        eks.createAccessEntry(request -> request.clusterName(CLUSTER).principalArn(role));
    }

    private void associate(AccessScope scope) {
        eks.associateAccessPolicy(request ->
                request.clusterName(CLUSTER).principalArn(role).policyArn(VIEW).accessScope(scope));
    }

    private static AccessScope namespaces(String... namespaces) {
        return AccessScope.builder()
                .type(AccessScopeType.NAMESPACE)
                .namespaces(namespaces)
                .build();
    }

    private List<AssociatedAccessPolicy> associations() {
        return eks.listAssociatedAccessPolicies(
                        request -> request.clusterName(CLUSTER).principalArn(role))
                .associatedAccessPolicies();
    }

    @Test
    void describesTheSeededCluster() {
        var cluster = eks.describeCluster(request -> request.name(CLUSTER)).cluster();

        assertThat(cluster.version()).isEqualTo("1.31");
        assertThat(cluster.endpoint()).isEqualTo(account.sandbox().endpoint() + "/kubernetes/" + CLUSTER);
        assertThat(cluster.identity().oidc().issuer())
                .matches("https://oidc\\.eks\\.us-east-1\\.amazonaws\\.com/id/[0-9A-F]{32}");
        assertThat(cluster.accessConfig().authenticationMode()).isEqualTo(AuthenticationMode.API_AND_CONFIG_MAP);
        assertThat(cluster.resourcesVpcConfig().subnetIds()).isEqualTo(account.subnetIds("private"));
        assertThat(account.ec2()
                        .describeSecurityGroups(request ->
                                request.groupIds(cluster.resourcesVpcConfig().clusterSecurityGroupId()))
                        .securityGroups()
                        .getFirst()
                        .groupName())
                .startsWith("eks-cluster-sg-data-platform-");
    }

    @Test
    void describesNodeGroupsAndAddons() {
        var nodegroup = eks.describeNodegroup(
                        request -> request.clusterName(CLUSTER).nodegroupName("default"))
                .nodegroup();

        assertThat(nodegroup.instanceTypes()).containsExactly("m5.xlarge");
        assertThat(nodegroup.scalingConfig().desiredSize()).isEqualTo(3);
        assertThat(eks.listNodegroups(request -> request.clusterName(CLUSTER)).nodegroups())
                .containsExactly("default");
        assertThat(eks.listAddons(request -> request.clusterName(CLUSTER)).addons())
                .containsExactly("vpc-cni", "coredns", "kube-proxy");
        assertThat(eks.describeAddon(request -> request.clusterName(CLUSTER).addonName("coredns"))
                        .addon()
                        .addonVersion())
                .startsWith("v1.11");
        assertThat(eks.listFargateProfiles(request -> request.clusterName(CLUSTER))
                        .fargateProfileNames())
                .isEmpty();
        assertThat(eks.listPodIdentityAssociations(request -> request.clusterName(CLUSTER))
                        .associations())
                .isEmpty();
    }

    @Test
    void knowsNoOtherCluster() {
        assertThat(Refusal.of(() -> eks.describeCluster(request -> request.name("other"))))
                .isEqualTo(new Refusal("ResourceNotFoundException", 404, "No cluster found for name: other."));
        assertThat(eks.listClusters().clusters()).containsExactly(CLUSTER);
    }

    @Test
    void namesThePrincipalOfAnEntryThatHasNoUsername() {
        createEntry();

        var entry = eks.describeAccessEntry(
                        request -> request.clusterName(CLUSTER).principalArn(role))
                .accessEntry();

        assertThat(entry.type()).isEqualTo("STANDARD");
        assertThat(entry.username()).isEqualTo("arn:aws:sts::000000000000:assumed-role/analyst/{{SessionName}}");
        assertThat(entry.accessEntryArn())
                .startsWith("arn:aws:eks:us-east-1:000000000000:access-entry/data-platform/role/000000000000/analyst/");
    }

    @Test
    void refusesASecondEntryForAPrincipal() {
        createEntry();

        assertThat(Refusal.of(this::createEntry)).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo("ResourceInUseException");
            assertThat(refusal.status()).isEqualTo(409);
        });
    }

    @Test
    void replaysAClientRequestToken() {
        for (var attempt = 0; attempt < 2; attempt++) {
            eks.createAccessEntry(
                    request -> request.clusterName(CLUSTER).principalArn(role).clientRequestToken("once"));
        }

        assertThat(eks.listAccessEntries(request -> request.clusterName(CLUSTER))
                        .accessEntries())
                .filteredOn(role::equals)
                .hasSize(1);
    }

    @Test
    void refusesAPrincipalThatIamDoesNotKnowYet() {
        var later =
                account.iam().addRole("later", "{}", account.clock().instant().plus(Duration.ofSeconds(10)));

        assertThat(Refusal.of(() -> eks.createAccessEntry(
                        request -> request.clusterName(CLUSTER).principalArn(later))))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("InvalidParameterException");
                    assertThat(refusal.message()).contains("specified principalArn is invalid");
                });

        account.pass(Duration.ofSeconds(10));
        eks.createAccessEntry(request -> request.clusterName(CLUSTER).principalArn(later));
    }

    @Test
    void refusesReservedGroupsAndUsernames() {
        assertThat(Refusal.code(() -> eks.createAccessEntry(request ->
                        request.clusterName(CLUSTER).principalArn(role).kubernetesGroups("system:masters"))))
                .isEqualTo("InvalidParameterException");
        assertThat(Refusal.code(() -> eks.createAccessEntry(request ->
                        request.clusterName(CLUSTER).principalArn(role).username("system:admin"))))
                .isEqualTo("InvalidParameterException");
        assertThat(Refusal.code(() -> eks.createAccessEntry(request -> request.clusterName(CLUSTER)
                        .principalArn(role)
                        .type("EC2_LINUX")
                        .username("node"))))
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void updatesGroupsAndUsernameAndDeletes() {
        createEntry();

        eks.updateAccessEntry(
                request -> request.clusterName(CLUSTER).principalArn(role).kubernetesGroups("readers"));
        var entry = eks.updateAccessEntry(request ->
                        request.clusterName(CLUSTER).principalArn(role).username("analyst"))
                .accessEntry();
        assertThat(entry.kubernetesGroups()).containsExactly("readers");
        assertThat(entry.username()).isEqualTo("analyst");

        eks.deleteAccessEntry(request -> request.clusterName(CLUSTER).principalArn(role));
        assertThat(Refusal.of(() -> eks.deleteAccessEntry(
                                request -> request.clusterName(CLUSTER).principalArn(role)))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void overwritesTheScopeOfAnAssociatedPolicy() {
        createEntry();

        associate(namespaces("spark"));
        associate(namespaces("notebooks"));

        assertThat(associations())
                .singleElement()
                .satisfies(
                        policy -> assertThat(policy.accessScope().namespaces()).containsExactly("notebooks"));
        assertThat(eks.listAccessEntries(request -> request.clusterName(CLUSTER).associatedPolicyArn(VIEW))
                        .accessEntries())
                .containsExactly(role);
    }

    @Test
    void refusesScopesAndPoliciesThatDoNotExist() {
        createEntry();

        assertThat(Refusal.code(() -> associate(
                        AccessScope.builder().type(AccessScopeType.NAMESPACE).build())))
                .isEqualTo("InvalidParameterException");
        assertThat(Refusal.code(() -> eks.associateAccessPolicy(request -> request.clusterName(CLUSTER)
                        .principalArn(role)
                        .policyArn("arn:aws:iam::aws:policy/AdministratorAccess")
                        .accessScope(namespaces("spark")))))
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void disassociatesOnce() {
        createEntry();
        associate(AccessScope.builder().type(AccessScopeType.CLUSTER).build());

        eks.disassociateAccessPolicy(
                request -> request.clusterName(CLUSTER).principalArn(role).policyArn(VIEW));

        assertThat(associations()).isEmpty();
        assertThat(Refusal.code(() -> eks.disassociateAccessPolicy(request ->
                        request.clusterName(CLUSTER).principalArn(role).policyArn(VIEW))))
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void tagsByArn() {
        var arn =
                eks.describeCluster(request -> request.name(CLUSTER)).cluster().arn();

        eks.tagResource(request -> request.resourceArn(arn).tags(Map.of("stage", "test")));
        eks.untagResource(request -> request.resourceArn(arn).tagKeys("team"));

        assertThat(eks.listTagsForResource(request -> request.resourceArn(arn)).tags())
                .isEqualTo(Map.of("stage", "test"));
        assertThat(Refusal.code(() -> eks.tagResource(
                        request -> request.resourceArn(arn + "-other").tags(Map.of("stage", "test")))))
                .isEqualTo("NotFoundException");
    }
}
