package dev.envctl.spec;

import dev.envctl.value.KindName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes out what an expression says in short about loops, so that it means the same outside of them: `[each.key]` and
/// `[each.index]` become the key and the number, and `Subnet.private[*].subnetId` the list of every turn's attribute.
/// Of a document without a loop, `[*]` is the list of the one there is, or of none when its `when` is false.
final class LoopNames {

    private static final String STEP = "\\.\\w+|\\[\"[^\"]*\"]";
    private static final Pattern EVERY =
            Pattern.compile("(?<![\\w.\\]])([A-Z]\\w*)(?:\\.(\\w+)|\\[\"([^\"]*)\"])\\[\\*]((?:" + STEP + ")*)");

    private final Unit unit;
    private final Optional<Each> each;

    LoopNames(Unit unit, Optional<Each> each) {
        this.unit = unit;
        this.each = each;
    }

    String writeOut(String source) {
        String known = each.filter(_ -> source.contains("[each."))
                .map(turn -> source.replace("[each.key]", "[\"" + turn.key() + "\"]")
                        .replace("[each.index]", "[" + turn.index() + "]"))
                .orElse(source);
        return known.contains("[*]") ? EVERY.matcher(known).replaceAll(this::every) : known;
    }

    private String every(java.util.regex.MatchResult found) {
        String kind = found.group(1);
        String name = Optional.ofNullable(found.group(2)).orElseGet(() -> found.group(3));
        String start = kind + "[\"" + name + "\"]";
        String rest = found.group(4);
        return Matcher.quoteReplacement(turns(kind, name)
                .map(keys -> keys.stream()
                        .map(key -> start + (key.isEmpty() ? "" : "[\"" + key + "\"]") + rest)
                        .collect(Collectors.joining(", ", "[", "]")))
                .orElse("[" + start + rest + "]"));
    }

    /// Empty for what is not there or loops over itself; the plain name says so, then.
    private Optional<List<String>> turns(String kind, String name) {
        return Optional.of(kind)
                .filter(KindName::isLegal)
                .flatMap(legal -> unit.documents().find(KindName.of(legal), name))
                .flatMap(this::turns);
    }

    private Optional<List<String>> turns(Document document) {
        if (unit.loading()
                .enter(unit.label() + "the loop of " + document.subject())
                .isPresent()) {
            return Optional.empty();
        }
        try {
            Instances instances = unit.instances(document);
            return instances.broken() ? Optional.empty() : Optional.of(List.copyOf(instances.keys()));
        } finally {
            unit.loading().leave();
        }
    }
}
