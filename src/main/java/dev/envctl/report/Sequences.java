package dev.envctl.report;

import java.util.ArrayList;
import java.util.List;

/// The shortest edit from one list to another (longest common subsequence). Removals come before the additions that
/// take their place.
final class Sequences {

    record Edit<T>(Mark mark, T element) {}

    /// Beyond this many pairs the table would cost more than the reader gains; then everything is removed and
    /// added.
    private static final long LARGEST_TABLE = 4_000_000;

    private Sequences() {}

    static <T> List<Edit<T>> edits(List<T> before, List<T> after) {
        int start = 0;
        while (start < before.size()
                && start < after.size()
                && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < before.size() - start
                && end < after.size() - start
                && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        List<Edit<T>> edits = new ArrayList<>();
        before.subList(0, start).forEach(element -> edits.add(new Edit<>(Mark.SAME, element)));
        edits.addAll(middle(before.subList(start, before.size() - end), after.subList(start, after.size() - end)));
        before.subList(before.size() - end, before.size())
                .forEach(element -> edits.add(new Edit<>(Mark.SAME, element)));
        return edits;
    }

    private static <T> List<Edit<T>> middle(List<T> before, List<T> after) {
        boolean tooLarge = (long) before.size() * after.size() > LARGEST_TABLE;
        int[][] longest = tooLarge ? new int[0][0] : lengths(before, after);
        List<Edit<T>> edits = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            boolean both = i < before.size() && j < after.size();
            if (both && !tooLarge && before.get(i).equals(after.get(j))) {
                edits.add(new Edit<>(Mark.SAME, after.get(j)));
                i++;
                j++;
            } else if (i < before.size() && (j == after.size() || tooLarge || longest[i + 1][j] >= longest[i][j + 1])) {
                edits.add(new Edit<>(Mark.REMOVED, before.get(i++)));
            } else {
                edits.add(new Edit<>(Mark.ADDED, after.get(j++)));
            }
        }
        return edits;
    }

    private static <T> int[][] lengths(List<T> before, List<T> after) {
        int[][] longest = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                longest[i][j] = before.get(i).equals(after.get(j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        return longest;
    }
}
