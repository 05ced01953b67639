package dev.envctl.runner.web.view;

import java.util.List;

/// So many of a list, and whether there are more behind the last. It takes one more than is shown to know.
public record Slice<T>(List<T> shown, boolean hasMore) {

    public Slice {
        shown = List.copyOf(shown);
    }

    /// Of the first `size` and one more, if there is one.
    public static <T> Slice<T> of(List<T> found, int size) {
        return new Slice<>(found.subList(0, Math.min(size, found.size())), found.size() > size);
    }
}
