package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.SpecCodec;
import dev.envctl.testing.TestClusters;
import dev.envctl.trail.Findings;
import dev.envctl.trail.Moved;
import dev.envctl.trail.Trail;
import dev.envctl.value.Address;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterTrailTest {

    private static final Address MAP = Address.of("Manifest", "settings");
    private static final Ownership OWNERSHIP =
            new Ownership("analytics.us-east-1", MAP, "0123", 1, Ownership.Protection.NONE);
    private static final String PATH = "/api/v1/namespaces/default/configmaps/settings";
    private static final String MANIFEST = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: default}
        data: {level: "1"}
        """;

    private final TestClusters clusters = TestClusters.start();
    private final ClusterClients clients = new ClusterClients(clusters, new AtomicLong(), 0);
    private final Manifest kind = new Manifest(clients);

    @AfterEach
    void close() {
        clusters.close();
    }

    @Test
    void namesTheProgramThatWroteLastAndOnlyIfItWroteSince() {
        Moved moved = moved(create());
        assertThat(ask(moved, Instant.EPOCH).unknown()).containsExactly(MAP);

        clusters.mergePatch(PATH, "{\"data\": {\"level\": \"2\"}}");

        assertThat(ask(moved, Instant.EPOCH).culprits()).singleElement().satisfies(culprit -> {
            assertThat(culprit.address()).isEqualTo(MAP);
            assertThat(culprit.principal()).isNotBlank().isNotEqualTo("envctl");
            assertThat(culprit.call()).isEqualTo("kubernetes:Update");
            assertThat(culprit.eventId()).isEmpty();
        });
        assertThat(ask(moved, Instant.parse("2999-01-01T00:00:00Z")).unknown()).containsExactly(MAP);
    }

    private Findings ask(Moved moved, Instant since) {
        return new ClusterTrail(clients, clusters.session()).ask(new Trail.Question(List.of(moved), Set.of(), since));
    }

    private Moved moved(Observed<Manifest.Spec> live) {
        return new Moved(MAP, kind.definition().traits(), live.id(), SpecCodec.write(live.spec()));
    }

    private Observed<Manifest.Spec> create() {
        return kind.create(
                new Manifest.Spec(TestClusters.CLUSTER, Yaml.map(MANIFEST), Optional.empty()),
                OWNERSHIP,
                clusters.session());
    }
}
