package dev.envctl.plan;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.Optional;

/// A plan as text, to be kept and applied later. Holds no secret: only references to them.
public final class PlanFile {

    private static final String FORMAT = "envctl-plan";
    private static final int VERSION = 2;

    private PlanFile() {}

    public static String write(Plan plan) {
        return ValueJson.write(
                Value.map("format", Value.of(FORMAT), "version", Value.of(VERSION), "plan", PlanCodec.write(plan)));
    }

    /// `name` is what the problem calls the file. The digest is taken again: a plan that was edited is no plan.
    public static Plan read(String text, String name) {
        Plan plan = parse(text, name);
        if (!Digest.of(plan).equals(plan.digest())) {
            throw unreadable(name, "its content does not fit its digest; it was changed after it was written");
        }
        return plan;
    }

    private static Plan parse(String text, String name) {
        try {
            Value.MapValue file = ValueJson.read(text) instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
            if (!file.text("format").equals(Optional.of(FORMAT))) {
                throw unreadable(name, "it is not a plan of envctl");
            }
            if (!file.get("version").equals(Optional.of(Value.of(VERSION)))) {
                throw unreadable(name, "it was written by another version of envctl");
            }
            return PlanCodec.read(file.get("plan").orElse(Value.NULL));
        } catch (IllegalArgumentException malformed) {
            throw unreadable(name, String.valueOf(malformed.getMessage()));
        }
    }

    private static ProblemException unreadable(String name, String why) {
        return new ProblemException(
                Problem.of(Code.PLAN_UNREADABLE, "Reading the plan file %s: %s.".formatted(name, why))
                        .withHint("Make it again with: envctl plan DIR --out FILE"));
    }
}
