package dev.envctl.schema;

import dev.envctl.problem.Suggestion;
import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what `explain ManagedEndpoint.configurationOverrides` is about. Steps through the elements of lists and maps
/// without being asked to: `SecurityGroup.ingress.fromPort`.
public sealed interface Explain {

    /// `field` is the kind's spec when `path` is the root, or its look-up criteria when `external` was asked for.
    record Found(KindSchema kind, FieldPath path, FieldSchema field) implements Explain {}

    record NotFound(String detail) implements Explain {}

    static Explain find(Schemas schemas, String text) {
        List<String> steps = new ArrayList<>(List.of(text.strip().split("\\.", -1)));
        String name = steps.removeFirst();
        List<String> kinds = schemas.kinds().stream().map(KindName::text).toList();
        Optional<KindSchema> kind = schemas.byKind().values().stream()
                .filter(schema -> schema.kind().text().equalsIgnoreCase(name))
                .findFirst();
        if (kind.isEmpty()) {
            return new NotFound("There is no kind \"%s\".%s".formatted(name, Suggestion.question(name, kinds)));
        }
        if (!steps.isEmpty() && steps.getFirst().equals("spec")) {
            steps.removeFirst();
        }
        if (!steps.isEmpty()
                && steps.getFirst().equals("external")
                && kind.get().external().isPresent()) {
            steps.removeFirst();
            return descend(kind.get(), kind.get().external().get(), FieldPath.of("external"), steps);
        }
        return descend(kind.get(), kind.get().attributes(), FieldPath.ROOT, steps);
    }

    private static Explain descend(KindSchema kind, FieldSchema from, FieldPath start, List<String> steps) {
        FieldSchema here = from;
        FieldPath path = start;
        for (String step : steps) {
            FieldSchema inside = inside(here);
            FieldSchema next = inside.fields().get(step);
            if (next == null) {
                String parent = path.isRoot() ? kind.kind().text() : kind.kind() + "." + path;
                return new NotFound("%s has no field \"%s\".%s"
                        .formatted(
                                parent,
                                step,
                                Suggestion.question(step, inside.fields().keySet())));
            }
            here = next;
            path = path.key(step);
        }
        return new Found(kind, path, here);
    }

    private static FieldSchema inside(FieldSchema field) {
        if (field.items().isPresent()) {
            return inside(field.items().get());
        }
        return field.fields().isEmpty() && field.values().isPresent()
                ? inside(field.values().get())
                : field;
    }
}
