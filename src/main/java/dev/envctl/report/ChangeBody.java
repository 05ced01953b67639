package dev.envctl.report;

import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.FieldChange;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What happens to the attributes of one resource: all of them when it comes or goes, otherwise those that differ.
final class ChangeBody {

    private final Change change;
    private final DiffLines lines;
    private final ValueDiff diff;
    private final boolean full;
    private final Value.MapValue before;
    private final Value.MapValue after;

    ChangeBody(Change change, DiffLines lines, boolean full) {
        this.change = change;
        this.lines = lines;
        this.diff = new ValueDiff(lines, full);
        this.full = full;
        this.before = Masking.before(change);
        this.after = Masking.after(change);
    }

    void write() {
        switch (change.action()) {
            case CREATE -> diff.entries(1, Mark.ADDED, after);
            case DELETE -> diff.entries(1, Mark.REMOVED, before);
            case UPDATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE, NO_OP, READ, WAIT, FORGET -> differences();
        }
    }

    /// Whether there is anything to open a block for.
    boolean isEmpty() {
        return switch (change.action()) {
            case CREATE -> after.isEmpty();
            case DELETE -> before.isEmpty();
            case FORGET, WAIT -> true;
            case UPDATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE, NO_OP, READ ->
                attributes().isEmpty();
        };
    }

    private void differences() {
        SequencedMap<String, List<FieldChange>> changed = byAttribute();
        List<String> shown = attributes().stream()
                .filter(name -> full || changed.containsKey(name) || becomesUnknown(name))
                .toList();
        int width = ValueDiff.widest(shown);
        for (String name : shown) {
            String label = ValueDiff.label(name, width);
            List<FieldChange> fields = changed.getOrDefault(name, List.of());
            if (fields.isEmpty()) {
                untold(name, label);
            } else {
                node(1, label, FieldPath.of(name), fields);
            }
        }
        lines.hidden(1, attributes().size() - shown.size(), "attribute");
    }

    /// An attribute that no field change speaks of: unchanged (two spellings of one thing count as one), or a
    /// computed one that the service will give anew.
    private void untold(String name, String label) {
        if (becomesUnknown(name)) {
            diff.between(1, label, new Sides(before.get(name), after.get(name)), "");
        } else {
            after.get(name).or(() -> before.get(name)).ifPresent(value -> diff.whole(1, Mark.SAME, label, value, ""));
        }
    }

    private boolean becomesUnknown(String name) {
        return after.get(name).filter(value -> !value.isKnown()).isPresent()
                && !after.get(name).equals(before.get(name));
    }

    private SortedSet<String> attributes() {
        TreeSet<String> names = new TreeSet<>(before.entries().keySet());
        names.addAll(after.entries().keySet());
        change.fields().forEach(field -> names.add(name(field.path(), 0)));
        return names;
    }

    private SequencedMap<String, List<FieldChange>> byAttribute() {
        SequencedMap<String, List<FieldChange>> byAttribute = new LinkedHashMap<>();
        change.fields()
                .forEach(field -> byAttribute
                        .computeIfAbsent(name(field.path(), 0), _ -> new ArrayList<>())
                        .add(field));
        return byAttribute;
    }

    private static String name(FieldPath path, int position) {
        if (path.isRoot()) {
            return "";
        }
        return switch (path.segments().get(position)) {
            case FieldPath.Key(String key) -> key;
            case FieldPath.Index(int index) -> Integer.toString(index);
        };
    }

    /// One place in the tree of differing paths: either the difference itself, or a container on the way to some.
    private void node(int depth, String label, FieldPath path, List<FieldChange> below) {
        Optional<FieldChange> exact = below.stream()
                .filter(field ->
                        field.path().segments().size() <= path.segments().size())
                .findFirst();
        if (exact.isPresent()) {
            FieldChange field = Masking.of(exact.get());
            diff.between(depth, label, Sides.of(field), remark(field));
            return;
        }
        int position = path.segments().size();
        boolean isList = below.getFirst().path().segments().get(position) instanceof FieldPath.Index;
        lines.line(depth, Mark.CHANGED, ValueDiff.open(label, isList ? "[" : "{"));
        children(depth + 1, path, below, isList);
        lines.line(depth, Mark.SAME, isList ? "]" : "}");
    }

    private void children(int depth, FieldPath path, List<FieldChange> below, boolean isList) {
        int position = path.segments().size();
        TreeMap<FieldPath, List<FieldChange>> groups = new TreeMap<>();
        for (FieldChange field : below) {
            FieldPath child = new FieldPath(field.path().segments().subList(0, position + 1));
            groups.computeIfAbsent(child, _ -> new ArrayList<>()).add(field);
        }
        int width = ValueDiff.widest(
                groups.keySet().stream().map(child -> name(child, position)).toList());
        groups.forEach((child, fields) ->
                node(depth, isList ? "" : ValueDiff.label(name(child, position), width), child, fields));
        lines.hidden(depth, size(path) - groups.size(), "element");
    }

    private int size(FieldPath path) {
        return Math.max(
                before.at(path).map(ChangeBody::size).orElse(0),
                after.at(path).map(ChangeBody::size).orElse(0));
    }

    private static int size(Value value) {
        return switch (value) {
            case Value.MapValue map -> map.entries().size();
            case Value.ListValue list -> list.elements().size();
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _, Value.Secret _ -> 0;
        };
    }

    private String remark(FieldChange field) {
        List<String> remarks = new ArrayList<>();
        field.replaces()
                .ifPresent(why -> remarks.add(lines.style()
                        .red("# forces replacement" + (why.isEmpty() ? "" : ": " + Words.printable(why)))));
        if (change.divergence() == Divergence.CONFLICT && field.divergence() != Divergence.NONE) {
            remarks.add(lines.style().dim("# " + field.divergence().name().toLowerCase(Locale.ROOT)));
        }
        return String.join(" ", remarks);
    }
}
