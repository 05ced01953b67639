/// What `runner.yaml` says: [RunnerSettings], read and checked by [SettingsReader]; [SettingsChange] is what becomes of
/// it when the file changes while the runner works. Imports nothing of the runner.
@NullMarked
package dev.envctl.runner.settings;

import org.jspecify.annotations.NullMarked;
