package dev.envctl.report;

import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Two values side by side, taken apart as deep as they have structure: objects by key, lists by their shortest edit,
/// multi-line texts by line, texts that hold JSON as the document they hold.
final class ValueDiff {

    private static final int LONGEST_INLINE = 100;

    /// Tells a reader which of several objects in a list has changed.
    private static final Set<String> NAMING = Set.of("Sid", "id", "name", "key", "classification");

    private final DiffLines lines;
    private final boolean full;

    ValueDiff(DiffLines lines, boolean full) {
        this.lines = lines;
        this.full = full;
    }

    /// A whole value with one mark on each of its lines. `label` is `key: `, or empty for an element of a list.
    void whole(int depth, Mark mark, String label, Value value, String remark) {
        switch (value) {
            case Value.MapValue map
            when !map.isEmpty() && !fitsInline(label, map) -> {
                lines.line(depth, mark, open(label, "{"), remark);
                entries(depth + 1, mark, map);
                lines.line(depth, Mark.SAME, "}");
            }
            case Value.ListValue list
            when !list.elements().isEmpty() -> {
                lines.line(depth, mark, open(label, "["), remark);
                list.elements().forEach(element -> whole(depth + 1, mark, "", element, ""));
                lines.line(depth, Mark.SAME, "]");
            }
            case Value.Text(String text)
            when Json.document(text).isPresent() -> {
                lines.line(depth, mark, open(label, "json("), remark);
                whole(depth + 1, mark, "", Json.document(text).orElseThrow(), "");
                lines.line(depth, Mark.SAME, ")");
            }
            case Value.Text(String text)
            when isMultiLine(text) -> {
                lines.line(depth, mark, open(label, "|"), remark);
                text.lines().forEach(line -> lines.line(depth + 1, mark, Words.printable(line)));
            }
            case Value.MapValue _,
                    Value.ListValue _,
                    Value.Text _,
                    Value.Number _,
                    Value.Flag _,
                    Value.Null _,
                    Value.Unknown _,
                    Value.Secret _ -> lines.line(depth, mark, label + ValueText.inline(value), remark);
        }
    }

    void entries(int depth, Mark mark, Value.MapValue map) {
        int width = widest(map.entries().keySet());
        new TreeSet<>(map.entries().keySet())
                .forEach(key -> map.get(key).ifPresent(value -> whole(depth, mark, label(key, width), value, "")));
    }

    void between(int depth, String label, Sides sides, String remark) {
        if (sides.before().isPresent() && sides.after().isPresent()) {
            changed(depth, label, sides.before().get(), sides.after().get(), remark);
            return;
        }
        sides.before().ifPresent(value -> whole(depth, Mark.REMOVED, label, value, remark));
        sides.after().ifPresent(value -> whole(depth, Mark.ADDED, label, value, remark));
    }

    private void changed(int depth, String label, Value before, Value after, String remark) {
        if (before.equals(after)) {
            whole(depth, Mark.SAME, label, after, remark);
            return;
        }
        switch (before) {
            case Value.MapValue old
            when after instanceof Value.MapValue map && !old.isEmpty() && !map.isEmpty() -> {
                lines.line(depth, Mark.CHANGED, open(label, "{"), remark);
                changedEntries(depth + 1, old, map, label.isEmpty());
                lines.line(depth, Mark.SAME, "}");
            }
            case Value.ListValue old
            when after instanceof Value.ListValue list -> {
                lines.line(depth, Mark.CHANGED, open(label, "["), remark);
                changedElements(depth + 1, old.elements(), list.elements());
                lines.line(depth, Mark.SAME, "]");
            }
            case Value.Text(String old)
            when after instanceof Value.Text(String text) -> changedText(depth, label, old, text, remark);
            case Value.MapValue _,
                    Value.ListValue _,
                    Value.Text _,
                    Value.Number _,
                    Value.Flag _,
                    Value.Null _,
                    Value.Unknown _,
                    Value.Secret _ -> replaced(depth, label, before, after, remark);
        }
    }

    private void replaced(int depth, String label, Value before, Value after, String remark) {
        if (before instanceof Value.Secret || after instanceof Value.Secret) {
            lines.line(depth, Mark.CHANGED, label + ValueText.SENSITIVE, remark);
            return;
        }
        String right = ValueText.inline(after);
        if (label.length() + right.length() > LONGEST_INLINE && !(after instanceof Value.Text)) {
            whole(depth, Mark.REMOVED, label, before, remark);
            whole(depth, Mark.ADDED, label, after, "");
            return;
        }
        lines.line(depth, Mark.CHANGED, label + ValueText.brief(before) + " -> " + right, remark);
    }

    private void changedText(int depth, String label, String before, String after, String remark) {
        Optional<Value> old = Json.document(before);
        Optional<Value> document = Json.document(after);
        if (old.isPresent() && document.isPresent()) {
            lines.line(depth, Mark.CHANGED, open(label, "json("), remark);
            changed(depth + 1, "", old.get(), document.get(), "");
            lines.line(depth, Mark.SAME, ")");
        } else if (isMultiLine(before) && isMultiLine(after)) {
            lines.line(depth, Mark.CHANGED, open(label, "|"), remark);
            changedLines(depth + 1, before.lines().toList(), after.lines().toList());
        } else {
            String left = ValueText.inline(Value.of(before));
            lines.line(depth, Mark.CHANGED, label + left + " -> " + ValueText.inline(Value.of(after)), remark);
        }
    }

    private void changedEntries(int depth, Value.MapValue before, Value.MapValue after, boolean isElement) {
        TreeSet<String> keys = new TreeSet<>(before.entries().keySet());
        keys.addAll(after.entries().keySet());
        List<String> shown = keys.stream()
                .filter(key -> full
                        || (isElement && NAMING.contains(key))
                        || !before.get(key).equals(after.get(key)))
                .toList();
        int width = widest(shown);
        shown.forEach(key -> between(depth, label(key, width), new Sides(before.get(key), after.get(key)), ""));
        lines.hidden(depth, keys.size() - shown.size(), "element");
    }

    private void changedElements(int depth, List<Value> before, List<Value> after) {
        List<Sequences.Edit<Value>> edits = paired(Sequences.edits(before, after));
        int hidden = 0;
        for (int i = 0; i < edits.size(); i++) {
            Sequences.Edit<Value> edit = edits.get(i);
            if (edit.mark() == Mark.SAME && !full) {
                hidden++;
                continue;
            }
            lines.hidden(depth, hidden, "element");
            hidden = 0;
            if (edit.mark() == Mark.CHANGED) {
                changed(depth, "", edit.element(), edits.get(++i).element(), "");
            } else {
                whole(depth, edit.mark(), "", edit.element(), "");
            }
        }
        lines.hidden(depth, hidden, "element");
    }

    /// An object that was removed where another was added is one object that changed: its removal becomes
    /// [Mark#CHANGED], directly before the addition.
    private static List<Sequences.Edit<Value>> paired(List<Sequences.Edit<Value>> edits) {
        List<Sequences.Edit<Value>> paired = new ArrayList<>();
        int start = 0;
        while (start < edits.size()) {
            int added = endOf(Mark.REMOVED, edits, start);
            int end = endOf(Mark.ADDED, edits, added);
            if (end == start) {
                paired.add(edits.get(start++));
                continue;
            }
            pair(edits.subList(start, added), edits.subList(added, end), paired);
            start = end;
        }
        return paired;
    }

    private static void pair(
            List<Sequences.Edit<Value>> removed,
            List<Sequences.Edit<Value>> added,
            List<Sequences.Edit<Value>> paired) {
        boolean alike = removed.size() == added.size();
        for (int i = 0; i < removed.size(); i++) {
            boolean both = alike
                    && haveStructure(removed.get(i).element(), added.get(i).element());
            paired.add(both ? new Sequences.Edit<>(Mark.CHANGED, removed.get(i).element()) : removed.get(i));
            if (both) {
                paired.add(added.get(i));
            }
        }
        for (int i = 0; i < added.size(); i++) {
            if (!alike || !haveStructure(removed.get(i).element(), added.get(i).element())) {
                paired.add(added.get(i));
            }
        }
    }

    /// Small objects (a security group's rules) are whole things to a reader; only larger ones are worth taking
    /// apart.
    private static boolean haveStructure(Value before, Value after) {
        return before instanceof Value.MapValue old
                && after instanceof Value.MapValue map
                && !(fitsInline("", old) && fitsInline("", map));
    }

    private static int endOf(Mark mark, List<Sequences.Edit<Value>> edits, int start) {
        int end = start;
        while (end < edits.size() && edits.get(end).mark() == mark) {
            end++;
        }
        return end;
    }

    private void changedLines(int depth, List<String> before, List<String> after) {
        int hidden = 0;
        for (Sequences.Edit<String> edit : Sequences.edits(before, after)) {
            if (edit.mark() == Mark.SAME && !full) {
                hidden++;
                continue;
            }
            lines.hidden(depth, hidden, "line");
            hidden = 0;
            lines.line(depth, edit.mark(), Words.printable(edit.element()));
        }
        lines.hidden(depth, hidden, "line");
    }

    private static boolean isMultiLine(String text) {
        return text.strip().indexOf('\n') >= 0;
    }

    /// An object within a list that is nothing but a few plain fields.
    private static boolean fitsInline(String label, Value.MapValue map) {
        return label.isEmpty()
                && map.entries().values().stream().noneMatch(ValueDiff::isContainer)
                && ValueText.inline(map).length() <= LONGEST_INLINE;
    }

    private static boolean isContainer(Value value) {
        return value instanceof Value.MapValue
                || value instanceof Value.ListValue
                || (value instanceof Value.Text(String text) && isMultiLine(text));
    }

    /// Only values on one line are aligned; a bracket far to the right is hard to find.
    static String open(String label, String bracket) {
        return label.isEmpty() ? bracket : label.stripTrailing() + " " + bracket;
    }

    static int widest(Iterable<String> keys) {
        int widest = 0;
        for (String key : keys) {
            widest = Math.max(widest, ValueText.key(key).length());
        }
        return widest;
    }

    /// Values of neighbours stand below one another.
    static String label(String key, int width) {
        String name = ValueText.key(key);
        return name + ":" + " ".repeat(1 + Math.max(0, width - name.length()));
    }
}
