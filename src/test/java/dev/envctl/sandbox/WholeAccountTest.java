package dev.envctl.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.sandbox.aws.account.AccountSeed;
import dev.envctl.sandbox.aws.eks.EksStore;
import dev.envctl.sandbox.kubernetes.ClusterObjects;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.TurnableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;
import software.amazon.awssdk.services.emrcontainers.model.Endpoint;
import software.amazon.awssdk.services.emrcontainers.model.EndpointState;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/// The services and the Kubernetes objects of one account, working together.
class WholeAccountTest {

    private static final String CLUSTER = "data-platform";
    private static final String SERVICE_LINKED_ROLE =
            "arn:aws:iam::000000000000:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";

    private final TurnableClock clock = new TurnableClock();
    private final Sandbox sandbox = Sandbox.inMemory(SandboxOptions.at(clock).withSeeds(List.of(new AccountSeed())));
    private final SandboxClients clients = new SandboxClients(sandbox.endpoint());
    private final EmrContainersClient emr = clients.client(EmrContainersClient.builder());
    private final EksClient eks = clients.client(EksClient.builder());

    @AfterEach
    void close() {
        sandbox.close();
    }

    private String createExecutionRole() {
        var issuer = eks.describeCluster(request -> request.name(CLUSTER))
                .cluster()
                .identity()
                .oidc()
                .issuer();
        var iam = clients.client(IamClient.builder());
        iam.createOpenIDConnectProvider(request -> request.url(issuer).clientIDList("sts.amazonaws.com"));
        return iam.createRole(request -> request.roleName("myrole")
                        .assumeRolePolicyDocument("""
                            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
                             "Principal": {"Federated": "arn:aws:iam::000000000000:oidc-provider/%1$s"},
                             "Condition": {"StringLike": {"%1$s:sub": "system:serviceaccount:spark:emr-containers-sa-*-*-000000000000-16o0gwny3p"}}}]}\
                            """.formatted(issuer.replace("https://", ""))))
                .role()
                .arn();
    }

    private void createNamespace() {
        sandbox.world().transaction(() -> {
            ClusterObjects.named(sandbox.world(), CLUSTER)
                    .putObject(
                            "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"spark\"}}");
            return true;
        });
        eks.createAccessEntry(request -> request.clusterName(CLUSTER).principalArn(SERVICE_LINKED_ROLE));
        eks.associateAccessPolicy(request -> request.clusterName(CLUSTER)
                .principalArn(SERVICE_LINKED_ROLE)
                .policyArn(EksStore.EMR_JOB_POLICY)
                .accessScope(scope -> scope.type("namespace").namespaces("spark")));
    }

    private Endpoint createEndpoint() {
        var role = createExecutionRole();
        createNamespace();
        var virtualCluster = emr.createVirtualCluster(request -> request.name("spark")
                        .containerProvider(provider -> provider.type("EKS")
                                .id(CLUSTER)
                                .info(info -> info.eksInfo(namespace -> namespace.namespace("spark")))))
                .id();
        var id = emr.createManagedEndpoint(request -> request.virtualClusterId(virtualCluster)
                        .name("notebooks")
                        .type("JUPYTER_ENTERPRISE_GATEWAY")
                        .releaseLabel("emr-7.2.0-latest")
                        .executionRoleArn(role)
                        .tags(Map.of("envctl.dev/environment", "test")))
                .id();
        clock.turn(Duration.ofMinutes(3));
        return emr.describeManagedEndpoint(
                        request -> request.virtualClusterId(virtualCluster).id(id))
                .endpoint();
    }

    @Test
    void bringsUpAnEndpointWithRealRolesAndKubernetesObjects() {
        var endpoint = createEndpoint();

        assertThat(endpoint.stateDetails()).isNull();
        assertThat(endpoint.state()).isEqualTo(EndpointState.ACTIVE);
        assertThat(clients.client(ElasticLoadBalancingV2Client.builder())
                        .describeLoadBalancers()
                        .loadBalancers())
                .hasSize(1);
    }

    @Test
    void takesTheEndpointsObjectsOutOfTheClusterAgain() {
        var endpoint = createEndpoint();

        emr.deleteManagedEndpoint(
                request -> request.virtualClusterId(endpoint.virtualClusterId()).id(endpoint.id()));
        clock.turn(Duration.ofMinutes(2));

        assertThat(emr.describeManagedEndpoint(request -> request.virtualClusterId(endpoint.virtualClusterId())
                                .id(endpoint.id()))
                        .endpoint()
                        .state())
                .isEqualTo(EndpointState.TERMINATED);
    }

    @Test
    void findsResourcesOfAllServicesByTag() {
        var endpoint = createEndpoint();

        var found = clients.client(ResourceGroupsTaggingApiClient.builder())
                .getResources(request -> request.tagFilters(TagFilter.builder()
                        .key("envctl.dev/environment")
                        .values("test")
                        .build()));

        assertThat(found.resourceTagMappingList())
                .extracting(mapping -> mapping.resourceARN())
                .containsExactly(endpoint.arn());
    }
}
