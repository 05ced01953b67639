package dev.envctl.sandbox.aws.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.CreateClusterRequest;
import software.amazon.awssdk.services.eks.model.FargateProfileSelector;
import software.amazon.awssdk.services.eks.model.UpdateStatus;

/// What EKS does and refuses in the life of a cluster.
final class ClusterLifecycleTest {

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String NAME = "made";

    private final AccountSandbox account = new AccountSandbox();
    private final EksClient eks = account.eks();
    private final String role = account.iam().addRoleTrusting("cluster", "eks.amazonaws.com");
    private final String nodeRole = account.iam().addRoleTrusting("node", "ec2.amazonaws.com");
    private final String podRole = account.iam().addRoleTrusting("pods", "eks-fargate-pods.amazonaws.com");

    @AfterEach
    void close() {
        account.close();
    }

    private CreateClusterRequest.Builder request() {
        return CreateClusterRequest.builder()
                .name(NAME)
                .version("1.31")
                .roleArn(role)
                .resourcesVpcConfig(network -> network.subnetIds(account.subnetIds("private")));
    }

    private void create() {
        eks.createCluster(request().build());
        account.pass(LONG);
    }

    private Cluster cluster() {
        return eks.describeCluster(request -> request.name(NAME)).cluster();
    }

    private void createNodegroup(String name, String instanceType) {
        eks.createNodegroup(request -> request.clusterName(NAME)
                .nodegroupName(name)
                .nodeRole(nodeRole)
                .subnets(account.subnetIds("private"))
                .instanceTypes(instanceType)
                .scalingConfig(scaling -> scaling.minSize(1).maxSize(3).desiredSize(2)));
    }

    private void createProfile(String name) {
        eks.createFargateProfile(request -> request.clusterName(NAME)
                .fargateProfileName(name)
                .podExecutionRoleArn(podRole)
                .selectors(FargateProfileSelector.builder().namespace("jobs").build()));
    }

    private List<NetworkInterface> interfaces(String description) {
        return account.ec2().describeNetworkInterfaces().networkInterfaces().stream()
                .filter(each -> each.description().startsWith(description))
                .toList();
    }

    @Test
    void takesMinutesToComeUpAndThenHasAnIssuerAndAnEndpoint() {
        eks.createCluster(request().build());
        assertThat(cluster().statusAsString()).isEqualTo("CREATING");
        assertThat(cluster().endpoint()).isNull();
        assertThat(cluster().identity()).isNull();

        account.pass(LONG);

        assertThat(cluster().statusAsString()).isEqualTo("ACTIVE");
        assertThat(cluster().endpoint()).endsWith("/kubernetes/" + NAME);
        assertThat(cluster().identity().oidc().issuer()).startsWith("https://oidc.eks.us-east-1.amazonaws.com/id/");
    }

    @Test
    void holdsItsSubnetsAndGroupsUntilItIsGone() {
        create();
        String group = cluster().resourcesVpcConfig().clusterSecurityGroupId();
        assertThat(interfaces("Amazon EKS " + NAME)).hasSize(2);
        assertThat(Refusal.code(() -> account.ec2().deleteSecurityGroup(request -> request.groupId(group))))
                .isEqualTo("DependencyViolation");

        eks.deleteCluster(request -> request.name(NAME));
        assertThat(cluster().statusAsString()).isEqualTo("DELETING");
        account.pass(LONG);

        assertThat(Refusal.code(this::cluster)).isEqualTo("ResourceNotFoundException");
        assertThat(interfaces("Amazon EKS " + NAME)).isEmpty();
        assertThat(Refusal.code(() -> account.ec2().describeSecurityGroups(request -> request.groupIds(group))))
                .isEqualTo("InvalidGroup.NotFound");
    }

    @Test
    void needsTwoZonesAndARoleThatTrustsEks() {
        assertThat(Refusal.of(() -> eks.createCluster(request()
                        .resourcesVpcConfig(network ->
                                network.subnetIds(account.subnetIds("private").getFirst()))
                        .build())))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("InvalidParameterException");
                    assertThat(refusal.message()).contains("at least two different AZs");
                });
        assertThat(Refusal.of(() ->
                                eks.createCluster(request().roleArn(nodeRole).build()))
                        .message())
                .contains("could not be assumed");
        String late =
                account.iam().addRole("late", "{}", account.clock().instant().plus(Duration.ofSeconds(8)));
        assertThat(Refusal.of(() -> eks.createCluster(request().roleArn(late).build()))
                        .message())
                .contains("could not be assumed");
    }

    @Test
    void movesOneMinorVersionAtATimeAndShowsTheOldOneMeanwhile() {
        create();

        assertThat(Refusal.of(() -> eks.updateClusterVersion(
                                request -> request.name(NAME).version("1.33")))
                        .message())
                .isEqualTo("Unsupported Kubernetes minor version update from 1.31 to 1.33");
        String id = eks.updateClusterVersion(request -> request.name(NAME).version("1.32"))
                .update()
                .id();

        assertThat(cluster().version()).isEqualTo("1.31");
        assertThat(eks.describeUpdate(request -> request.name(NAME).updateId(id))
                        .update()
                        .status())
                .isEqualTo(UpdateStatus.IN_PROGRESS);
        account.pass(LONG);
        assertThat(cluster().version()).isEqualTo("1.32");
        assertThat(eks.describeUpdate(request -> request.name(NAME).updateId(id))
                        .update()
                        .status())
                .isEqualTo(UpdateStatus.SUCCESSFUL);
    }

    @Test
    void makesOneUpdateAtATimeOfOneSort() {
        create();
        assertThat(Refusal.of(() -> eks.updateClusterConfig(request -> request.name(NAME)
                                .deletionProtection(true)
                                .accessConfig(access -> access.authenticationMode("API"))))
                        .message())
                .isEqualTo("Only one type of update can be allowed.");

        eks.updateClusterConfig(request -> request.name(NAME).deletionProtection(true));

        assertThat(Refusal.code(() -> eks.updateClusterConfig(
                        request -> request.name(NAME).accessConfig(access -> access.authenticationMode("API")))))
                .isEqualTo("ResourceInUseException");
        account.pass(LONG);
        eks.updateClusterConfig(request -> request.name(NAME).accessConfig(access -> access.authenticationMode("API")));
        account.pass(LONG);
        assertThat(Refusal.of(() -> eks.updateClusterConfig(request ->
                                request.name(NAME).accessConfig(access -> access.authenticationMode("CONFIG_MAP"))))
                        .message())
                .isEqualTo("Unsupported authentication mode update from API to CONFIG_MAP");
    }

    @Test
    void isNotDeletedWhileProtectedOrWhileAnythingIsAttached() {
        create();
        eks.updateClusterConfig(request -> request.name(NAME).deletionProtection(true));
        account.pass(LONG);
        assertThat(Refusal.code(() -> eks.deleteCluster(request -> request.name(NAME))))
                .isEqualTo("InvalidRequestException");
        eks.updateClusterConfig(request -> request.name(NAME).deletionProtection(false));
        account.pass(LONG);

        createNodegroup("nodes", "m6i.large");
        account.pass(LONG);
        assertThat(Refusal.of(() -> eks.deleteCluster(request -> request.name(NAME))))
                .isEqualTo(new Refusal("ResourceInUseException", 409, "Cluster has nodegroups attached"));
        eks.deleteNodegroup(request -> request.clusterName(NAME).nodegroupName("nodes"));
        account.pass(LONG);

        createProfile("jobs");
        account.pass(LONG);
        assertThat(Refusal.of(() -> eks.deleteCluster(request -> request.name(NAME)))
                        .message())
                .isEqualTo("Cluster has Fargate profiles attached");
    }

    @Test
    void bringsNodesWithItsGroupsAndTakesThemAway() {
        create();
        createNodegroup("nodes", "m7g.large");
        assertThat(account.cluster().objects()).noneMatch(object -> object.startsWith("Node/"));

        account.pass(LONG);

        assertThat(eks.describeNodegroup(request -> request.clusterName(NAME).nodegroupName("nodes"))
                        .nodegroup()
                        .amiTypeAsString())
                .isEqualTo("AL2023_ARM_64_STANDARD");
        assertThat(account.cluster().objects())
                .filteredOn(object -> object.startsWith("Node/"))
                .hasSize(2);
        int before = interfaces("aws-K8S-").size();
        eks.deleteNodegroup(request -> request.clusterName(NAME).nodegroupName("nodes"));
        account.pass(LONG);
        eks.listClusters();
        assertThat(interfaces("aws-K8S-")).hasSize(before - 2);
        assertThat(account.cluster().objects()).noneMatch(object -> object.startsWith("Node/"));
    }

    @Test
    void refusesInstancesThatCannotRunTheImage() {
        create();

        assertThat(Refusal.of(() -> eks.createNodegroup(request -> request.clusterName(NAME)
                                .nodegroupName("mixed")
                                .nodeRole(nodeRole)
                                .subnets(account.subnetIds("private"))
                                .instanceTypes("m7g.large")
                                .amiType("AL2023_x86_64_STANDARD")))
                        .message())
                .contains("not a valid instance type for requested amiType");
    }

    @Test
    void deletesOneFargateProfileAtATime() {
        create();
        createProfile("one");
        createProfile("two");
        account.pass(LONG);
        eks.deleteFargateProfile(request -> request.clusterName(NAME).fargateProfileName("one"));

        assertThat(Refusal.of(() -> createProfile("three")).message())
                .isEqualTo("Cannot create Fargate Profile three because cluster made currently has Fargate profile one"
                        + " in status DELETING");
        assertThat(Refusal.code(() -> eks.deleteFargateProfile(
                        request -> request.clusterName(NAME).fargateProfileName("two"))))
                .isEqualTo("InvalidRequestException");

        account.pass(LONG);
        createProfile("three");
    }

    @Test
    void answersARepeatedCreateWithTheSameCluster() {
        String arn = eks.createCluster(request().clientRequestToken("once").build())
                .cluster()
                .arn();

        assertThat(eks.createCluster(request().clientRequestToken("once").build())
                        .cluster()
                        .arn())
                .isEqualTo(arn);
        assertThat(Refusal.code(() ->
                        eks.createCluster(request().clientRequestToken("twice").build())))
                .isEqualTo("ResourceInUseException");
    }

    @Test
    void callsAnAddOnDegradedWhileThereAreNoNodes() {
        create();
        eks.createAddon(request -> request.clusterName(NAME).addonName("coredns"));
        account.pass(LONG);
        assertThat(addonStatus()).isEqualTo("DEGRADED");

        createNodegroup("nodes", "m6i.large");
        account.pass(LONG);

        assertThat(addonStatus()).isEqualTo("ACTIVE");
    }

    private String addonStatus() {
        return eks.describeAddon(request -> request.clusterName(NAME).addonName("coredns"))
                .addon()
                .statusAsString();
    }
}
