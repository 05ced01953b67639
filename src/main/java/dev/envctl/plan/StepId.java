package dev.envctl.plan;

import dev.envctl.value.Address;
import java.util.Locale;

/// A step of a plan: what is done, to which address, and to which generation of it.
public record StepId(Verb verb, Address address, int generation) {

    public enum Verb {
        CREATE,
        UPDATE,
        DELETE,
        CLAIM,
        RELEASE,
        AWAIT
    }

    /// `create Role/jobExecution#1`: unique within a plan and stable from run to run.
    @Override
    public String toString() {
        return verb.name().toLowerCase(Locale.ROOT) + " " + address + "#" + generation;
    }
}
