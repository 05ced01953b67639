package dev.envctl.aws.emrcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.Code;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.sandbox.Fault;
import dev.envctl.testing.AwsBench;
import dev.envctl.testing.EmrSandbox;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EmrContainersSandboxTest {

    private static final String CLUSTER = "VirtualCluster";
    private static final String ENDPOINT = "ManagedEndpoint";

    private final EmrSandbox sandbox = new EmrSandbox();
    private final AwsBench bench = sandbox.bench();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aVirtualClusterIsMadeOnceThoughItsAnswerIsLost() {
        sandbox.faults().on("emr-containers", "CreateVirtualCluster").once().then(new Fault.CutAfter());

        LiveObject made = virtualCluster();

        assertThat(bench.owned(CLUSTER)).extracting(LiveObject::id).containsExactly(made.id());
    }

    @Test
    void aVirtualClusterMissesTheClusterThatItNames() {
        Session session = bench.session();
        Value.MapValue misspelt =
                (Value.MapValue) clusterSpec().with(FieldPath.of("containerProvider", "id"), Value.of("data-platfrom"));

        bench.kind(CLUSTER)
                .observe(new Wanted(true, List.of(AwsBench.managed(CLUSTER, "spark", misspelt)), List.of()), session);

        assertThat(session.missing().cluster("data-platfrom"))
                .hasValueSatisfying(
                        missing -> assertThat(missing.others().get()).containsExactly("data-platform"));
    }

    @Test
    void aVirtualClusterThatIsThereAsksForNoCluster() {
        virtualCluster();
        int before = sandbox.calls().of("eks", "DescribeCluster").size();

        bench.owned(CLUSTER, AwsBench.managed(CLUSTER, "spark", clusterSpec()));

        assertThat(sandbox.calls().of("eks", "DescribeCluster")).hasSize(before);
    }

    @Test
    void aVirtualClusterIsMadeOnceByTwoRuns() {
        LiveObject first = virtualCluster();
        LiveObject second = virtualCluster();

        assertThat(second.id()).isEqualTo(first.id());
    }

    @Test
    void aVirtualClusterLivesAgainAfterItWasDeleted() {
        LiveObject first = virtualCluster();
        bench.kind(CLUSTER).delete(first, bench.session());

        LiveObject second = virtualCluster();

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.phase()).isEqualTo(Phase.READY);
    }

    @Test
    void deletingAVirtualClusterWaitsUntilItsNamespaceIsFree() {
        LiveObject made = virtualCluster();

        bench.kind(CLUSTER).delete(made, bench.session());
        bench.kind(CLUSTER).delete(made, bench.session());

        assertThat(bench.reported()).contains(made.id() + " TERMINATING", made.id() + " TERMINATED");
        assertThat(bench.owned(CLUSTER)).isEmpty();
    }

    @Test
    void aVirtualClusterArrestedForLackOfAccessIsExplainedAndDeletedLater() {
        LiveObject made = virtualCluster();
        sandbox.cluster().revokeEmrAccess(EmrSandbox.NAMESPACE);

        assertThatThrownBy(() -> bench.kind(CLUSTER).delete(made, bench.session()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("ARRESTED");
        assertThat(bench.owned(CLUSTER))
                .singleElement()
                .satisfies(arrested -> assertThat(arrested.phase()).isEqualTo(Phase.FAILED));

        sandbox.cluster().grantEmrAccess(EmrSandbox.NAMESPACE);
        bench.kind(CLUSTER).delete(bench.owned(CLUSTER).getFirst(), bench.session());
        assertThat(bench.owned(CLUSTER)).isEmpty();
    }

    @Test
    void tagsOfAVirtualClusterChangeInPlace() {
        LiveObject made = virtualCluster();
        Value.MapValue other = clusterSpec().with("tags", Value.map("stage", Value.of("test")));

        LiveObject updated = bench.kind(CLUSTER)
                .update(
                        made,
                        other,
                        Set.of(FieldPath.of("tags", "team"), FieldPath.of("tags", "stage")),
                        AwsBench.ownership(CLUSTER, "spark", 1),
                        bench.session());

        assertThat(updated.spec()).isEqualTo(other);
    }

    @Test
    void aVirtualClusterIsGivenUpAndStays() {
        LiveObject made = virtualCluster();

        bench.kind(CLUSTER).release(made, bench.session());

        assertThat(bench.owned(CLUSTER)).isEmpty();
        assertThat(bench.owned(CLUSTER, AwsBench.managed(CLUSTER, "spark", clusterSpec())))
                .singleElement()
                .satisfies(live -> assertThat(live.ownership()).isEmpty());
    }

    @Test
    void anEndpointIsWaitedForAndReadBack() {
        LiveObject cluster = virtualCluster();
        Value.MapValue desired = endpointSpec(cluster);

        LiveObject made = endpoint(desired, 1);

        assertThat(made.phase()).isEqualTo(Phase.READY);
        assertThat(made.computed().text("serverUrl"))
                .hasValueSatisfying(
                        url -> assertThat(url).startsWith("https://").contains(":18888"));
        assertThat(bench.reported()).contains(made.id() + " CREATING", made.id() + " ACTIVE");
        assertThat(made.spec().without("releaseLabel")).isEqualTo(desired.without("releaseLabel"));
    }

    @Test
    void anEndpointOfAnInterruptedRunIsWaitedForNotMadeAgain() {
        LiveObject cluster = virtualCluster();
        sandbox.faults()
                .on("emr-containers", "DescribeManagedEndpoint")
                .once()
                .then(new Fault.Refuse("AccessDeniedException", 403, "not now"));
        assertThatThrownBy(() -> endpoint(endpointSpec(cluster), 1)).isInstanceOf(ProviderException.class);

        LiveObject found = endpoints(cluster).getFirst();
        assertThat(found.phase()).isEqualTo(Phase.IN_PROGRESS);
        assertThat(bench.kind(ENDPOINT).await(found, bench.session()).phase()).isEqualTo(Phase.READY);
        assertThat(endpoint(endpointSpec(cluster), 1).id()).isEqualTo(found.id());
        assertThat(endpoints(cluster)).hasSize(1);
    }

    @Test
    void twoGenerationsOfAnEndpointLiveSideBySide() {
        LiveObject cluster = virtualCluster();

        LiveObject first = endpoint(endpointSpec(cluster), 1);
        LiveObject second = endpoint(endpointSpec(cluster), 2);

        assertThat(endpoints(cluster)).extracting(LiveObject::id).containsExactlyInAnyOrder(first.id(), second.id());
    }

    @Test
    void anEndpointThatFailsSaysWhyAndIsMadeAnewNextTime() {
        LiveObject cluster = virtualCluster();
        sandbox.cluster().loseLoadBalancerController();

        assertThatThrownBy(() -> endpoint(endpointSpec(cluster), 1))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        failed -> assertThat(failed.code()).isEqualTo(Code.CREATION_FAILED))
                .hasMessageContaining("TERMINATED_WITH_ERRORS")
                .hasMessageContaining("Load Balancer Controller is not available")
                .hasMessageContaining("USER_ERROR");
        assertThat(endpoints(cluster)).isEmpty();

        sandbox.cluster().restoreLoadBalancerController();
        assertThat(endpoint(endpointSpec(cluster), 1).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void anEndpointIsDeletedTwiceWithoutAnError() {
        LiveObject cluster = virtualCluster();
        LiveObject made = endpoint(endpointSpec(cluster), 1);

        bench.kind(ENDPOINT).delete(made, bench.session());
        bench.kind(ENDPOINT).delete(made, bench.session());

        assertThat(endpoints(cluster)).isEmpty();
        assertThat(endpoint(endpointSpec(cluster), 1).id()).isNotEqualTo(made.id());
    }

    @Test
    void listingEndpointsTakesOneCallHoweverManyThereAre() {
        LiveObject cluster = virtualCluster();
        for (int generation = 1; generation <= 5; generation++) {
            endpoint(endpointSpec(cluster), generation);
        }
        sandbox.calls().clear();

        assertThat(endpoints(cluster)).hasSize(5);

        assertThat(sandbox.calls().of("emr-containers", "ListManagedEndpoints")).hasSize(1);
    }

    @Test
    void aClusterThatIsListedWithoutAnEndpointIsNotAskedForAny() {
        LiveObject cluster = virtualCluster();
        sandbox.calls().clear();

        assertThat(endpoints(cluster)).isEmpty();

        assertThat(sandbox.calls().of("emr-containers", "ListManagedEndpoints")).isEmpty();
    }

    @Test
    void aClusterIsAskedForEndpointsWhereADocumentMayMeanIt() {
        LiveObject cluster = virtualCluster();
        Value.MapValue waiting = endpointSpec(cluster).without("virtualClusterId");
        sandbox.calls().clear();

        endpoints(cluster, AwsBench.managed(ENDPOINT, "pyspark", waiting));

        assertThat(sandbox.calls().of("emr-containers", "ListManagedEndpoints")).hasSize(1);
    }

    @Test
    void aClusterThatIsNotListedIsAskedForEndpoints() {
        LiveObject cluster = virtualCluster();
        bench.kind(CLUSTER).release(cluster, bench.session());
        sandbox.calls().clear();

        endpoints(cluster);

        assertThat(sandbox.calls().of("emr-containers", "ListManagedEndpoints")).hasSize(1);
    }

    private LiveObject virtualCluster() {
        return bench.kind(CLUSTER).create(clusterSpec(), AwsBench.ownership(CLUSTER, "spark", 1), bench.session());
    }

    private LiveObject endpoint(Value.MapValue desired, int generation) {
        return bench.kind(ENDPOINT)
                .create(desired, AwsBench.ownership(ENDPOINT, "pyspark", generation), bench.session());
    }

    private List<LiveObject> endpoints(LiveObject cluster, Wanted.Sought... sought) {
        List<Observed<?>> parents = List.of(bench.kind(CLUSTER).typed(cluster));
        return bench.kind(ENDPOINT).observe(new Wanted(true, List.of(sought), parents), bench.session());
    }

    private static Value.MapValue clusterSpec() {
        return Value.map(
                "name",
                Value.of("spark"),
                "containerProvider",
                Value.map(
                        "id", Value.of("data-platform"),
                        "type", Value.of("EKS"),
                        "info", Value.map("eksInfo", Value.map("namespace", Value.of("spark")))),
                "tags",
                Value.map("team", Value.of("data")));
    }

    private static Value.MapValue endpointSpec(LiveObject cluster) {
        return Value.map(
                "name", Value.of("pyspark"),
                "virtualClusterId", Value.of(cluster.id()),
                "type", Value.of("JUPYTER_ENTERPRISE_GATEWAY"),
                "releaseLabel", Value.of("emr-7.9.0-latest"),
                "executionRoleArn", Value.of("arn:aws:iam::000000000000:role/job-execution"),
                "configurationOverrides", overrides(),
                "tags", Value.map("team", Value.of("data")));
    }

    private static Value.MapValue overrides() {
        Value.MapValue export =
                Value.map("classification", Value.of("export"), "properties", Value.map("PYTHON", Value.of("python3")));
        return Value.map(
                "applicationConfiguration",
                Value.list(
                        Value.map(
                                "classification", Value.of("spark-defaults"),
                                "properties", Value.map("spark.sql.catalogImplementation", Value.of("hive")),
                                "configurations", Value.list()),
                        Value.map(
                                "classification", Value.of("spark-env"),
                                "properties", Value.MapValue.EMPTY,
                                "configurations", Value.list(export))),
                "monitoringConfiguration",
                Value.map(
                        "persistentAppUI", Value.of("ENABLED"),
                        "cloudWatchMonitoringConfiguration", Value.map("logGroupName", Value.of("/emr/spark")),
                        "s3MonitoringConfiguration", Value.map("logUri", Value.of("s3://logs/")),
                        "containerLogRotationConfiguration",
                                Value.map("rotationSize", Value.of("2MB"), "maxFilesToKeep", Value.of(3))));
    }
}
