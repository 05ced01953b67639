package dev.envctl.runner.work;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Trigger;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.DriftSettings;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import dev.envctl.runner.settings.RunnerSettings.RepositorySettings;

/// Runs are queued by the settings of that moment, and done by those of this one: whoever takes an environment out of
/// them, or says that it is not to be applied, means what waits as well.
final class SettingsRule {

    private static final String WAY_OUT =
            "Nothing more was touched. If it is to be done, say so in the runner's settings and ask for it again.";

    private SettingsRule() {}

    /// Where the run's environment is from. Throws when the settings do not want the run any more.
    static RepositorySettings check(Run run, RunnerSettings settings) {
        RepositorySettings repository = settings.repository(
                        run.environment().forge(), run.environment().repository())
                .orElseThrow(() -> refusal("%s is not among the runner's repositories any more."
                        .formatted(run.environment().repository())));
        String directory = run.environment().directory();
        EnvironmentRule rule = repository
                .rule(directory)
                .orElseThrow(
                        () -> refusal("No rule of the runner's settings covers %s any more.".formatted(directory)));
        if (run.kind() == Run.Kind.APPLY && !applies(rule, run.cause().trigger())) {
            throw refusal("The runner's settings do not let %s be applied like this any more.".formatted(directory));
        }
        return repository;
    }

    private static boolean applies(EnvironmentRule rule, Trigger trigger) {
        return trigger == Trigger.SELF_HEAL
                ? rule.drift().filter(DriftSettings::selfHeal).isPresent()
                : rule.apply() != ApplyOn.NEVER;
    }

    private static ProblemException refusal(String detail) {
        return new ProblemException(Problem.of(Code.NOT_IN_SETTINGS, detail).withHint(WAY_OUT));
    }
}
