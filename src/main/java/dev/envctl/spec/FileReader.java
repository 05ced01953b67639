package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.problem.Source;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Bytes of a file to text: small enough, UTF-8, no byte order mark.
final class FileReader {

    static final int LARGEST = 1_000_000;

    private FileReader() {}

    /// Empty when there is no such file, or when something is wrong with it, which `problems` then has.
    static Optional<String> read(Folder folder, String name, Problems problems) {
        String display = folder.display(name);
        try {
            return folder.read(name).flatMap(bytes -> text(bytes, display, problems));
        } catch (UncheckedIOException unreadable) {
            problems.add(Problem.of(
                    Code.CANNOT_READ_FILE,
                    "Reading %s: %s.".formatted(display, String.valueOf(unreadable.getCause()))));
            return Optional.empty();
        }
    }

    static Optional<String> text(byte[] bytes, String display, Problems problems) {
        if (bytes.length > LARGEST) {
            problems.add(Problem.of(
                            Code.FILE_TOO_LARGE,
                            "%s has %d bytes, and 1 MB is the most that is read. Split it."
                                    .formatted(display, bytes.length))
                    .at(new Source(display, 1, 1, 1, "")));
            return Optional.empty();
        }
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes), text, true);
        String decoded = text.flip().toString();
        if (result.isError()) {
            problems.add(notUtf8(decoded, display, bytes));
            return Optional.empty();
        }
        return Optional.of(decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded);
    }

    private static Problem notUtf8(String before, String display, byte[] bytes) {
        List<String> lines = (before + "?").lines().toList();
        String line = lines.getLast();
        boolean utf16 = bytes.length > 1 && (bytes[0] & 0xFE) == 0xFE && (bytes[1] & 0xFE) == 0xFE;
        return Problem.of(
                        Code.NOT_UTF8,
                        utf16
                                ? "The file looks like UTF-16. Save it as UTF-8."
                                : "The bytes here are not UTF-8. Save the file as UTF-8.")
                .at(new Source(display, lines.size(), line.length(), 1, line));
    }
}
