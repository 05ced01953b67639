package dev.envctl.runner.web.view;

import dev.envctl.runner.run.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All runs, newest first.
public record RunsPage(Frame frame, List<Option> kinds, List<Option> states, List<RunRow> runs, String older) {

    public RunsPage {
        kinds = List.copyOf(kinds);
        states = List.copyOf(states);
        runs = List.copyOf(runs);
    }

    /// An entry of a list to choose from.
    public record Option(String value, String text, boolean chosen) {}

    public record Query(Optional<Run.Kind> kind, Optional<Run.State> state) {}

    public static RunsPage of(Frame frame, Slice<Run> runs, Query query, Links links, Instant now) {
        String older = runs.hasMore()
                ? "/runs?kind=" + name(query.kind()) + "&state=" + name(query.state()) + "&before="
                        + runs.shown().getLast().id()
                : "";
        return new RunsPage(
                frame,
                options(List.of(Run.Kind.values()), query.kind()),
                options(List.of(Run.State.values()), query.state()),
                runs.shown().stream().map(run -> RunRow.of(run, links, now)).toList(),
                older);
    }

    private static <E extends Enum<E>> List<Option> options(List<E> all, Optional<E> chosen) {
        List<Option> options = new ArrayList<>();
        options.add(new Option("", "any", chosen.isEmpty()));
        all.forEach(value -> options.add(new Option(
                name(Optional.of(value)),
                name(Optional.of(value)),
                chosen.filter(value::equals).isPresent())));
        return options;
    }

    private static String name(Optional<? extends Enum<?>> value) {
        return value.map(found -> found.name().toLowerCase(Locale.ROOT)).orElse("");
    }
}
