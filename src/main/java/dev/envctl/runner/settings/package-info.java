/// What `runner.yaml` says: [RunnerSettings]. Imports nothing of the runner.
@NullMarked
package dev.envctl.runner.settings;

import org.jspecify.annotations.NullMarked;
