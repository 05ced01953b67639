package dev.envctl.aws.eks;

import static dev.envctl.value.Value.list;
import static dev.envctl.value.Value.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.envctl.aws.AwsProvider;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.ProviderException;
import dev.envctl.testing.KindTrial;
import dev.envctl.testing.Life;
import dev.envctl.testing.MotoServer;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.envctl.testing.MotoServer#isInstalled")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EksMotoTest {

    private MotoServer moto;
    private AwsProvider aws;

    @BeforeAll
    void start() {
        moto = MotoServer.start().orElseThrow();
        aws = KindTrial.provider(moto.endpoint());
    }

    @AfterAll
    void stop() {
        moto.close();
    }

    // Each is found by its document, since moto's tagging API does not know EKS.

    /// Only tags are changed: moto answers UpdateClusterConfig with a cluster in place of the update to wait for.
    /// It does not tell the authentication mode.
    @Test
    void clusterLivesThroughCreateUpdateAndDelete() {
        MapValue desired = cluster("lives");

        new Life(KindTrial.of(aws, "Cluster"), "lives", Set.of("accessConfig"))
                .through(desired, desired.with("tags", map("team", Value.of("b"))), "/tags/team");
    }

    /// moto makes the change, but has no DescribeUpdate to wait for its end with, and tags no node groups.
    @Test
    void nodegroupLivesThroughCreateUpdateAndDelete() {
        MapValue desired = map(
                "clusterName", Value.of(madeCluster("nodes")),
                "nodegroupName", Value.of("workers"),
                "nodeRole", Value.of("arn:aws:iam::123456789012:role/nodes"),
                "subnets", list(Value.of("subnet-1"), Value.of("subnet-2")),
                "scalingConfig", scaling(1),
                "instanceTypes", list(Value.of("m6i.large")),
                "labels", map("for", Value.of("jobs")),
                "taints", list(taint("a")),
                "tags", map("team", Value.of("a")));

        MapValue changed = desired.with("labels", map("for", Value.of("endpoints")))
                .with("taints", list(taint("b")))
                .with("scalingConfig", scaling(2));
        var nodegroups = KindTrial.of(aws, "Nodegroup");
        var life = new Life(nodegroups, "lives");

        LiveObject born = life.begin(desired);
        assertThatThrownBy(() -> nodegroups.update(born, "lives", changed, "/labels/for", "/taints", "/scalingConfig"))
                .asInstanceOf(type(ProviderException.class))
                .satisfies(refusal -> assertThat(refusal.operation()).isEqualTo("eks:DescribeUpdate"));
        assertThat(nodegroups.planned("lives", changed))
                .singleElement()
                .satisfies(live -> assertThat(live.spec().entries()).containsAllEntriesOf(changed.entries()));
        life.end(born, changed);
    }

    /// Tags are all that EKS changes of a profile in place, and moto tags none.
    @Test
    void fargateProfileLivesThroughCreateAndDelete() {
        MapValue desired = map(
                "clusterName", Value.of(madeCluster("fargate")),
                "fargateProfileName", Value.of("pods"),
                "podExecutionRoleArn", Value.of("arn:aws:iam::123456789012:role/pods"),
                "subnets", list(Value.of("subnet-1")),
                "selectors", list(map("namespace", Value.of("jobs"), "labels", map("size", Value.of("large")))),
                "tags", map("team", Value.of("a")));

        var life = new Life(KindTrial.of(aws, "FargateProfile"), "lives");

        life.end(life.begin(desired), desired);
    }

    private String madeCluster(String name) {
        return KindTrial.of(aws, "Cluster").create(name, cluster(name)).id();
    }

    private static MapValue cluster(String name) {
        return map(
                "name", Value.of(name),
                "roleArn", Value.of("arn:aws:iam::123456789012:role/cluster"),
                "version", Value.of("1.33"),
                "resourcesVpcConfig",
                        map(
                                "subnetIds", list(Value.of("subnet-1"), Value.of("subnet-2")),
                                "securityGroupIds", list(Value.of("sg-1")),
                                "endpointPublicAccess", Value.of(true),
                                "endpointPrivateAccess", Value.of(false),
                                "publicAccessCidrs", list(Value.of("0.0.0.0/0"))),
                "enabledLogTypes", list(),
                "accessConfig", map("authenticationMode", Value.of("API_AND_CONFIG_MAP")),
                "encryptionConfig", list(),
                "deletionProtection", Value.of(false),
                "tags", map("team", Value.of("a")));
    }

    private static MapValue scaling(int desiredSize) {
        return map("minSize", Value.of(1), "maxSize", Value.of(3), "desiredSize", Value.of(desiredSize));
    }

    private static MapValue taint(String team) {
        return map("key", Value.of("team"), "value", Value.of(team), "effect", Value.of("NO_SCHEDULE"));
    }
}
