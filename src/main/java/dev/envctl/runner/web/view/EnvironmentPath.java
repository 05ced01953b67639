package dev.envctl.runner.web.view;

import dev.envctl.runner.run.EnvironmentKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// An environment in a link: `github/acme/platform/-/environments/dev`. Different environments have different paths,
/// and a path is compared with those of the environments there are, never taken apart. What is more than letters,
/// digits, `-`, `_` and `.` becomes `~` and two hex digits a byte: percent signs would have servers and proxies
/// disagree about what a path means.
public final class EnvironmentPath {

    private EnvironmentPath() {}

    public static String of(EnvironmentKey key) {
        return segment(key.forge()) + "/" + segments(key.repository()) + "/-/" + segments(key.directory());
    }

    private static String segments(String path) {
        return Arrays.stream(path.split("/", -1)).map(EnvironmentPath::segment).collect(Collectors.joining("/"));
    }

    /// Dots alone are steps in a path, and an empty segment is none.
    private static String segment(String name) {
        if (name.isEmpty()) {
            return "~";
        }
        boolean isStep = name.equals(".") || name.equals("..");
        StringBuilder segment = new StringBuilder();
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) letter) && !(isStep || name.equals("-"))) {
                segment.append((char) letter);
            } else {
                segment.append(String.format(Locale.ROOT, "~%02x", letter));
            }
        }
        return segment.toString();
    }

    private static boolean isPlain(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || "-_.".indexOf(letter) >= 0;
    }
}
