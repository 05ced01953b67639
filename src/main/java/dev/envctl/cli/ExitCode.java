package dev.envctl.cli;

import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Outcome;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// How a command ends, for scripts. Of several endings the one that stands last here counts.
enum ExitCode {
    OK(0, "done, or nothing to do"),
    CHANGES(2, "changes, drift or a broken trace (only with --detailed-exitcode)"),
    ERROR(1, "an error, or files that are not formatted (fmt --check)"),
    USAGE(3, "the command line is wrong"),
    STALE(4, "the plan is stale or its digest differs"),
    LEASE_HELD(5, "somebody else holds the lease"),
    DENIED(6, "denied by protection or policy"),
    PARTIAL(7, "applied in part"),
    INTERRUPTED(130, "interrupted");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    static ExitCode worst(Collection<ExitCode> codes) {
        return codes.stream().max(Comparator.naturalOrder()).orElse(OK);
    }

    static ExitCode of(Collection<Problem> problems) {
        return worst(problems.stream()
                .filter(problem -> problem.isError() || problem.code() == Code.INTERRUPTED)
                .map(problem -> of(problem.code()))
                .toList());
    }

    static ExitCode of(ApplyResult result) {
        if (result.isComplete()) {
            return OK;
        }
        if (result.interrupted()) {
            return INTERRUPTED;
        }
        if (result.isPartial()) {
            return PARTIAL;
        }
        List<Problem> problems = new ArrayList<>(result.problems());
        for (Outcome outcome : result.outcomes()) {
            if (outcome instanceof Outcome.Failed failed) {
                problems.add(failed.problem());
            }
        }
        return worst(List.of(ERROR, of(problems)));
    }

    private static ExitCode of(Code code) {
        return switch (code) {
            case STALE_PLAN, DIGEST_MISMATCH -> STALE;
            case LEASE_HELD -> ExitCode.LEASE_HELD;
            case PROTECTED, DELETION_DENIED -> DENIED;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            case INVALID_OPTION -> USAGE;
            default -> ERROR;
        };
    }
}
