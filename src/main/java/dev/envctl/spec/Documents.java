package dev.envctl.spec;

import dev.envctl.value.KindName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The documents of one environment or module. Filled by [DocumentReader] and not changed afterwards.
final class Documents {

    private final Folder folder;
    private final Map<KindName, Map<String, Document>> byKind = new LinkedHashMap<>();
    private final List<Document> environments = new ArrayList<>();
    private final List<Document> definitions = new ArrayList<>();

    Documents(Folder folder) {
        this.folder = folder;
    }

    Folder folder() {
        return folder;
    }

    /// The document that has the place already, if any.
    Optional<Document> add(Document document) {
        if (document.kind().equals(Document.ENVIRONMENT)) {
            environments.add(document);
            return Optional.empty();
        }
        if (document.kind().equals(Document.MODULE_DEFINITION)) {
            definitions.add(document);
            return Optional.empty();
        }
        Map<String, Document> names = byKind.computeIfAbsent(document.kind(), _ -> new LinkedHashMap<>());
        return Optional.ofNullable(names.putIfAbsent(document.name(), document));
    }

    List<Document> environments() {
        return environments;
    }

    List<Document> definitions() {
        return definitions;
    }

    Collection<Document> modules() {
        return byKind.getOrDefault(Document.MODULE, Map.of()).values();
    }

    Optional<Document> find(KindName kind, String name) {
        return Optional.ofNullable(names(kind).get(name));
    }

    Set<String> namesOf(KindName kind) {
        return names(kind).keySet();
    }

    private Map<String, Document> names(KindName kind) {
        return byKind.getOrDefault(kind, Map.of());
    }

    /// Everything but modules.
    List<Document> resources() {
        return byKind.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Document.MODULE))
                .flatMap(entry -> entry.getValue().values().stream())
                .toList();
    }
}
