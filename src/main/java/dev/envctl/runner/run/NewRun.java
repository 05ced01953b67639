package dev.envctl.runner.run;

import java.util.Optional;

/// A run to be queued. Of two with the same `once` only the first is: `plan:acme/platform#7@<sha>:environments/dev`.
public record NewRun(
        EnvironmentKey environment,
        Run.Kind kind,
        Run.Cause cause,
        Run.Revision revision,
        Optional<String> expectedDigest,
        String once) {}
