package dev.envctl.report;

import dev.envctl.plan.Change;
import dev.envctl.plan.Plan;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Phase;
import java.util.List;
import java.util.Optional;

/// How one resource is: what the service says of it, and whether it is as git wants it. The two are independent.
record Health(Change change, Optional<LiveObject> object) {

    static List<Health> of(Plan plan) {
        return plan.changes().stream()
                .map(change -> new Health(change, live(plan, change)))
                .toList();
    }

    private static Optional<LiveObject> live(Plan plan, Change change) {
        return plan.reliance().objects().stream()
                .filter(object -> object.kind().equals(change.address().kind())
                        && change.id().filter(object.id()::equals).isPresent())
                .findFirst();
    }

    /// The service's own word, empty where the kind has no states.
    String state() {
        return change.state().orElse("");
    }

    Optional<String> detail() {
        return object.flatMap(LiveObject::stateDetail);
    }

    String health() {
        if (change.id().isEmpty()) {
            return "missing";
        }
        return switch (object.map(LiveObject::phase).orElse(Phase.READY)) {
            case READY -> "healthy";
            case IN_PROGRESS -> "in progress";
            case DELETING -> "being deleted";
            case FAILED -> "failed";
            case ABSENT -> "gone";
        };
    }

    boolean isHealthy() {
        return health().equals("healthy");
    }

    String sync() {
        return switch (change.action()) {
            case READ -> "external";
            case NO_OP -> change.isQuiet() ? "in sync" : "to be imported or renamed";
            case CREATE -> "to be created";
            case WAIT -> "half-made";
            case UPDATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE -> differs();
            case DELETE -> change.deposed() ? "older generation" : "to be destroyed";
            case FORGET -> "to be given up";
        };
    }

    private String differs() {
        return switch (change.divergence()) {
            case DRIFT -> "drift";
            case CONFLICT -> "conflict";
            case PENDING, NONE -> "pending";
        };
    }

    boolean isInSync() {
        return change.isQuiet();
    }
}
