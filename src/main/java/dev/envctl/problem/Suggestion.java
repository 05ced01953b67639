package dev.envctl.problem;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// The word that somebody probably meant: the nearest by edit distance, if it is near enough to be worth saying.
public final class Suggestion {

    private Suggestion() {}

    /// Among equally near candidates the first wins, so that the same input gives the same text.
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        int limit = Math.max(2, word.length() / 3);
        Optional<String> best = Optional.empty();
        int bestDistance = limit + 1;
        for (String candidate : candidates) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT), bestDistance);
            if (distance < bestDistance && distance < Math.max(word.length(), candidate.length())) {
                best = Optional.of(candidate);
                bestDistance = distance;
            }
        }
        return best;
    }

    /// ` Did you mean "releaseLabel"?`, to be put behind a sentence; empty when nothing is near.
    public static String question(String word, Collection<String> candidates) {
        return nearest(word, candidates)
                .map(text -> " Did you mean \"" + text + "\"?")
                .orElse("");
    }

    /// Edits (insert, drop, exchange, swap of neighbours) between two words; gives up at `limit`.
    private static int distance(String left, String right, int limit) {
        if (Math.abs(left.length() - right.length()) >= limit) {
            return limit;
        }
        int[][] table = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : cheapest(table, left, right, i, j);
            }
        }
        return table[left.length()][right.length()];
    }

    private static int cheapest(int[][] table, String left, String right, int i, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int exchanged = table[i - 1][j - 1] + (same ? 0 : 1);
        int best = Math.min(exchanged, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
    }
}
