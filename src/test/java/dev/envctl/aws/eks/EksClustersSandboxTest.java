package dev.envctl.aws.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.Clusters;
import dev.envctl.provider.Clusters.AccessEntry;
import dev.envctl.provider.LiveObject;
import dev.envctl.testing.AwsBench;
import dev.envctl.testing.EmrSandbox;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EksClustersSandboxTest {

    private static final String CLUSTER = "data-platform";
    private static final String ROLE =
            "arn:aws:iam::000000000000:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
    private static final String POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEMRJobPolicy";

    private final EmrSandbox sandbox = new EmrSandbox();
    private final AwsBench bench = sandbox.bench();
    private final Clusters clusters = new EksClusters(bench.provider().clients());

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void tellsWhereAClusterAnswersAndMakesTokensForIt() {
        var connection = clusters.connect(CLUSTER, bench.session()).orElseThrow();

        assertThat(connection.server()).startsWith("http");
        assertThat(connection.certificateAuthority()).isNotEmpty();
        assertThat(connection.authenticationMode()).isEqualTo("API_AND_CONFIG_MAP");
        assertThat(connection.token().get()).startsWith("k8s-aws-v1.");
    }

    @Test
    void knowsNoClusterThatIsNotThere() {
        assertThat(clusters.connect("none", bench.session())).isEmpty();
        assertThat(clusters.accessEntry(CLUSTER, ROLE)).isEmpty();
    }

    @Test
    void overwritesTheScopeOfAPolicyThatIsAssociatedAgain() {
        clusters.createAccessEntry(CLUSTER, ROLE, Map.of());
        clusters.createAccessEntry(CLUSTER, ROLE, Map.of());
        clusters.associatePolicy(CLUSTER, ROLE, new AccessEntry.Policy(POLICY, false, List.of("spark")));
        clusters.associatePolicy(CLUSTER, ROLE, new AccessEntry.Policy(POLICY, false, List.of("spark", "flink")));

        assertThat(clusters.accessEntry(CLUSTER, ROLE).orElseThrow().policies())
                .containsExactly(new AccessEntry.Policy(POLICY, false, List.of("spark", "flink")));
    }

    @Test
    void takesAwayTwiceWithoutAnError() {
        clusters.createAccessEntry(CLUSTER, ROLE, Map.of("team", "data"));
        clusters.associatePolicy(CLUSTER, ROLE, new AccessEntry.Policy(POLICY, true, List.of()));

        clusters.disassociatePolicy(CLUSTER, ROLE, POLICY);
        clusters.disassociatePolicy(CLUSTER, ROLE, POLICY);
        assertThat(clusters.accessEntry(CLUSTER, ROLE).orElseThrow().policies()).isEmpty();

        clusters.deleteAccessEntry(CLUSTER, ROLE);
        clusters.deleteAccessEntry(CLUSTER, ROLE);
        assertThat(clusters.accessEntry(CLUSTER, ROLE)).isEmpty();
    }

    @Test
    void showsAClusterWithEverythingThatOthersReferTo() {
        List<LiveObject> found =
                bench.owned("Cluster", AwsBench.external("Cluster", "main", Value.map("name", Value.of(CLUSTER))));

        assertThat(found)
                .singleElement()
                .satisfies(cluster -> assertThat(cluster.attributes().entries().keySet())
                        .contains(
                                "name",
                                "arn",
                                "endpoint",
                                "version",
                                "platformVersion",
                                "status",
                                "vpcId",
                                "subnetIds",
                                "securityGroupIds",
                                "clusterSecurityGroupId",
                                "issuer",
                                "authenticationMode",
                                "certificateAuthority"));
    }

    @Test
    void findsAClusterByItsTags() {
        Value.MapValue tags = Value.map("tags", Value.map("team", Value.of("platform")));
        Value.MapValue others = Value.map("tags", Value.map("team", Value.of("other")));

        assertThat(bench.owned("Cluster", AwsBench.external("Cluster", "main", tags)))
                .hasSize(1);
        assertThat(bench.owned("Cluster", AwsBench.external("Cluster", "main", others)))
                .isEmpty();
    }
}
