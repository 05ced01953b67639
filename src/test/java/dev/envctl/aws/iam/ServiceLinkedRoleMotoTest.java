package dev.envctl.aws.iam;

import static dev.envctl.value.Value.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.aws.AwsProvider;
import dev.envctl.provider.LiveObject;
import dev.envctl.testing.KindTrial;
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
final class ServiceLinkedRoleMotoTest {

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

    /// There is no deletion: nobody owns such a role, and the kind never takes one away. A second creation is
    /// left out, as moto refuses it with `EntityAlreadyExists` where IAM says `InvalidInput`.
    @Test
    void isSeenToAndDescribed() {
        var roles = KindTrial.of(aws, "ServiceLinkedRole");
        MapValue desired =
                map("awsServiceName", Value.of("emr-containers.amazonaws.com"), "description", Value.of("first"));
        MapValue changed = desired.with("description", Value.of("second"));
        assertThat(roles.planned("emr", desired)).isEmpty();

        LiveObject made = roles.create("emr", desired);
        LiveObject updated = roles.update(made, "emr", changed, "/description");

        assertThat(made.spec()).isEqualTo(desired);
        assertThat(made.ownership()).isEmpty();
        assertThat(updated.spec()).isEqualTo(changed);
        assertThat(roles.planned("emr", changed)).containsExactly(updated);
    }
}
