package dev.envctl.plan;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.KindSchema;
import dev.envctl.schema.Schemas;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stops a plan that would change a field in place in a way that its service does not go: two minor versions at once,
/// or back. Where the object is replaced anyway nothing stands in the way.
final class Advancement {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    private Advancement() {}

    static void check(Schemas schemas, List<Decision> decisions, Problems problems) {
        for (Decision decision : decisions) {
            if (decision.action() == Action.UPDATE) {
                KindSchema schema = schemas.get(decision.address().kind());
                decision.fields()
                        .forEach(field -> refusal(decision, field, schema)
                                .map(problem -> problem.at(decision.resource().positionOf(field.path())))
                                .ifPresent(problems::add));
            }
        }
    }

    private static Optional<Problem> refusal(Decision decision, FieldChange change, KindSchema schema) {
        FieldSchema field = schema.attributes().at(change.path()).orElse(FieldSchema.ANYTHING);
        boolean isKnown = change.after().filter(Value::isKnown).isPresent();
        return field.rules().advance().filter(_ -> isKnown).flatMap(advance -> switch (advance) {
            case MINOR -> jump(decision, change, field);
            case ENUM -> retreat(decision, change, field);
            case ONCE -> second(decision, change, field);
        });
    }

    private static Optional<Problem> jump(Decision decision, FieldChange change, FieldSchema field) {
        Matcher before = VERSION.matcher(text(change.before()));
        Matcher after = VERSION.matcher(text(change.after()));
        if (!before.matches() || !after.matches()) {
            return Optional.empty();
        }
        int step = minor(after) - minor(before);
        boolean sameMajor = before.group(1).equals(after.group(1));
        if (sameMajor && step == 1) {
            return Optional.empty();
        }
        String next = "%s.%d".formatted(before.group(1), minor(before) + 1);
        boolean isBack = sameMajor && step < 0;
        Problem problem = problem(isBack ? Code.CHANGE_ONE_WAY : Code.VERSION_JUMP, decision, change, field);
        return Optional.of(
                isBack
                        ? problem.withHint(
                                "Set %s to \"%s\", which it has.".formatted(change.path(), text(change.before())))
                        : problem.withHint(
                                "Set %s to \"%s\", apply, and go on from there to \"%s\", one minor version at a time."
                                        .formatted(change.path(), next, text(change.after()))));
    }

    private static int minor(Matcher version) {
        return Integer.parseInt(version.group(2));
    }

    private static Optional<Problem> retreat(Decision decision, FieldChange change, FieldSchema field) {
        int before = field.allowed().indexOf(text(change.before()));
        int after = field.allowed().indexOf(text(change.after()));
        if (before < 0 || after > before) {
            return Optional.empty();
        }
        return Optional.of(problem(Code.CHANGE_ONE_WAY, decision, change, field)
                .withHint("Set %s to %s, which it has%s."
                        .formatted(
                                change.path(),
                                text(change.before()),
                                before + 1 < field.allowed().size()
                                        ? ", or to "
                                                + String.join(
                                                        " or ",
                                                        field.allowed()
                                                                .subList(
                                                                        before + 1,
                                                                        field.allowed()
                                                                                .size()))
                                        : "")));
    }

    private static Optional<Problem> second(Decision decision, FieldChange change, FieldSchema field) {
        boolean isFirst = change.before()
                .filter(value -> !value.equals(Value.list()) && !value.equals(Value.MapValue.EMPTY))
                .isEmpty();
        return isFirst
                ? Optional.empty()
                : Optional.of(problem(Code.CHANGE_ONE_WAY, decision, change, field)
                        .withHint("Bring %s back to what is live, or take it out of the document to leave it alone."
                                .formatted(change.path())));
    }

    private static Problem problem(Code code, Decision decision, FieldChange change, FieldSchema field) {
        String reason = field.rules().reason().map(text -> ": " + text).orElse("");
        return Problem.of(
                code,
                "%s of %s cannot change from %s to %s%s."
                        .formatted(
                                change.path(),
                                decision.address(),
                                shown(change.before()),
                                shown(change.after()),
                                reason));
    }

    private static String shown(Optional<Value> value) {
        return value.map(found -> found.asText().orElseGet(() -> ValueJson.write(found)))
                .orElse("nothing");
    }

    private static String text(Optional<Value> value) {
        return value.flatMap(Value::asText).orElse("");
    }
}
