package dev.envctl.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final RepositorySettings REPOSITORY =
            ReviewSettings.usual().repositories().getFirst();

    @Test
    void theFirstRuleThatMatchesCounts() {
        assertThat(REPOSITORY.rule("environments/prod-eu").map(EnvironmentRule::path))
                .contains("environments/prod*");
        assertThat(REPOSITORY.rule("environments/dev").map(EnvironmentRule::apply))
                .contains(ApplyOn.MERGE);
    }

    @Test
    void whatNoRuleMatchesIsNobodysBusiness() {
        assertThat(REPOSITORY.rule("playground/dev")).isEmpty();
        assertThat(REPOSITORY.rule("environments/team/dev")).isEmpty();
        assertThat(REPOSITORY.rule("environments/\0")).isEmpty();
    }
}
