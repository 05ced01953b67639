package dev.envctl.report;

import dev.envctl.plan.StepId;

/// What a step is called while it runs and afterwards.
public record Tense(String ongoing, String noun, String done) {

    public static Tense of(StepId.Verb verb) {
        return switch (verb) {
            case CREATE -> new Tense("Creating", "Creation", "created");
            case UPDATE -> new Tense("Modifying", "Modifications", "changed");
            case DELETE -> new Tense("Destroying", "Destruction", "destroyed");
            case CLAIM -> new Tense("Importing", "Import", "imported");
            case RELEASE -> new Tense("Releasing", "Release", "given up");
            case AWAIT -> new Tense("Waiting", "Wait", "ready");
        };
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
