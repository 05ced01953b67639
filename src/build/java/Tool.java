import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Other programs. Their output is shown when they end with an error and kept back otherwise.
final class Tool {

    private Tool() {}

    static String ofThisJdk(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    static void run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("envctl-build", ".log");
        try {
            int exit = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                System.err.println(Files.readString(output));
            }
            expectSuccess(exit, String.join(" ", command));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    static void expectSuccess(int exit, String program) {
        if (exit != 0) {
            throw new IllegalStateException(program + " ended with " + exit);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
