package dev.envctl.cli;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.Words;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.SettingsChange;
import dev.envctl.runner.settings.SettingsReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The life of the service: start, settings read again when the file changes or SIGHUP says so, an end that waits for
/// what is running. One thread does it all; signals only leave word.
final class Serving {

    /// A mounted ConfigMap changes by a swap of links that no file watch reliably sees, so the file is looked at.
    private static final long LOOK_EVERY_SECONDS = 2;

    private enum Word {
        STOP,
        RELOAD,
        ENDED
    }

    private final Shell shell;
    private final ServeNotes notes;
    private final SettingsReader reader;
    private final Path config;
    private final ServiceSecrets secrets;
    private final Service.Starter starter;
    private final FileContent file;
    private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();

    Serving(
            Shell shell,
            ServeNotes notes,
            SettingsReader reader,
            Path config,
            ServiceSecrets secrets,
            Service.Starter starter) {
        this.shell = shell;
        this.notes = notes;
        this.reader = reader;
        this.config = config;
        this.secrets = secrets;
        this.starter = starter;
        this.file = new FileContent(shell.directory().resolve(config));
    }

    ExitCode serve(SettingsReader.Reading read) {
        if (!read.warnings().isEmpty()) {
            notes.problems(read.warnings());
        }
        try (Interrupts.Listening _ = shell.interrupts().listen(() -> words.add(Word.STOP), this::stoppedAtOnce);
                Interrupts.Listening _ = shell.interrupts().listenHangUp(() -> words.add(Word.RELOAD));
                Service service = starter.start(read.settings(), secrets, shell)) {
            Thread.ofVirtual().name("await-end").start(() -> awaitEnd(service));
            notes.say("envctl serves %s (listens on %s)"
                    .formatted(
                            reachedAs(read.settings(), service),
                            service.address().getAuthority()));
            return untilTheEnd(service, read.settings());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    /// With port 0 nobody could write the address down before.
    private static URI reachedAs(RunnerSettings settings, Service service) {
        return settings.publicUrl().getPort() == 0 ? service.address() : settings.publicUrl();
    }

    private ExitCode untilTheEnd(Service service, RunnerSettings atStart) throws InterruptedException {
        RunnerSettings settings = atStart;
        while (true) {
            Optional<Word> word = Optional.ofNullable(words.poll(LOOK_EVERY_SECONDS, TimeUnit.SECONDS))
                    .or(() -> file.hasChanged() ? Optional.of(Word.RELOAD) : Optional.empty());
            if (word.isEmpty()) {
                continue;
            }
            switch (word.get()) {
                case RELOAD -> settings = reload(service, settings);
                case STOP -> {
                    drain(service, settings);
                    return ExitCode.OK;
                }
                case ENDED -> {
                    notes.say("The service ended by itself.");
                    return ExitCode.ERROR;
                }
            }
        }
    }

    private void awaitEnd(Service service) {
        try {
            service.awaitEnd();
            words.add(Word.ENDED);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain(Service service, RunnerSettings settings) {
        notes.say("Nothing new is taken up. What is running has %s to end; a second signal stops it at once."
                .formatted(Words.duration(settings.shutdownGrace())));
        service.drain(settings.shutdownGrace());
        notes.say("Stopped.");
    }

    private void stoppedAtOnce() {
        notes.say("Stopped at once. What was running is taken up again by the next process.");
    }

    /// The settings that count from now on: the old ones when there is anything wrong with the new.
    private RunnerSettings reload(Service service, RunnerSettings running) {
        file.hasChanged();
        try {
            SettingsReader.Reading read = reader.read(config);
            List<Problem> unreadable = secrets.problems(read.settings());
            if (!unreadable.isEmpty()) {
                throw new ProblemException(unreadable);
            }
            SettingsChange change = SettingsChange.between(running, read.settings());
            change.requireSignIn();
            if (!change.changed().isEmpty()) {
                service.reload(change.settings());
            }
            tell(change, read.warnings());
            return change.settings();
        } catch (ProblemException broken) {
            notes.problems(broken.problems());
            notes.say("The settings that were in force stay in force.");
            return running;
        }
    }

    private void tell(SettingsChange change, List<Problem> warnings) {
        if (!warnings.isEmpty()) {
            notes.problems(warnings);
        }
        notes.say(
                change.changed().isEmpty()
                        ? "The settings were read again; nothing that counts without a restart has changed."
                        : "The settings were read again; these changed: %s."
                                .formatted(String.join(", ", change.changed())));
        if (!change.restart().isEmpty()) {
            notes.problems(List.of(Problem.of(
                    Code.RESTART_NEEDED,
                    "%s changed, too, and %s only after a restart."
                            .formatted(
                                    String.join(", ", change.restart()),
                                    change.restart().size() == 1 ? "counts" : "count"))));
        }
    }
}
