package dev.envctl.cli;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// How to apply.
final class ApplyingOptions {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h)?");

    @Option(names = "--auto-approve", description = "Do not ask.")
    boolean autoApprove;

    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description = "Apply only if the plan, made again, has this digest. That is the approval.")
    Optional<String> digest = Optional.empty();

    @Option(names = "--verify", description = "Plan again at the end, and fail unless nothing is left to do.")
    boolean verify;

    @Option(names = "--parallelism", paramLabel = "N", description = "Steps at once (10).")
    int parallelism = 10;

    @Option(
            names = "--lock-timeout",
            paramLabel = "DURATION",
            description = "How long to wait for somebody else's lease, such as 30s or 5m (0s).")
    String lockTimeout = "0s";

    Duration leaseTimeout() {
        Matcher matcher = DURATION.matcher(lockTimeout);
        if (!matcher.matches()) {
            throw invalid("--lock-timeout takes a duration such as 30s, 5m or 1h, not \"%s\".".formatted(lockTimeout));
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (Optional.ofNullable(matcher.group(2)).orElse("s")) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    void check() {
        if (parallelism < 1) {
            throw invalid("--parallelism takes a number from 1, not %d.".formatted(parallelism));
        }
        if (digest.isPresent() && digest.get().length() < 8) {
            throw invalid("--digest takes at least the eight characters that a plan ends with.");
        }
    }

    static ProblemException invalid(String detail) {
        return new ProblemException(Problem.of(Code.INVALID_OPTION, detail));
    }
}
