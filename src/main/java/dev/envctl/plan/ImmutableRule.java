package dev.envctl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// a difference in a field that cannot be changed in place → replace, with the chain of reasons when the field's value
/// comes from something that is itself replaced
final class ImmutableRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        List<Reason> reasons = new ArrayList<>();
        for (FieldChange field : situation.differences()) {
            field.replaces().ifPresent(why -> reasons.add(reason(field, why, situation)));
        }
        return Rule.when(!reasons.isEmpty(), Intent.REPLACE, reasons.toArray(Reason[]::new));
    }

    private static Reason reason(FieldChange field, String why, Situation situation) {
        return situation.replacedUpstream().stream()
                .filter(upstream -> upstream.field().equals(field))
                .findFirst()
                .map(upstream -> upstreamReason(field, upstream))
                .orElse(new Reason(
                        Reason.Cause.CANNOT_UPDATE,
                        field.path() + " changes" + (why.isEmpty() ? "" : ": " + why.replaceFirst("\\.$", ""))));
    }

    private static Reason upstreamReason(FieldChange field, Situation.Upstream upstream) {
        String event = upstream.replaced() ? "is replaced" : "is created";
        return new Reason(
                Reason.Cause.REPLACED_UPSTREAM,
                "%s depends on %s, which %s".formatted(field.path(), upstream.resource(), event));
    }
}
