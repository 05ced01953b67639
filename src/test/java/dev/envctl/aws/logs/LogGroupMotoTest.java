package dev.envctl.aws.logs;

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
final class LogGroupMotoTest {

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
                "logGroupName", Value.of("/trial/lives"),
                "retentionInDays", Value.of(7),
                "tags", map("team", Value.of("a")));
        MapValue changed = desired.with("retentionInDays", Value.of(30)).with("tags", map("team", Value.of("b")));

        new Life(KindTrial.of(aws, "LogGroup"), "lives").through(desired, changed, "/retentionInDays", "/tags/team");
    }

    @Test
    void keepsForEverOnceItsRetentionIsTakenAway() {
        MapValue desired = map(
                "logGroupName", Value.of("/trial/kept"),
                "retentionInDays", Value.of(7),
                "tags", MapValue.EMPTY);

        new Life(KindTrial.of(aws, "LogGroup"), "kept")
                .through(desired, desired.with("retentionInDays", Value.of(0)), "/retentionInDays");
    }
}
