package dev.envctl.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Rows by key.
public interface Table<T> {

    Optional<T> get(String key);

    void put(String key, T row);

    Optional<T> remove(String key);

    List<T> rows();

    default List<T> where(Predicate<T> condition) {
        return rows().stream().filter(condition).toList();
    }
}
