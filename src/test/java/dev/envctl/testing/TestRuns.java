package dev.envctl.testing;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import java.util.Optional;

/// Runs to be queued, all of one pull request of one repository.
public final class TestRuns {

    public static final int PULL_REQUEST = 7;

    private TestRuns() {}

    public static EnvironmentKey environment(String name) {
        return new EnvironmentKey("github", "acme/platform", "environments/" + name);
    }

    public static NewRun plan(String environment, String head) {
        return run(Kind.PLAN, environment, head);
    }

    public static NewRun apply(String environment, String head) {
        return run(Kind.APPLY, environment, head);
    }

    public static NewRun run(Kind kind, String environment, String head) {
        return new NewRun(
                environment(environment),
                kind,
                new Run.Cause(Run.Trigger.PULL_REQUEST, "ada", Optional.of(PULL_REQUEST)),
                new Run.Revision(head, Optional.of("base")),
                Optional.empty(),
                kind + ":" + environment + "@" + head);
    }
}
