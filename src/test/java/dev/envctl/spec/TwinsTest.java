package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.ProblemException;
import dev.envctl.testing.Environments;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TwinsTest {

    private static final EnvironmentSettings DEV = settings("environments/dev", "dev", "1", "eu-central-1");

    @Test
    void noticesACopy() {
        EnvironmentSettings copy = settings("environments/dev-2", "dev", "1", "eu-central-1");
        Twins twins = new Twins(List.of(DEV, copy));

        assertThatThrownBy(() -> twins.check(copy))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        found -> assertThat(found.problems().getFirst().detail())
                                .isEqualTo("environments/dev-2 and environments/dev are both called dev in"
                                        + " eu-central-1."));
        assertThatThrownBy(() -> twins.check(DEV)).isInstanceOf(ProblemException.class);
    }

    @Test
    void anotherNameRegionOrAccountIsAnotherEnvironment() {
        List<EnvironmentSettings> all = List.of(
                DEV,
                settings("environments/prod", "prod", "1", "eu-central-1"),
                settings("environments/dev-us", "dev", "1", "us-east-1"),
                settings("environments/dev-lab", "dev", "2", "eu-central-1"));

        Twins twins = new Twins(all);

        assertThatNoException().isThrownBy(() -> all.forEach(twins::check));
    }

    private static EnvironmentSettings settings(String directory, String name, String account, String region) {
        EnvironmentSettings usual = Environments.settings(EnvironmentSettings.DeleteProtection.ALLOW);
        return new EnvironmentSettings(
                name,
                directory,
                usual.target(),
                Optional.of(account),
                region,
                usual.assumeRole(),
                usual.tags(),
                usual.ignoredTags(),
                usual.deletes(),
                usual.lock(),
                usual.inputs(),
                usual.places());
    }
}
