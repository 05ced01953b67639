package dev.envctl.aws.emrcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Phase;
import dev.envctl.testing.AwsBench;
import dev.envctl.testing.MotoServer;
import dev.envctl.testing.TurnableClock;
import dev.envctl.value.Value;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.eks.EksClient;

@EnabledIf("dev.envctl.testing.MotoServer#isInstalled")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VirtualClusterMotoTest {

    private static final String KIND = "VirtualCluster";

    private MotoServer moto;
    private AwsBench bench;

    @BeforeAll
    void start() {
        moto = MotoServer.start().orElseThrow();
        bench = new AwsBench(moto.endpoint(), new TurnableClock());
        EksClient eks = bench.provider().clients().eks();
        eks.createCluster(cluster -> cluster.name("data-platform")
                .roleArn("arn:aws:iam::123456789012:role/cluster")
                .resourcesVpcConfig(network -> network.subnetIds("subnet-1", "subnet-2")));
    }

    @AfterAll
    void stop() {
        moto.close();
    }

    @Test
    void isMadeAndFoundAgainInOneCall() {
        Value.MapValue desired = spec("found");
        LiveObject made = create("found", desired);
        long before = bench.provider().calls();

        List<LiveObject> owned = bench.owned(KIND);

        assertThat(bench.provider().calls() - before).isEqualTo(1);
        assertThat(made.spec()).isEqualTo(desired);
        assertThat(owned)
                .filteredOn(live -> live.id().equals(made.id()))
                .singleElement()
                .satisfies(live -> {
                    assertThat(live.spec()).isEqualTo(desired);
                    assertThat(live.phase()).isEqualTo(Phase.READY);
                    assertThat(live.ownership()).contains(AwsBench.ownership(KIND, "found", 1));
                });
    }

    @Test
    void isAbsentOnceTerminatedAlthoughItStaysListed() {
        LiveObject made = create("gone", spec("gone"));

        bench.kind(KIND).delete(made, bench.session());
        bench.kind(KIND).delete(made, bench.session());

        assertThat(bench.owned(KIND, AwsBench.managed(KIND, "gone", spec("gone"))))
                .noneMatch(live -> live.id().equals(made.id()));
        assertThat(bench.reported()).contains(made.id() + " TERMINATED");
    }

    @Test
    void isLookedUpByNameWhileItRuns() {
        LiveObject made = create("named", spec("named"));

        assertThat(bench.owned(KIND, AwsBench.external(KIND, "other", Value.map("name", Value.of("named")))))
                .filteredOn(live -> live.soughtBy().isPresent())
                .extracting(LiveObject::id)
                .containsExactly(made.id());
    }

    @Test
    void looksUpItsClusterWithWhatOthersReferTo() {
        List<LiveObject> found = bench.owned(
                "Cluster", AwsBench.external("Cluster", "main", Value.map("name", Value.of("data-platform"))));

        assertThat(found).singleElement().satisfies(cluster -> {
            assertThat(cluster.computed().text("status")).contains("ACTIVE");
            assertThat(cluster.computed().text("issuer"))
                    .hasValueSatisfying(url -> assertThat(url).startsWith("https://"));
        });
        assertThat(bench.owned("Cluster", AwsBench.external("Cluster", "main", Value.map("name", Value.of("none")))))
                .isEmpty();
    }

    private LiveObject create(String name, Value.MapValue desired) {
        return bench.kind(KIND).create(desired, AwsBench.ownership(KIND, name, 1), bench.session());
    }

    private static Value.MapValue spec(String namespace) {
        return Value.map(
                "name",
                Value.of(namespace),
                "containerProvider",
                Value.map(
                        "id", Value.of("data-platform"),
                        "type", Value.of("EKS"),
                        "info", Value.map("eksInfo", Value.map("namespace", Value.of(namespace)))),
                "tags",
                Value.map("team", Value.of("data")));
    }
}
