package dev.envctl.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.aws.CallListener.Outcome;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.testing.TurnableClock;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;

class CallListenerTest {

    private final TurnableClock clock = new TurnableClock();
    private final Sandbox sandbox = Sandbox.inMemory(SandboxOptions.at(clock));
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void isToldOfEachCallOnceWithWhatBecameOfIt() {
        iam().listRoles();

        assertThat(told).containsExactly("iam ListRoles SUCCESS 0");
    }

    @Test
    void isToldHowOftenTheServiceSaidThatItIsTooMuch() {
        sandbox.faults().on("iam", "ListRoles").times(2).throttle();

        iam().listRoles();

        assertThat(told).containsExactly("iam ListRoles SUCCESS 2");
    }

    @Test
    void isToldOfACallThatWasThrottledToTheEnd() {
        sandbox.faults().on("iam", "ListRoles").throttle();

        assertThatThrownBy(() -> iam().listRoles()).isInstanceOf(SdkException.class);

        assertThat(told).containsExactly("iam ListRoles THROTTLED 4");
    }

    @Test
    void tellsDeniedRefusedAndFailedApart() {
        sandbox.faults().on("iam", "ListRoles").deny();
        sandbox.faults().on("iam", "ListPolicies").breakDown();

        assertThatThrownBy(() -> iam().listRoles()).isInstanceOf(SdkException.class);
        assertThatThrownBy(() -> iam().getRole(request -> request.roleName("nobody")))
                .isInstanceOf(SdkException.class);
        assertThatThrownBy(() -> iam().listPolicies()).isInstanceOf(SdkException.class);

        assertThat(told)
                .containsExactly("iam ListRoles DENIED 0", "iam GetRole REFUSED 0", "iam ListPolicies FAILED 0");
    }

    private IamClient iam() {
        AwsSettings settings = AwsSettings.local(
                        "us-east-1", URI.create(sandbox.endpoint()), "test", new AwsSettings.Time(clock, clock::turn))
                .telling((String service, String action, Outcome outcome, int throttles) ->
                        told.add("%s %s %s %d".formatted(service, action, outcome, throttles)));
        return new AwsProvider(settings).clients().iam();
    }
}
