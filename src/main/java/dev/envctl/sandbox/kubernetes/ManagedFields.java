package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who set which field of an object: `metadata.managedFields`, kept on every write, and server-side apply on top of it.
final class ManagedFields {

    /// One writer. The same name is two writers when it both applies and updates.
    record Manager(String name, String operation, String subresource) {
        static Manager applying(String name) {
            return new Manager(name, "Apply", "");
        }

        static Manager updating(String name, String subresource) {
            return new Manager(name, "Update", subresource);
        }
    }

    private record Entry(Manager manager, String apiVersion, String time, FieldSet fields) {}

    private final List<Entry> entries = new ArrayList<>();

    private ManagedFields(JsonNode object) {
        for (JsonNode node : Json.at(object, "metadata", "managedFields")) {
            entries.add(new Entry(
                    new Manager(
                            Json.text(node, "manager"), Json.text(node, "operation"), Json.text(node, "subresource")),
                    Json.text(node, "apiVersion"),
                    Json.text(node, "time"),
                    FieldSet.fromFieldsV1(node.path("fieldsV1"))));
        }
    }

    /// Notes on `after` what an ordinary write by `manager` changed since `before`.
    static void noteUpdate(JsonNode before, ObjectNode after, Manager manager, String time) {
        ManagedFields managed = new ManagedFields(before);
        FieldSet old = FieldSet.of(before);
        FieldSet now = FieldSet.of(after);
        List<List<String>> changed = now.paths().stream()
                .filter(path -> !old.contains(path) || differs(before, after, path))
                .toList();
        List<List<String>> gone =
                old.paths().stream().filter(path -> !now.contains(path)).toList();
        if (changed.isEmpty() && gone.isEmpty()) {
            managed.writeTo(after);
            return;
        }
        for (Entry entry : managed.entries) {
            entry.fields().remove(gone);
            if (!entry.manager().equals(manager)) {
                entry.fields().remove(changed);
            }
        }
        FieldSet own = managed.fieldsOf(manager);
        changed.forEach(own::add);
        managed.replace(new Entry(manager, Json.text(after, "apiVersion"), time, own));
        managed.writeTo(after);
    }

    private static boolean differs(JsonNode before, JsonNode after, List<String> path) {
        // an element of a keyed list is there or not; its fields have paths of their own
        return !path.getLast().startsWith("k:")
                && !FieldSet.valueAt(before, path).equals(FieldSet.valueAt(after, path));
    }

    /// Server-side apply: `applied` merged into `live`, fields that this manager gave up taken out. Throws the
    /// conflict that names each other manager of a field about to change, unless forced to take it over.
    static ObjectNode apply(
            Optional<ObjectNode> live, ObjectNode applied, String managerName, boolean force, String time) {
        Manager manager = Manager.applying(managerName);
        ObjectNode before = live.orElseGet(Json::object);
        ManagedFields managed = new ManagedFields(before);
        FieldSet wanted = FieldSet.of(applied);
        managed.settleConflicts(manager, before, applied, wanted, force);
        FieldSet previous = managed.fieldsOf(manager);
        ObjectNode merged = before.deepCopy();
        Patches.mergeByKeys(merged, applied);
        managed.givenUp(previous, wanted, manager).forEach(path -> FieldSet.removeAt(merged, path));
        boolean unchanged = live.isPresent() && previous.equals(wanted) && merged.equals(before);
        if (!unchanged) {
            managed.replace(new Entry(manager, Json.text(applied, "apiVersion"), time, wanted));
            managed.writeTo(merged);
        }
        return merged;
    }

    private void settleConflicts(Manager manager, JsonNode live, JsonNode applied, FieldSet wanted, boolean force) {
        List<ApiError.Cause> conflicts = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.manager().equals(manager)) {
                continue;
            }
            List<List<String>> taken = wanted.paths().stream()
                    .filter(entry.fields()::contains)
                    .filter(path -> differs(live, applied, path))
                    .toList();
            taken.forEach(path -> conflicts.add(new ApiError.Cause(
                    "FieldManagerConflict", "conflict with " + describe(entry), FieldSet.display(path))));
            if (force) {
                entry.fields().remove(taken);
            }
        }
        if (!force && !conflicts.isEmpty()) {
            throw ApiError.applyConflict(conflicts);
        }
    }

    private static String describe(Entry entry) {
        String name = "\"" + entry.manager().name() + "\"";
        String part = entry.manager().subresource().isEmpty()
                ? ""
                : " with subresource \"" + entry.manager().subresource() + "\"";
        return entry.manager().operation().equals("Apply") ? name + part : name + part + " using " + entry.apiVersion();
    }

    private List<List<String>> givenUp(FieldSet previous, FieldSet wanted, Manager manager) {
        return previous.paths().stream()
                .filter(path -> !wanted.contains(path))
                .filter(path -> entries.stream()
                        .noneMatch(entry -> !entry.manager().equals(manager)
                                && entry.fields().contains(path)))
                .toList();
    }

    private FieldSet fieldsOf(Manager manager) {
        return entries.stream()
                .filter(entry -> entry.manager().equals(manager))
                .map(Entry::fields)
                .findFirst()
                .orElseGet(FieldSet::empty);
    }

    private void replace(Entry entry) {
        entries.removeIf(other -> other.manager().equals(entry.manager()));
        entries.add(entry);
    }

    private void writeTo(ObjectNode object) {
        ArrayNode list = Json.array();
        for (Entry entry : entries) {
            if (entry.fields().isEmpty()) {
                continue;
            }
            ObjectNode node = list.addObject();
            node.put("manager", entry.manager().name())
                    .put("operation", entry.manager().operation())
                    .put("apiVersion", entry.apiVersion())
                    .put("time", entry.time())
                    .put("fieldsType", "FieldsV1");
            node.set("fieldsV1", entry.fields().toFieldsV1());
            if (!entry.manager().subresource().isEmpty()) {
                node.put("subresource", entry.manager().subresource());
            }
        }
        ObjectNode metadata = Json.metadata(object);
        metadata.remove("managedFields");
        if (!list.isEmpty()) {
            metadata.set("managedFields", list);
        }
    }
}
