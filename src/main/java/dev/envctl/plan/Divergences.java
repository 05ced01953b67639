package dev.envctl.plan;

import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

/// Tells who moved, field by field, from the ledger's hash of what was last applied.
///
/// desired = applied, live ≠ applied → drift; desired ≠ applied, live = applied → pending; both differ → conflict.
/// Where the ledger knows nothing of a field that git has, git added it: pending. Where there is no ledger of its own
/// (a session mapping), the difference counts as drift.
final class Divergences {

    private Divergences() {}

    static List<FieldChange> classify(
            List<FieldChange> differences, Value.MapValue desired, LiveObject live, FieldSchema spec) {
        String applied = live.ownership().map(Ownership::applied).orElse("");
        return differences.stream()
                .map(field -> with(field, of(field, applied, desired, live, spec)))
                .toList();
    }

    /// Nothing was ever applied to what is taken over: all that differs is git's.
    static List<FieldChange> ofAdopted(List<FieldChange> differences) {
        return differences.stream()
                .map(field -> with(field, Divergence.PENDING))
                .toList();
    }

    static Divergence of(List<FieldChange> differences) {
        boolean drift = differences.stream().anyMatch(field -> field.divergence() == Divergence.DRIFT);
        boolean pending = differences.stream().anyMatch(field -> field.divergence() == Divergence.PENDING);
        boolean conflict = differences.stream().anyMatch(field -> field.divergence() == Divergence.CONFLICT);
        if (conflict || (drift && pending)) {
            return Divergence.CONFLICT;
        }
        if (drift) {
            return Divergence.DRIFT;
        }
        return pending ? Divergence.PENDING : Divergence.NONE;
    }

    private static Divergence of(
            FieldChange change, String applied, Value.MapValue desired, LiveObject live, FieldSchema spec) {
        if (applied.isEmpty()) {
            return Divergence.DRIFT;
        }
        String field = topLevel(change.path());
        Optional<Value> wanted = desired.get(field);
        Optional<String> recorded = Fingerprint.appliedTo(field, applied);
        if (wanted.isEmpty() || recorded.isEmpty() || !wanted.get().isKnown()) {
            return Divergence.PENDING;
        }
        boolean gitMoved = !Fingerprint.hashOf(field, wanted.get(), spec).equals(recorded.get());
        boolean cloudMoved = live.spec()
                .get(field)
                .map(have -> NormalForm.project(have, wanted.get(), schemaOf(field, spec)))
                .map(have -> !Fingerprint.hashOf(field, have, spec).equals(recorded.get()))
                .orElse(true);
        if (gitMoved) {
            return cloudMoved ? Divergence.CONFLICT : Divergence.PENDING;
        }
        return Divergence.DRIFT;
    }

    private static String topLevel(FieldPath path) {
        return path.head() instanceof FieldPath.Key(String name) ? name : "";
    }

    private static FieldSchema schemaOf(String field, FieldSchema spec) {
        return Optional.ofNullable(spec.fields().get(field)).orElse(FieldSchema.ANYTHING);
    }

    private static FieldChange with(FieldChange field, Divergence divergence) {
        return new FieldChange(
                field.path(), field.before(), field.after(), field.sensitive(), field.replaces(), divergence);
    }
}
