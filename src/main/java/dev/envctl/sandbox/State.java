package dev.envctl.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// All tables of a world, and what they were before the running transaction. Used by one thread at a time.
final class State {

    private final SequencedMap<String, SequencedMap<String, Row>> tables = new LinkedHashMap<>();
    private final Map<String, SequencedMap<String, Row>> before = new LinkedHashMap<>();

    SequencedMap<String, SequencedMap<String, Row>> tables() {
        return tables;
    }

    SequencedMap<String, Row> rows(String table) {
        return tables.computeIfAbsent(table, _ -> new LinkedHashMap<>());
    }

    void put(String table, String key, Row row) {
        SequencedMap<String, Row> rows = rows(table);
        if (Optional.ofNullable(rows.get(key)).filter(row::sameAs).isPresent()) {
            return;
        }
        remember(table);
        rows.put(key, row);
    }

    Optional<Row> remove(String table, String key) {
        SequencedMap<String, Row> rows = rows(table);
        if (rows.containsKey(key)) {
            remember(table);
        }
        return Optional.ofNullable(rows.remove(key));
    }

    /// What another process has written takes the place of everything known.
    void replaceWith(Map<String, SequencedMap<String, Row>> loaded) {
        tables.clear();
        tables.putAll(loaded);
    }

    boolean isChanged() {
        return !before.isEmpty();
    }

    void commit() {
        before.clear();
    }

    void rollback() {
        tables.putAll(before);
        before.clear();
    }

    private void remember(String table) {
        before.computeIfAbsent(table, _ -> new LinkedHashMap<>(rows(table)));
    }
}
