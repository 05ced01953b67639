package dev.envctl.aws.s3;

import static dev.envctl.value.Value.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.aws.AwsProvider;
import dev.envctl.provider.LiveObject;
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
final class BucketObjectMotoTest {

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

    @Test
    void livesThroughCreateUpdateAndDelete() {
        aws.clients().s3().createBucket(request -> request.bucket("objects"));
        var life = new Life(KindTrial.of(aws, "BucketObject"), "lives", Set.of("content"));
        MapValue desired = map(
                "bucket", Value.of("objects"),
                "key", Value.of("dags/daily.py"),
                "content", Value.of("first"),
                "contentType", Value.of("text/plain"),
                "tags", map("team", Value.of("a")));
        MapValue changed = desired.with("content", Value.of("second")).with("tags", map("team", Value.of("b")));

        // what lies there is told by its hash
        LiveObject born = life.begin(desired);
        LiveObject updated = life.change(born, changed, "/content", "/tags/team");
        life.end(updated, changed);

        assertThat(updated.computed().text("sha256"))
                .isPresent()
                .isNotEqualTo(born.computed().text("sha256"));
    }
}
