package dev.envctl.runner.settings;

import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// One field of a cron: `*`, `5`, `1-5`, `*/15`, `9-17/2`, `MON,WED`, and lists of these. `isEvery` is true of a field
/// that begins with `*`, which restricts no day and no hour.
record CronField(NavigableSet<Integer> values, boolean isEvery) {

    enum Unit {
        MINUTE(0, 59, ""),
        HOUR(0, 23, ""),
        DAY(1, 31, ""),
        MONTH(1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
        WEEKDAY(0, 7, "SUN MON TUE WED THU FRI SAT");

        private final int least;
        private final int most;
        private final String names;

        Unit(int least, int most, String names) {
            this.least = least;
            this.most = most;
            this.names = names;
        }

        private int number(String word) {
            int named = List.of(names.split(" ", -1)).indexOf(word.toUpperCase(Locale.ROOT));
            if (named >= 0) {
                return named + least;
            }
            int number = word.matches("\\d{1,2}") ? Integer.parseInt(word) : -1;
            if (number < least || number > most) {
                throw new IllegalArgumentException(
                        "\"%s\" is no %s (%d to %d)".formatted(word, name().toLowerCase(Locale.ROOT), least, most));
            }
            return number;
        }

        /// A range may end on Sunday.
        private int end(String word, int from) {
            int number = number(word);
            return this == WEEKDAY && number == 0 && from > 0 ? most : number;
        }
    }

    private static final Pattern PART = Pattern.compile("(\\*|\\w+)(?:-(\\w+))?(?:/(\\d{1,2}))?");

    static CronField parse(Unit unit, String text) {
        NavigableSet<Integer> values = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            add(unit, part, values);
        }
        return new CronField(values, text.startsWith("*"));
    }

    private static void add(Unit unit, String part, NavigableSet<Integer> values) {
        Matcher matcher = PART.matcher(part);
        if (!matcher.matches() || part.startsWith("*-")) {
            throw new IllegalArgumentException("\"%s\" is no part of a cron".formatted(part));
        }
        Optional<String> step = Optional.ofNullable(matcher.group(3));
        boolean all = matcher.group(1).equals("*");
        int from = all ? unit.least : unit.number(matcher.group(1));
        int to = Optional.ofNullable(matcher.group(2))
                .map(word -> unit.end(word, from))
                .orElse(all || step.isPresent() ? unit.most : from);
        int by = step.map(Integer::parseInt).orElse(1);
        if (by == 0 || to < from) {
            throw new IllegalArgumentException("\"%s\" has nothing in it".formatted(part));
        }
        IntStream.iterate(from, value -> value <= to, value -> value + by)
                .map(value -> unit == Unit.WEEKDAY ? value % 7 : value)
                .forEach(values::add);
    }

    boolean has(int value) {
        return values.contains(value);
    }
}
