package dev.envctl.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Role/jobExecution",
                "studio.Role/job-execution",
                "outer.inner.Role/x",
                "StudioSessionMapping/user:alice@example.com",
                "studio.StudioSessionMapping/user:alice@example.com",
                "team:blue.Role/x:a.b/C",
            })
    void readsBackWhatItWrites(String text) {
        assertThat(Address.parse(text))
                .hasValueSatisfying(address -> assertThat(address).hasToString(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Role",
                "role/x",
                "Role/X",
                "Role/x:",
                "Role/x:a\nb",
                "a..Role/x",
                "Role/x y",
                "s.t",
                "Role/x:#"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }
}
