package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A YAML file and what it looks like in the one layout: UTF-8 without a byte order mark, lines that end with a line
/// feed, white space as [YamlLayout] sets it. `name` is what people call the file; `isChanged` says that it looks
/// otherwise now.
public record FormattedFile(Path file, String name, String text, boolean isChanged) {

    /// Throws [ProblemException] with everything that is wrong with a file as YAML: it is for a person to mend
    /// before it is moved about. Whether the documents in it make sense is not asked.
    public static FormattedFile read(Path file, Path workingDirectory) {
        String name = Folder.Disk.shortest(file, workingDirectory);
        Problems problems = new Problems();
        byte[] bytes = bytes(file, name);
        String text = FileReader.text(bytes, name, problems).orElse("");
        YamlReader.read(YamlFile.of(name, text), problems);
        problems.throwIfErrors();
        String formatted = YamlLayout.of(text);
        if (!YamlLayout.isSame(text, formatted)) {
            throw new ProblemException(Problem.of(
                            Code.INTERNAL,
                            "Formatting %s would change what it says, so it is left as it is. This is a bug in envctl."
                                    .formatted(name))
                    .withHint("Please report it with the file, or with the part of it that is special."));
        }
        return new FormattedFile(
                file, name, formatted, !Arrays.equals(bytes, formatted.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(Path file, String name) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new ProblemException(
                    Problem.of(Code.CANNOT_READ_FILE, "Reading %s: %s.".formatted(name, unreadable)), unreadable);
        }
    }
}
