/// What a run does, by the same engine as the command line. Begin at [EngineWork], which turns failures into endings;
/// `PlanWork`, `ApplyWork` and `DriftWork` are its three kinds, `Job` what they share; [Repositories] is what git
/// knows. Everything that comes out of a repository is somebody else's: `AllowedSources`, `SecretRule` and `AccessRule`
/// say what it may ask for. May import `settings`, `run` and `forge`.
@NullMarked
package dev.envctl.runner.work;

import org.jspecify.annotations.NullMarked;
