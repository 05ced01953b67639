package dev.envctl.report;

import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.value.Address;
import java.util.Optional;

/// What a step is called while it runs and afterwards.
public record Tense(String ongoing, String noun, String done) {

    public static Tense of(Step step) {
        return switch (step.id().verb()) {
            case CREATE -> new Tense("Creating", "Creation", "created");
            case UPDATE -> new Tense("Modifying", "Modifications", "changed");
            case DELETE -> new Tense("Destroying", "Destruction", "destroyed");
            case CLAIM -> claim(step);
            case RELEASE -> new Tense("Releasing", "Release", "given up");
            case AWAIT -> new Tense("Waiting", "Wait", "ready");
        };
    }

    /// What nobody owned is imported; what is ours already gets another address, or a ledger brought up to date.
    private static Tense claim(Step step) {
        Optional<Address> owned = step.object().flatMap(LiveObject::ownership).map(Ownership::address);
        if (owned.isEmpty()) {
            return new Tense("Importing", "Import", "imported");
        }
        return owned.get().equals(step.id().address())
                ? new Tense("Tagging", "Tagging", "tagged")
                : new Tense("Moving", "Move", "moved");
    }

    /// Terraform's word for it in the event stream.
    static String streamAction(StepId.Verb verb) {
        return switch (verb) {
            case CREATE -> "create";
            case UPDATE, CLAIM -> "update";
            case DELETE -> "delete";
            case RELEASE -> "remove";
            case AWAIT -> "read";
        };
    }

    static String symbol(StepId.Verb verb) {
        return switch (verb) {
            case CREATE -> "+";
            case UPDATE, AWAIT, CLAIM -> "~";
            case DELETE -> "-";
            case RELEASE -> ".";
        };
    }
}
