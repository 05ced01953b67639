package dev.envctl.runner;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.Forges;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The forges of the settings by name, each made once for what the settings say of it.
final class ForgeBook {

    private final Supplier<RunnerSettings> settings;
    private final Forges forges;
    private final Map<ForgeSettings, Forge> made = new ConcurrentHashMap<>();

    ForgeBook(Supplier<RunnerSettings> settings, Forges forges) {
        this.settings = settings;
        this.forges = forges;
    }

    Optional<Forge> find(String name) {
        return Optional.ofNullable(settings.get().forges().get(name))
                .map(known -> made.computeIfAbsent(known, forges::of));
    }

    Forge get(String name) {
        return find(name)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        Code.GIT_UNAVAILABLE, "The forge %s is not in the settings any more.".formatted(name))));
    }
}
