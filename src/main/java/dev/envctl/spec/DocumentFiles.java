package dev.envctl.spec;

import dev.envctl.expression.FileTexts;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import dev.envctl.value.Value;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The files that one document may read: those of its environment or module, by paths relative to the document.
/// Throws [ProblemException] without a place.
record DocumentFiles(Folder folder, String directory) implements FileTexts {

    /// A saved plan carries every content, so that applying it needs no file.
    private static final int LARGEST = 10_000_000;

    static DocumentFiles of(Document document) {
        return new DocumentFiles(document.folder(), document.directory());
    }

    @Override
    public String read(String path) {
        String name = name(path);
        Problems problems = new Problems();
        Optional<String> text = FileReader.read(folder, name, problems);
        if (text.isPresent()) {
            return text.get();
        }
        List<Problem> found = problems.list();
        throw new ProblemException(
                found.isEmpty()
                        ? List.of(Problem.of(
                                Code.CANNOT_READ_FILE, "There is no file %s.".formatted(folder.display(name))))
                        : found);
    }

    /// A file that need not be text, such as an archive.
    byte[] bytes(String path) {
        String name = name(path);
        String display = folder.display(name);
        try {
            byte[] bytes = folder.read(name)
                    .orElseThrow(() -> problem(Code.CANNOT_READ_FILE, "There is no file " + display + "."));
            if (bytes.length > LARGEST) {
                throw problem(
                        Code.FILE_TOO_LARGE,
                        display + " is larger than the 10 MB that a document takes along. Upload it by other means.");
            }
            return bytes;
        } catch (UncheckedIOException unreadable) {
            throw problem(Code.CANNOT_READ_FILE, "Reading %s: %s.".formatted(display, unreadable.getCause()));
        }
    }

    private static ProblemException problem(Code code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }

    private String name(String path) {
        Path relative = NamedPath.below(Path.of(directory), path)
                .orElseThrow(() -> problem(Code.CANNOT_READ_FILE, "No file can be called \"%s\".".formatted(path)));
        boolean inside = !relative.isAbsolute() && !relative.startsWith("..");
        boolean linkedOut = folder instanceof Folder.Disk disk && !disk.contains(relative.toString());
        if (!inside || linkedOut) {
            throw new ProblemException(Problem.of(
                    Code.FILE_OUTSIDE_ENVIRONMENT,
                    "\"%s\" lies outside. A document reads only files of its own environment or module."
                            .formatted(path)));
        }
        return relative.toString().replace('\\', '/');
    }

    /// A secret in a file is named relative to its document too, and must mean the same later on, so its path is
    /// written out from the working directory. It may lie anywhere: secrets rarely live beside the documents.
    Value secret(String reference) {
        if (!reference.startsWith("file:") || !(folder instanceof Folder.Disk)) {
            return Value.Secret.of(reference);
        }
        String path = reference.substring("file:".length());
        Path named = NamedPath.below(Path.of(""), path)
                .orElseThrow(() -> problem(Code.CANNOT_READ_FILE, "No file can be called \"%s\".".formatted(path)));
        return Value.Secret.of(named.isAbsolute() ? reference : "file:" + folder.display(directory + path));
    }
}
