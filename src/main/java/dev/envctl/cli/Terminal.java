package dev.envctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Which of the three streams lead to a person, and how wide their window is.
record Terminal(boolean in, boolean out, boolean err, int columns) {

    private static final int USUAL_COLUMNS = 78;

    static final Terminal NONE = new Terminal(false, false, false, USUAL_COLUMNS);

    /// Java only knows whether both input and output are a terminal; Linux tells each descriptor apart.
    static Terminal detect(Map<String, String> variables) {
        Optional<Boolean> both = Optional.ofNullable(System.console()).map(java.io.Console::isTerminal);
        int columns = Optional.ofNullable(variables.get("COLUMNS"))
                .filter(text -> text.matches("\\d{2,4}"))
                .map(Integer::parseInt)
                .orElse(USUAL_COLUMNS);
        return new Terminal(isTerminal(0, both), isTerminal(1, both), isTerminal(2, both), columns);
    }

    private static boolean isTerminal(int descriptor, Optional<Boolean> both) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return both.orElse(false);
        }
    }
}
