package dev.envctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Ignored;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenseTest {

    @Test
    void importsOnlyWhatNobodyOwned() {
        assertThat(LineProgress.startLine(claim(Optional.empty()))).isEqualTo("Role/b: Importing...");
        assertThat(LineProgress.startLine(claim(Optional.of("Role/a")))).isEqualTo("Role/b: Moving...");
        assertThat(LineProgress.startLine(claim(Optional.of("Role/b")))).isEqualTo("Role/b: Tagging...");
    }

    private static Step claim(Optional<String> owned) {
        LiveObject object = new LiveObject(
                KindName.of("Role"),
                "b",
                Value.MapValue.EMPTY,
                Value.MapValue.EMPTY,
                owned.map(
                        address -> new Ownership("dev.us-east-1", address(address), "", 1, Ownership.Protection.NONE)),
                Phase.READY,
                "ready",
                Optional.empty(),
                Optional.empty());
        return new Step(
                new StepId(StepId.Verb.CLAIM, address("Role/b"), 1),
                List.of(),
                Value.MapValue.EMPTY,
                Ordered.copyOf(Map.of()),
                Optional.of(object),
                List.of(),
                Ignored.NOTHING,
                Optional.empty(),
                false);
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
