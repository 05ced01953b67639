package dev.envctl.runner.review;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads Markdown as forges do: fences first, then folds outside of them.
final class Balance {

    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,})([^`]*)");

    private Balance() {}

    /// What would spill over into the rest of a page.
    static Optional<String> problem(String markdown) {
        int open = 0;
        int folds = 0;
        for (String line : markdown.lines().toList()) {
            Matcher fence = FENCE.matcher(line);
            if (open > 0) {
                boolean isEnd = fence.matches()
                        && fence.group(1).length() >= open
                        && fence.group(2).isBlank();
                open = isEnd ? 0 : open;
            } else if (fence.matches()) {
                open = fence.group(1).length();
            } else if (line.startsWith("<details>")) {
                folds++;
            } else if (line.startsWith("</details>")) {
                folds--;
            }
            if (folds < 0) {
                return Optional.of("a fold ends that did not begin");
            }
        }
        if (open > 0) {
            return Optional.of("a fence is open at the end");
        }
        return folds == 0 ? Optional.empty() : Optional.of("a fold is open at the end");
    }
}
