package dev.envctl.runner.review;

import java.util.List;
import java.util.stream.IntStream;

/// Divides room among texts: nobody gets more than it needs, and what one does not need is there for the others.
final class Shares {

    private Shares() {}

    /// For each need what it gets, at most `room` in all, the same for all that do not get what they need.
    static List<Integer> divide(List<Integer> needs, int room) {
        List<Integer> smallestFirst = IntStream.range(0, needs.size())
                .boxed()
                .sorted((left, right) -> Integer.compare(needs.get(left), needs.get(right)))
                .toList();
        int[] shares = new int[needs.size()];
        int left = Math.max(0, room);
        for (int i = 0; i < smallestFirst.size(); i++) {
            int index = smallestFirst.get(i);
            shares[index] = Math.min(needs.get(index), left / (smallestFirst.size() - i));
            left -= shares[index];
        }
        return IntStream.of(shares).boxed().toList();
    }
}
