package dev.envctl.runner.web.view;

import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.EnvironmentState.Health;
import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.Run;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// All environments, by repository. `shown` of `total` remain after the filter.
public record EnvironmentsPage(
        Frame frame, Query query, List<Choice> choices, List<Group> groups, int shown, int total) {

    public EnvironmentsPage {
        choices = List.copyOf(choices);
        groups = List.copyOf(groups);
    }

    /// What to look for in names, and which states.
    public record Query(String text, Show show) {
        String link() {
            return "/?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&show="
                    + show.name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Show {
        ALL("All"),
        ATTENTION("Needs attention"),
        PENDING("Pending"),
        DRIFTED("Drifted"),
        DEGRADED("Degraded");

        private final String words;

        Show(String words) {
            this.words = words;
        }

        /// Anything else shows all.
        public static Show parse(String text) {
            for (Show show : values()) {
                if (show.name().equalsIgnoreCase(text)) {
                    return show;
                }
            }
            return ALL;
        }

        private boolean holds(EnvironmentState state) {
            return switch (this) {
                case ALL -> true;
                case ATTENTION -> state.sync() != Sync.IN_SYNC || state.health() == Health.DEGRADED;
                case PENDING -> state.sync() == Sync.PENDING || state.sync() == Sync.CONFLICT;
                case DRIFTED -> state.sync() == Sync.DRIFTED || state.sync() == Sync.CONFLICT;
                case DEGRADED -> state.health() == Health.DEGRADED;
            };
        }
    }

    public record Choice(String text, String name, int count, boolean chosen) {}

    public record Group(String repository, List<Row> rows) {
        public Group {
            rows = List.copyOf(rows);
        }
    }

    public record Row(
            String directory,
            String owner,
            String link,
            Pill sync,
            Pill health,
            int resources,
            Optional<Moment> drift,
            Optional<Moment> checked,
            Optional<RunRow> last) {

        static Row of(EnvironmentState state, Optional<RunRow> last, Instant now) {
            return new Row(
                    Shown.text(state.key().directory()),
                    Shown.text(state.owner()),
                    "/environments/" + EnvironmentPath.of(state.key()),
                    Pill.of(state.sync()),
                    Pill.of(state.health()),
                    state.resources(),
                    state.driftSince().map(since -> Moment.of(since, now)),
                    state.checked().map(at -> Moment.of(at, now)),
                    last);
        }
    }

    public static EnvironmentsPage of(
            Frame frame, List<EnvironmentState> states, List<Run> lastRuns, Links links, Query query, Instant now) {
        Map<EnvironmentKey, Run> last = new LinkedHashMap<>();
        lastRuns.forEach(run -> last.put(run.environment(), run));
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        for (EnvironmentState state : states) {
            if (query.show().holds(state) && matches(state, query.text())) {
                Optional<RunRow> run =
                        Optional.ofNullable(last.get(state.key())).map(found -> RunRow.of(found, links, now));
                rows.computeIfAbsent(state.key().repository(), _ -> new ArrayList<>())
                        .add(Row.of(state, run, now));
            }
        }
        List<Group> groups = rows.entrySet().stream()
                .map(entry -> new Group(Shown.text(entry.getKey()), entry.getValue()))
                .toList();
        int shown = groups.stream().mapToInt(group -> group.rows().size()).sum();
        return new EnvironmentsPage(frame, query, choices(states, query), groups, shown, states.size());
    }

    private static boolean matches(EnvironmentState state, String text) {
        String all = state.key() + " " + state.owner();
        return all.toLowerCase(Locale.ROOT).contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private static List<Choice> choices(List<EnvironmentState> states, Query query) {
        List<Choice> choices = new ArrayList<>();
        for (Show show : Show.values()) {
            String name = show.name().toLowerCase(Locale.ROOT);
            int count = (int) states.stream().filter(show::holds).count();
            choices.add(new Choice(show.words, name, count, show == query.show()));
        }
        return choices;
    }

    /// The same look again.
    public String self() {
        return query.link();
    }

    public String counted() {
        return shown == total ? Words.count(total, "environment") : shown + " of " + Words.count(total, "environment");
    }
}
