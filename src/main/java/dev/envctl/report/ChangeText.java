package dev.envctl.report;

import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.Reason;
import java.util.Locale;
import java.util.Optional;

/// One change as a block: what will happen and why behind `#`, then the resource with its differing attributes.
final class ChangeText {

    private final Style style;
    private final boolean full;

    ChangeText(Style style, boolean full) {
        this.style = style;
        this.full = full;
    }

    String block(Change change) {
        DiffLines lines = new DiffLines(style);
        StringBuilder text = new StringBuilder();
        comment(text, style.bold(headline(change) + divergence(change)));
        change.reasons().stream()
                .filter(reason -> !isToldAtField(reason, change))
                .forEach(reason -> comment(text, "(" + Words.printable(reason.text()) + ")"));
        importedFrom(change).ifPresent(line -> comment(text, line));
        movedFrom(change).ifPresent(line -> comment(text, line));
        if (full) {
            change.source().ifPresent(source -> comment(text, style.dim(source.location())));
        }
        body(change, lines);
        return text + lines.toString();
    }

    private void body(Change change, DiffLines lines) {
        ChangeBody body = new ChangeBody(change, lines, full);
        String title = change.address() + identity(change);
        String symbol = painted(change.action(), change.action().symbol(), style);
        int width = change.action().symbol().length();
        if (body.isEmpty()) {
            lines.resource(symbol, width, title);
            return;
        }
        lines.resource(symbol, width, title + " {");
        body.write();
        lines.resource(" ", 1, "}");
    }

    private static void comment(StringBuilder text, String line) {
        text.append("  # ").append(line).append('\n');
    }

    static String headline(Change change) {
        String address = change.address().toString();
        return switch (change.action()) {
            case CREATE -> address + " will be created";
            case UPDATE -> address + " will be updated in-place";
            case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> address + replaced(change);
            case DELETE -> address + (change.deposed() ? " (older generation)" : "") + " will be destroyed";
            case FORGET -> address + " will no longer be managed, but will not be destroyed";
            case WAIT -> address + " is half-made and will be waited for";
            case READ -> address + " was read";
            case NO_OP -> quietHeadline(change);
        };
    }

    private static String quietHeadline(Change change) {
        if (change.importing()) {
            return change.address() + " will be imported";
        }
        return change.previousAddress()
                .map(previous -> previous + " has moved to " + change.address())
                .orElse(change.address() + " is unchanged");
    }

    private static String replaced(Change change) {
        boolean requested = change.reasons().stream().anyMatch(reason -> reason.cause() == Reason.Cause.REQUESTED);
        return requested ? " will be replaced, as requested" : " must be replaced";
    }

    /// Git moving is the ordinary case and needs no word.
    private static String divergence(Change change) {
        return change.divergence() == Divergence.DRIFT || change.divergence() == Divergence.CONFLICT
                ? " (" + change.divergence().name().toLowerCase(Locale.ROOT) + ")"
                : "";
    }

    /// The field says it itself, in the place where it can be changed.
    private static boolean isToldAtField(Reason reason, Change change) {
        return switch (reason.cause()) {
            case CANNOT_UPDATE ->
                change.fields().stream().anyMatch(field -> field.replaces().isPresent());
            case REQUESTED -> change.action().isReplacement();
            case ADOPTED -> change.importing() && change.id().isPresent();
            case RENAMED -> change.previousAddress().isPresent();
            case REPLACED_UPSTREAM,
                    FAILED_STATE,
                    BEING_DELETED,
                    NOT_IN_CONFIGURATION,
                    OLD_GENERATION,
                    DESTROY,
                    RETAINED,
                    HALF_MADE -> false;
        };
    }

    private static Optional<String> importedFrom(Change change) {
        return change.id().filter(_ -> change.importing()).map(id -> "(imported from \"" + Words.id(id) + "\")");
    }

    private static Optional<String> movedFrom(Change change) {
        return change.previousAddress()
                .filter(_ -> change.action() != Action.NO_OP || change.importing())
                .map(previous -> "(moved from " + previous + ")");
    }

    private static String identity(Change change) {
        return change.id().map(id -> " [id=" + Words.id(id) + "]").orElse("");
    }

    static String painted(Action action, String text, Style style) {
        return switch (action) {
            case CREATE -> style.green(text);
            case UPDATE, WAIT -> style.yellow(text);
            case DELETE, DELETE_THEN_CREATE, CREATE_THEN_DELETE -> style.red(text);
            case READ, FORGET -> style.cyan(text);
            case NO_OP -> text;
        };
    }
}
