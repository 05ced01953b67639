package dev.envctl.runner.settings;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Settings that were read again while the runner works. `settings` is what counts from now on: the new ones, with
/// the old values of what can only change at a start. `changed` and `restart` name fields of the file.
public record SettingsChange(RunnerSettings settings, List<String> changed, List<String> restart) {

    /// Bound to sockets, files and pools that are opened once.
    private static final Map<String, Function<RunnerSettings, Object>> AT_START = atStart();

    private static final Map<String, Function<RunnerSettings, Object>> AT_ONCE = atOnce();

    public SettingsChange {
        changed = List.copyOf(changed);
        restart = List.copyOf(restart);
    }

    public static SettingsChange between(RunnerSettings running, RunnerSettings read) {
        return new SettingsChange(
                new RunnerSettings(
                        running.listen(),
                        running.publicUrl(),
                        running.dataDirectory(),
                        running.database(),
                        running.replica(),
                        running.concurrency(),
                        read.forges(),
                        read.repositories(),
                        read.modules(),
                        read.secretVariables(),
                        read.notifications(),
                        read.signIn(),
                        read.shutdownGrace(),
                        read.keep()),
                different(AT_ONCE, running, read),
                different(AT_START, running, read));
    }

    /// The new file may say that only this machine is listened to, which is not so before a restart. Throws
    /// [ProblemException] when nobody could sign in until then.
    public void requireSignIn() {
        if (!Loopback.is(settings.listen().host()) && !settings.signIn().isPossible()) {
            throw new ProblemException(Problem.of(
                            Code.SIGN_IN_MISSING,
                            "The runner listens on %s until it is restarted, and nobody could sign in any more."
                                    .formatted(settings.listen().host()))
                    .withHint("Leave signIn as it is until the restart."));
        }
    }

    public static List<String> atOnceNames() {
        return List.copyOf(AT_ONCE.keySet());
    }

    public static List<String> atStartNames() {
        return List.copyOf(AT_START.keySet());
    }

    public boolean isEmpty() {
        return changed.isEmpty() && restart.isEmpty();
    }

    private static List<String> different(
            Map<String, Function<RunnerSettings, Object>> fields, RunnerSettings running, RunnerSettings read) {
        return fields.entrySet().stream()
                .filter(field ->
                        !field.getValue().apply(running).equals(field.getValue().apply(read)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Function<RunnerSettings, Object>> atStart() {
        Map<String, Function<RunnerSettings, Object>> fields = new LinkedHashMap<>();
        fields.put("listen", RunnerSettings::listen);
        fields.put("publicUrl", RunnerSettings::publicUrl);
        fields.put("dataDirectory", RunnerSettings::dataDirectory);
        fields.put("database", RunnerSettings::database);
        fields.put("replica", RunnerSettings::replica);
        fields.put("concurrency", RunnerSettings::concurrency);
        return fields;
    }

    private static Map<String, Function<RunnerSettings, Object>> atOnce() {
        Map<String, Function<RunnerSettings, Object>> fields = new LinkedHashMap<>();
        fields.put("forges", RunnerSettings::forges);
        fields.put("repositories", RunnerSettings::repositories);
        fields.put("modules", RunnerSettings::modules);
        fields.put("secretVariables", RunnerSettings::secretVariables);
        fields.put("notifications", RunnerSettings::notifications);
        fields.put("signIn", RunnerSettings::signIn);
        fields.put("shutdownGrace", RunnerSettings::shutdownGrace);
        fields.put("keep", RunnerSettings::keep);
        return fields;
    }
}
