package dev.envctl.spec;

import dev.envctl.value.FieldPath;
import java.util.List;
import java.util.Optional;

/// The `lifecycle:` of a document. `createBeforeDestroy` is empty when the document leaves the choice to the kind.
public record Lifecycle(
        boolean protect,
        Optional<Boolean> createBeforeDestroy,
        List<FieldPath> ignoreChanges,
        OnDelete onDelete,
        boolean adopt) {

    public enum OnDelete {
        DELETE,
        RETAIN
    }

    public static final Lifecycle DEFAULT = new Lifecycle(false, Optional.empty(), List.of(), OnDelete.DELETE, false);

    public Lifecycle {
        ignoreChanges = List.copyOf(ignoreChanges);
    }
}
