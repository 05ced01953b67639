package dev.envctl.sandbox.aws.emrcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.sandbox.aws.eks.EksStore;
import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;
import software.amazon.awssdk.services.emrcontainers.model.Configuration;
import software.amazon.awssdk.services.emrcontainers.model.ContainerProviderType;
import software.amazon.awssdk.services.emrcontainers.model.CreateManagedEndpointRequest;
import software.amazon.awssdk.services.emrcontainers.model.Endpoint;
import software.amazon.awssdk.services.emrcontainers.model.EndpointState;
import software.amazon.awssdk.services.emrcontainers.model.FailureReason;
import software.amazon.awssdk.services.emrcontainers.model.VirtualCluster;
import software.amazon.awssdk.services.emrcontainers.model.VirtualClusterState;

class EmrContainersServiceTest {

    private static final String CLUSTER = "data-platform";

    private final AccountSandbox account = new AccountSandbox();
    private final EmrContainersClient emr = account.emrContainers();

    @BeforeEach
    void prepareNamespaceAndRole() {
        account.cluster().addNamespace("spark");
        account.cluster().grantEmrAccess("spark");
        account.iam().addOidcProvider(issuer());
        account.iam()
                .addRole(
                        "myrole",
                        trust("system:serviceaccount:spark:emr-containers-sa-*-*-000000000000-16o0gwny3p"),
                        Instant.EPOCH);
    }

    @AfterEach
    void close() {
        account.close();
    }

    private String issuer() {
        return account.eks()
                .describeCluster(request -> request.name(CLUSTER))
                .cluster()
                .identity()
                .oidc()
                .issuer()
                .replace("https://", "");
    }

    private String trust(String subject) {
        return """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
             "Principal": {"Federated": "arn:aws:iam::000000000000:oidc-provider/%1$s"},
             "Condition": {"StringLike": {"%1$s:sub": "%2$s"}}}]}\
            """.formatted(issuer(), subject);
    }

    private String createVirtualCluster(String token, String namespace) {
        return emr.createVirtualCluster(request -> request.name("spark")
                        .clientToken(token)
                        .tags(Map.of("owner", "envctl"))
                        .containerProvider(provider -> provider.type(ContainerProviderType.EKS)
                                .id(CLUSTER)
                                .info(info -> info.eksInfo(eks -> eks.namespace(namespace)))))
                .id();
    }

    private VirtualCluster virtualCluster(String id) {
        return emr.describeVirtualCluster(request -> request.id(id)).virtualCluster();
    }

    private void deleteVirtualCluster(String id) {
        emr.deleteVirtualCluster(request -> request.id(id));
    }

    private CreateManagedEndpointRequest.Builder endpointOf(String virtualClusterId) {
        return CreateManagedEndpointRequest.builder()
                .name("notebooks")
                .virtualClusterId(virtualClusterId)
                .type("JUPYTER_ENTERPRISE_GATEWAY")
                .releaseLabel("emr-6.2.0-latest")
                .executionRoleArn("arn:aws:iam::000000000000:role/myrole")
                .tags(Map.of("owner", "envctl"));
    }

    private Endpoint endpoint(String virtualClusterId, String id) {
        return emr.describeManagedEndpoint(
                        request -> request.virtualClusterId(virtualClusterId).id(id))
                .endpoint();
    }

    private void deleteEndpoint(String virtualClusterId, String id) {
        emr.deleteManagedEndpoint(
                request -> request.virtualClusterId(virtualClusterId).id(id));
    }

    /// An endpoint that had the time to become what it becomes.
    private Endpoint settledEndpoint() {
        var virtualClusterId = createVirtualCluster("vc", "spark");
        var id = emr.createManagedEndpoint(endpointOf(virtualClusterId).build()).id();
        account.pass(Duration.ofMinutes(3));
        return endpoint(virtualClusterId, id);
    }

    private List<String> groupNames(String pattern) {
        var filter = Filter.builder().name("group-name").values(pattern).build();
        return account.ec2().describeSecurityGroups(request -> request.filters(filter)).securityGroups().stream()
                .map(group -> group.groupName())
                .toList();
    }

    @Test
    void runsAVirtualClusterAtOnce() {
        var id = createVirtualCluster("one", "spark");

        assertThat(virtualCluster(id)).satisfies(cluster -> {
            assertThat(cluster.state()).isEqualTo(VirtualClusterState.RUNNING);
            assertThat(cluster.arn()).isEqualTo("arn:aws:emr-containers:us-east-1:000000000000:/virtualclusters/" + id);
            assertThat(cluster.containerProvider().info().eksInfo().namespace()).isEqualTo("spark");
            assertThat(cluster.tags()).isEqualTo(Map.of("owner", "envctl"));
        });
    }

    @Test
    void replaysAClientTokenEvenForATerminatedVirtualCluster() {
        var id = createVirtualCluster("one", "spark");
        deleteVirtualCluster(id);
        account.pass(Duration.ofMinutes(1));

        assertThat(createVirtualCluster("one", "spark")).isEqualTo(id);
        assertThat(createVirtualCluster("two", "spark")).isNotEqualTo(id);
    }

    @Test
    void holdsItsNamespaceUntilItIsTerminated() {
        var id = createVirtualCluster("one", "spark");
        assertThat(Refusal.of(() -> createVirtualCluster("two", "spark")))
                .isEqualTo(new Refusal(
                        "ValidationException", 400, "A virtual cluster already exists in the given namespace"));

        deleteVirtualCluster(id);
        assertThat(virtualCluster(id).state()).isEqualTo(VirtualClusterState.TERMINATING);
        assertThat(Refusal.code(() -> createVirtualCluster("two", "spark"))).isEqualTo("ValidationException");

        account.pass(Duration.ofMinutes(1));
        assertThat(virtualCluster(id).state()).isEqualTo(VirtualClusterState.TERMINATED);
        createVirtualCluster("two", "spark");
    }

    @Test
    void listsTerminatedVirtualClustersUnlessStatesAreGiven() {
        var first = createVirtualCluster("one", "spark");
        deleteVirtualCluster(first);
        account.pass(Duration.ofMinutes(1));
        var second = createVirtualCluster("two", "spark");

        assertThat(emr.listVirtualClusters(request -> {}).virtualClusters())
                .extracting(VirtualCluster::id)
                .containsExactly(first, second);
        assertThat(emr.listVirtualClusters(request -> request.states(VirtualClusterState.RUNNING))
                        .virtualClusters())
                .extracting(VirtualCluster::id)
                .containsExactly(second);
    }

    @Test
    void needsNamespaceAccessAndCluster() {
        assertThat(Refusal.of(() -> createVirtualCluster("one", "missing")).message())
                .contains("Namespace missing doesn't exist");

        account.cluster().addNamespace("closed");
        assertThat(Refusal.of(() -> createVirtualCluster("one", "closed")).message())
                .contains("insufficient permissions in namespace closed");
    }

    @Test
    void takesAnAccessEntryForAccess() {
        account.cluster().addNamespace("entry");
        account.iam()
                .addRole(
                        "aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers",
                        "{}",
                        Instant.EPOCH);
        account.eks()
                .createAccessEntry(
                        request -> request.clusterName(CLUSTER).principalArn(EmrAccess.SERVICE_LINKED_ROLE_ARN));
        account.eks()
                .associateAccessPolicy(request -> request.clusterName(CLUSTER)
                        .principalArn(EmrAccess.SERVICE_LINKED_ROLE_ARN)
                        .policyArn(EksStore.EMR_JOB_POLICY)
                        .accessScope(scope -> scope.type("namespace").namespaces("entry")));

        var id = createVirtualCluster("one", "entry");

        assertThat(emr.listVirtualClusters(request -> request.eksAccessEntryIntegrated(true))
                        .virtualClusters())
                .extracting(VirtualCluster::id)
                .containsExactly(id);
    }

    @Test
    void arrestsATerminationThatHasLostItsAccess() {
        var id = createVirtualCluster("one", "spark");
        account.cluster().revokeEmrAccess("spark");
        deleteVirtualCluster(id);
        account.pass(Duration.ofMinutes(1));
        assertThat(virtualCluster(id).state()).isEqualTo(VirtualClusterState.ARRESTED);

        account.cluster().grantEmrAccess("spark");
        deleteVirtualCluster(id);
        account.pass(Duration.ofMinutes(1));
        assertThat(virtualCluster(id).state()).isEqualTo(VirtualClusterState.TERMINATED);
    }

    @Test
    void answersMissingThingsWithStatus400() {
        var id = createVirtualCluster("one", "spark");

        assertThat(Refusal.of(() -> virtualCluster("missing"))).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo("ResourceNotFoundException");
            assertThat(refusal.status()).isEqualTo(400);
        });
        assertThat(Refusal.code(() -> endpoint(id, "missing"))).isEqualTo("ResourceNotFoundException");
        assertThat(Refusal.of(() -> deleteVirtualCluster("missing"))).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo("ValidationException");
            assertThat(refusal.message()).contains("not found");
        });
        assertThat(Refusal.code(() -> deleteEndpoint(id, "missing"))).isEqualTo("ValidationException");
    }

    @Test
    void refusesToDeleteWhatIsTerminated() {
        var id = createVirtualCluster("one", "spark");
        deleteVirtualCluster(id);
        account.pass(Duration.ofMinutes(1));

        assertThat(Refusal.of(() -> deleteVirtualCluster(id)).message()).contains("already terminated");
    }

    @Test
    void createsAnEndpointInThreeMinutes() {
        var virtualClusterId = createVirtualCluster("vc", "spark");
        var id = emr.createManagedEndpoint(endpointOf(virtualClusterId).build()).id();

        assertThat(endpoint(virtualClusterId, id)).satisfies(endpoint -> {
            assertThat(endpoint.state()).isEqualTo(EndpointState.CREATING);
            assertThat(endpoint.serverUrl()).isNull();
            assertThat(endpoint.releaseLabel()).isEqualTo("emr-6.2.0");
        });
        account.pass(Duration.ofMinutes(2));
        assertThat(endpoint(virtualClusterId, id).state()).isEqualTo(EndpointState.CREATING);
        account.pass(Duration.ofMinutes(1));
        assertThat(endpoint(virtualClusterId, id)).satisfies(endpoint -> {
            assertThat(endpoint.state()).isEqualTo(EndpointState.ACTIVE);
            assertThat(endpoint.serverUrl())
                    .matches("https://internal-k8s-.*\\.us-east-1\\.elb\\.amazonaws\\.com:18888");
            assertThat(endpoint.subnetIds()).isEqualTo(account.subnetIds("private"));
            assertThat(endpoint.certificateAuthority().certificateData()).contains("BEGIN CERTIFICATE");
            assertThat(endpoint.tags()).isEqualTo(Map.of("owner", "envctl"));
        });
    }

    @Test
    void replaysAnEndpointsClientTokenAndAllowsTwoOfOneName() {
        var virtualClusterId = createVirtualCluster("vc", "spark");
        var first = emr.createManagedEndpoint(
                        endpointOf(virtualClusterId).clientToken("one").build())
                .id();

        assertThat(emr.createManagedEndpoint(
                                endpointOf(virtualClusterId).clientToken("one").build())
                        .id())
                .isEqualTo(first);
        assertThat(emr.createManagedEndpoint(
                                endpointOf(virtualClusterId).clientToken("two").build())
                        .id())
                .isNotEqualTo(first);
    }

    @Test
    void givesConfigurationBackAsItCame() {
        var virtualClusterId = createVirtualCluster("vc", "spark");
        var glue = Configuration.builder()
                .classification("spark-defaults")
                .properties(Map.of("spark.hadoop.hive.metastore.client.factory.class", "Glue"))
                .configurations(Configuration.builder().classification("inner").build())
                .build();

        var id = emr.createManagedEndpoint(endpointOf(virtualClusterId)
                        .configurationOverrides(overrides -> overrides
                                .applicationConfiguration(glue)
                                .monitoringConfiguration(monitoring -> monitoring.persistentAppUI("ENABLED")))
                        .build())
                .id();

        assertThat(endpoint(virtualClusterId, id).configurationOverrides()).satisfies(overrides -> {
            assertThat(overrides.applicationConfiguration()).containsExactly(glue);
            assertThat(overrides.monitoringConfiguration().persistentAppUIAsString())
                    .isEqualTo("ENABLED");
        });
    }

    @Test
    void refusesUnknownReleasesAndTypes() {
        var id = createVirtualCluster("vc", "spark");

        assertThat(Refusal.of(() -> emr.createManagedEndpoint(
                        endpointOf(id).releaseLabel("emr-6.99.0-latest").build())))
                .isEqualTo(new Refusal("ResourceNotFoundException", 400, "Release emr-6.99.0-latest doesn't exist."));
        assertThat(Refusal.of(() -> emr.createManagedEndpoint(
                                endpointOf(id).releaseLabel("emr-6.9.0").build()))
                        .message())
                .contains("doesn't exist");
        assertThat(Refusal.code(() ->
                        emr.createManagedEndpoint(endpointOf(id).type("LIVY").build())))
                .isEqualTo("ValidationException");
    }

    @Test
    void putsALoadBalancerBeforeAnEndpoint() {
        var endpoint = settledEndpoint();

        var elb = account.elb();
        var balancer = elb.describeLoadBalancers().loadBalancers().getFirst();
        assertThat(endpoint.serverUrl()).isEqualTo("https://" + balancer.dnsName() + ":18888");
        assertThat(balancer.securityGroups()).containsExactly(endpoint.securityGroup());
        var listener = elb.describeListeners(request -> request.loadBalancerArn(balancer.loadBalancerArn()))
                .listeners()
                .getFirst();
        assertThat(listener.protocol()).isEqualTo(ProtocolEnum.HTTPS);
        assertThat(listener.port()).isEqualTo(18888);
        assertThat(listener.certificates().getFirst().certificateArn())
                .isEqualTo(endpoint.certificateAuthority().certificateArn());
        var group = elb.describeTargetGroups(request -> request.loadBalancerArn(balancer.loadBalancerArn()))
                .targetGroups()
                .getFirst();
        assertThat(elb.describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                        .targetHealthDescriptions())
                .hasSize(3)
                .allSatisfy(health ->
                        assertThat(health.targetHealth().stateAsString()).isEqualTo("healthy"));
    }

    @Test
    void tagsTheLoadBalancerAsItsControllerDoes() {
        var endpoint = settledEndpoint();

        var balancer = account.elb().describeLoadBalancers().loadBalancers().getFirst();
        var tags = account.elb()
                .describeTags(request -> request.resourceArns(balancer.loadBalancerArn()))
                .tagDescriptions()
                .getFirst()
                .tags();

        assertThat(tags)
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactly(
                        "elbv2.k8s.aws/cluster=data-platform",
                        "ingress.k8s.aws/stack=spark/ingress-" + endpoint.id(),
                        "ingress.k8s.aws/resource=LoadBalancer");
    }

    @Test
    void importsItsOwnCertificateAndKeepsItInUse() {
        var arn = settledEndpoint().certificateAuthority().certificateArn();

        assertThat(account.acm()
                        .listTagsForCertificate(request -> request.certificateArn(arn))
                        .tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactly("emr-container:endpoint:managed-certificate=true");
        assertThat(Refusal.code(() -> account.acm().deleteCertificate(request -> request.certificateArn(arn))))
                .isEqualTo("ResourceInUseException");
    }

    @Test
    void makesASecurityGroupThatItsLoadBalancerKeeps() {
        var endpoint = settledEndpoint();

        assertThat(groupNames("emr-containers-lb-*"))
                .containsExactly("emr-containers-lb-%s-%s".formatted(endpoint.virtualClusterId(), endpoint.id()));
        assertThat(Refusal.code(
                        () -> account.ec2().deleteSecurityGroup(request -> request.groupId(endpoint.securityGroup()))))
                .isEqualTo("DependencyViolation");
    }

    private TargetGroup targetGroup() {
        return account.elb().describeTargetGroups().targetGroups().getFirst();
    }

    private List<String> targetStates() {
        return account
                .elb()
                .describeTargetHealth(
                        request -> request.targetGroupArn(targetGroup().targetGroupArn()))
                .targetHealthDescriptions()
                .stream()
                .map(health -> health.targetHealth().stateAsString())
                .distinct()
                .toList();
    }

    @Test
    void losesItsHealthWithItsGateway() {
        var id = settledEndpoint().id();
        assertThat(targetStates()).containsExactly("healthy");

        account.cluster().deleteObject("apps/v1", "Deployment", "spark", "jeg-" + id);

        assertThat(targetStates()).containsExactly("unhealthy");
    }

    @Test
    void failsInAClusterWithoutNodes() {
        var world = account.sandbox().world();
        world.transaction(() -> {
            var nodegroups = new EksStore(world).nodegroups();
            nodegroups.rows().forEach(group -> nodegroups.remove(CLUSTER + " " + group.name()));
            return true;
        });

        assertThat(settledEndpoint().stateDetails()).contains("data-platform has no nodes");
    }

    @Test
    void holdsTheNetworkThatItStandsIn() {
        var endpoint = settledEndpoint();

        assertThat(account.ec2().describeNetworkInterfaces().networkInterfaces())
                .filteredOn(each -> each.description().startsWith("ELB app/k8s-"))
                .satisfies(interfaces -> {
                    assertThat(interfaces)
                            .extracting(each -> each.subnetId())
                            .containsExactlyElementsOf(endpoint.subnetIds());
                    assertThat(interfaces)
                            .allSatisfy(each -> assertThat(each.groups())
                                    .extracting(group -> group.groupId())
                                    .containsExactly(endpoint.securityGroup()));
                });

        deleteEndpoint(endpoint.virtualClusterId(), endpoint.id());
        account.pass(Duration.ofMinutes(2));

        assertThat(account.ec2().describeNetworkInterfaces().networkInterfaces())
                .filteredOn(each -> each.description().startsWith("ELB app/k8s-"))
                .isEmpty();
    }

    @Test
    void appearsInKubernetes() {
        var id = settledEndpoint().id();

        assertThat(account.cluster().objects())
                .containsExactlyInAnyOrder(
                        "Deployment/jeg-" + id,
                        "Pod/jeg-" + id + "-0",
                        "Service/service-" + id,
                        "Ingress/ingress-" + id,
                        "TargetGroupBinding/" + targetGroup().targetGroupName());
    }

    @Test
    void showsItsSurroundingsToWhoeverLooksFirst() {
        var virtualClusterId = createVirtualCluster("vc", "spark");
        emr.createManagedEndpoint(endpointOf(virtualClusterId).build());
        assertThat(account.elb().describeLoadBalancers().loadBalancers()).isEmpty();

        account.pass(Duration.ofMinutes(3));

        assertThat(account.elb().describeLoadBalancers().loadBalancers()).hasSize(1);
    }

    @Test
    void takesEverythingAwayAgain() {
        var endpoint = settledEndpoint();

        deleteEndpoint(endpoint.virtualClusterId(), endpoint.id());
        assertThat(endpoint(endpoint.virtualClusterId(), endpoint.id()).state()).isEqualTo(EndpointState.TERMINATING);
        account.pass(Duration.ofMinutes(2));

        assertThat(endpoint(endpoint.virtualClusterId(), endpoint.id()).state()).isEqualTo(EndpointState.TERMINATED);
        assertThat(account.elb().describeLoadBalancers().loadBalancers()).isEmpty();
        assertThat(account.elb().describeTargetGroups().targetGroups()).isEmpty();
        assertThat(groupNames("emr-containers-lb-*")).isEmpty();
        assertThat(account.acm().listCertificates().certificateSummaryList()).isEmpty();
        assertThat(account.cluster().objects()).isEmpty();
        assertThat(emr.listManagedEndpoints(request -> request.virtualClusterId(endpoint.virtualClusterId()))
                        .endpoints())
                .hasSize(1);
        assertThat(Refusal.of(() -> deleteEndpoint(endpoint.virtualClusterId(), endpoint.id()))
                        .message())
                .isEqualTo("Endpoint is already terminated");
    }

    @Test
    void leavesItsLoadBalancerBehindWithoutTheController() {
        var endpoint = settledEndpoint();
        account.cluster().loseLoadBalancerController();

        deleteEndpoint(endpoint.virtualClusterId(), endpoint.id());
        account.pass(Duration.ofMinutes(2));

        assertThat(endpoint(endpoint.virtualClusterId(), endpoint.id()).state())
                .isEqualTo(EndpointState.TERMINATED_WITH_ERRORS);
        assertThat(account.elb().describeLoadBalancers().loadBalancers()).hasSize(1);
    }

    @Test
    void keepsAVirtualClusterThatHasALiveEndpoint() {
        var endpoint = settledEndpoint();

        assertThat(Refusal.code(() -> deleteVirtualCluster(endpoint.virtualClusterId())))
                .isEqualTo("ValidationException");

        deleteEndpoint(endpoint.virtualClusterId(), endpoint.id());
        account.pass(Duration.ofMinutes(2));
        deleteVirtualCluster(endpoint.virtualClusterId());
    }

    @Test
    void failsWithoutTheControllerAndSaysSo() {
        account.cluster().loseLoadBalancerController();

        assertThat(settledEndpoint()).satisfies(endpoint -> {
            assertThat(endpoint.state()).isEqualTo(EndpointState.TERMINATED_WITH_ERRORS);
            assertThat(endpoint.failureReason()).isEqualTo(FailureReason.USER_ERROR);
            assertThat(endpoint.stateDetails()).contains("AWS Load Balancer Controller");
        });
        assertThat(account.elb().describeLoadBalancers().loadBalancers()).isEmpty();
    }

    @Test
    void failsWhenItsAccessIsTakenAwayMeanwhile() {
        var virtualClusterId = createVirtualCluster("vc", "spark");
        var id = emr.createManagedEndpoint(endpointOf(virtualClusterId).build()).id();
        account.cluster().revokeEmrAccess("spark");
        account.pass(Duration.ofMinutes(3));

        assertThat(endpoint(virtualClusterId, id).stateDetails()).contains("Insufficient RBAC permissions");
    }

    @Test
    void failsWhenTheExecutionRoleTrustsSomebodyElse() {
        account.iam()
                .addRole(
                        "myrole",
                        trust("system:serviceaccount:other:emr-containers-sa-*-*-000000000000-16o0gwny3p"),
                        Instant.EPOCH);

        assertThat(settledEndpoint().stateDetails())
                .contains("myrole doesn't trust the service accounts of namespace spark");
    }

    @Test
    void failsWithoutAnExecutionRole() {
        var virtualClusterId = createVirtualCluster("vc", "spark");
        var id = emr.createManagedEndpoint(endpointOf(virtualClusterId)
                        .executionRoleArn("arn:aws:iam::000000000000:role/nobody")
                        .build())
                .id();
        account.pass(Duration.ofMinutes(3));

        assertThat(endpoint(virtualClusterId, id).stateDetails()).contains("role/nobody doesn't exist");
    }

    @Test
    void staysFailedWhenDeleted() {
        account.cluster().loseLoadBalancerController();
        var endpoint = settledEndpoint();

        deleteEndpoint(endpoint.virtualClusterId(), endpoint.id());

        assertThat(endpoint(endpoint.virtualClusterId(), endpoint.id()).state())
                .isEqualTo(EndpointState.TERMINATED_WITH_ERRORS);
    }

    @Test
    void opensItsLoadBalancerToTheNotebooksGroup() {
        var notebooks = account.createSecurityGroup("notebooks");
        var virtualClusterId = createVirtualCluster("vc", "spark");
        emr.createManagedEndpoint(endpointOf(virtualClusterId)
                .configurationOverrides(overrides -> overrides.applicationConfiguration(Configuration.builder()
                        .classification("endpoint-configuration")
                        .properties(Map.of("notebook-security-group-id", notebooks))
                        .build()))
                .build());
        account.pass(Duration.ofMinutes(3));

        assertThat(Refusal.code(() -> account.ec2().deleteSecurityGroup(request -> request.groupId(notebooks))))
                .isEqualTo("DependencyViolation");
    }

    @Test
    void tagsVirtualClustersAndEndpoints() {
        var endpoint = settledEndpoint();

        emr.tagResource(request -> request.resourceArn(endpoint.arn()).tags(Map.of("stage", "test")));
        emr.untagResource(request -> request.resourceArn(endpoint.arn()).tagKeys("owner"));

        assertThat(endpoint(endpoint.virtualClusterId(), endpoint.id()).tags()).isEqualTo(Map.of("stage", "test"));
        assertThat(emr.listTagsForResource(request -> request.resourceArn(
                                virtualCluster(endpoint.virtualClusterId()).arn()))
                        .tags())
                .isEqualTo(Map.of("owner", "envctl"));
    }

    @Test
    void handsOutCredentialsForActiveEndpoints() {
        var endpoint = settledEndpoint();

        var credentials = emr.getManagedEndpointSessionCredentials(request -> request.virtualClusterIdentifier(
                        virtualCluster(endpoint.virtualClusterId()).arn())
                .endpointIdentifier(endpoint.arn())
                .executionRoleArn(endpoint.executionRoleArn())
                .credentialType("TOKEN"));

        assertThat(credentials.credentials().token()).isNotEmpty();
        assertThat(credentials.expiresAt()).isEqualTo(account.clock().instant().plus(Duration.ofMinutes(15)));
    }
}
