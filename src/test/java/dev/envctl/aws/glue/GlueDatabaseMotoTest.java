package dev.envctl.aws.glue;

import static dev.envctl.value.Value.map;

import dev.envctl.aws.AwsProvider;
import dev.envctl.testing.KindTrial;
import dev.envctl.testing.Life;
import dev.envctl.testing.MotoServer;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.envctl.testing.MotoServer#isInstalled")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GlueDatabaseMotoTest {

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
        MapValue desired = map(
                "name", Value.of("lives"),
                "description", Value.of("first"),
                "locationUri", Value.of("s3://warehouse/lives"),
                "parameters", map("owner", Value.of("a")),
                "tags", map("team", Value.of("a")));
        MapValue changed = desired.with("description", Value.of("second"))
                .with("parameters", map("owner", Value.of("b")))
                .with("tags", map("team", Value.of("b")));

        new Life(KindTrial.of(aws, "GlueDatabase"), "lives")
                .through(desired, changed, "/description", "/parameters/owner", "/tags/team");
    }
}
