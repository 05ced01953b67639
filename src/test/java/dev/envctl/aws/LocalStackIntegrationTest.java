package dev.envctl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.LiveObject;
import dev.envctl.testing.KindTrial;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// The kinds that LocalStack's community edition has, in a container. Skipped where there is no Docker engine. The
/// image is the last series that needs no account.
@Testcontainers(disabledWithoutDocker = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalStackIntegrationTest {

    @Container
    private static final LocalStackContainer LOCALSTACK =
            new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.3.0"));

    private AwsProvider aws = KindTrial.provider(URI.create("http://127.0.0.1:1"));

    private record Life(String kind, MapValue desired, MapValue changes, String changed) {
        @Override
        public String toString() {
            return kind;
        }
    }

    @BeforeAll
    void connect() {
        aws = KindTrial.provider(LOCALSTACK.getEndpoint());
    }

    static Stream<Life> lives() {
        return Stream.of(
                new Life(
                        "ManagedPolicy",
                        Value.map(
                                "policyName", Value.of("envctl-lives"),
                                "path", Value.of("/"),
                                "policyDocument", document("s3:GetObject"),
                                "tags", Value.map("team", Value.of("a"))),
                        Value.map("policyDocument", document("s3:PutObject")),
                        "/policyDocument"),
                new Life(
                        "Bucket",
                        Value.map(
                                "bucketName", Value.of("envctl-lives"),
                                "encryption", Value.map("sseAlgorithm", Value.of("AES256")),
                                "tags", Value.map("team", Value.of("a"))),
                        Value.map("versioning", Value.of("Enabled")),
                        "/versioning"));
    }

    @ParameterizedTest
    @MethodSource("lives")
    void livesThroughCreateUpdateAndDelete(Life life) {
        KindTrial trial = KindTrial.of(aws, life.kind());

        LiveObject born = trial.create("lives", life.desired());
        assertThat(born.spec().entries())
                .containsAllEntriesOf(Map.copyOf(life.desired().entries()));
        assertThat(born.ownership()).contains(trial.ownership("lives"));
        assertThat(trial.owned()).extracting(LiveObject::id).contains(born.id());

        MapValue changed = life.desired().merge(life.changes());
        LiveObject updated = trial.update(born, "lives", changed, life.changed());
        assertThat(updated.spec().entries()).containsAllEntriesOf(Map.copyOf(changed.entries()));

        trial.delete(updated);
        trial.delete(updated);
        assertThat(trial.owned()).extracting(LiveObject::id).doesNotContain(born.id());
    }

    private static MapValue document(String action) {
        return Value.map(
                "Version", Value.of("2012-10-17"),
                "Statement",
                        Value.list(Value.map(
                                "Effect", Value.of("Allow"),
                                "Action", Value.of(action),
                                "Resource", Value.of("*"))));
    }
}
