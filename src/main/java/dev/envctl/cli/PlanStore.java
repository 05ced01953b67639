package dev.envctl.cli;

import dev.envctl.plan.Plan;
import dev.envctl.plan.PlanFile;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Plans in files. A file is either whole or not there.
final class PlanStore {

    private PlanStore() {}

    static void save(Plan plan, Path file) {
        byte[] content = PlanFile.write(plan).getBytes(StandardCharsets.UTF_8);
        try {
            if (isDevice(file)) {
                Files.write(file, content, StandardOpenOption.WRITE);
            } else {
                WholeFile.write(file, content);
            }
        } catch (IOException refused) {
            throw new ProblemException(
                    Problem.of(Code.PLAN_NOT_SAVED, "Writing the plan to %s: %s.".formatted(file, reason(refused)))
                            .withHint("Nothing was left behind, and nothing in the environment has changed. Make room,"
                                    + " or choose another place with --out."),
                    refused);
        }
    }

    /// A pipe or `/dev/stdout` is written to; moving a file over it would take it away.
    private static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    static Plan read(Path file) {
        try {
            return PlanFile.read(
                    Files.readString(file, StandardCharsets.UTF_8),
                    file.getFileName().toString());
        } catch (IOException unreadable) {
            throw new ProblemException(
                    Problem.of(
                            Code.PLAN_UNREADABLE, "Reading the plan file %s: %s.".formatted(file, reason(unreadable))),
                    unreadable);
        }
    }

    static String reason(IOException exception) {
        return switch (exception) {
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case CharacterCodingException _ -> "it is no text";
            case AccessDeniedException _ -> "permission denied";
            default -> Optional.ofNullable(exception.getMessage()).orElse(exception.toString());
        };
    }
}
