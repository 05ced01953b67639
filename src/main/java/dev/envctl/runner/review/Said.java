package dev.envctl.runner.review;

import dev.envctl.value.Ordered;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// What the forge has been told about a pull request: where, and the hash of each thing, so that nothing is said twice.
/// A check belongs to a commit; `checkPending` while that one waits for its verdict.
record Said(
        Optional<Long> comment,
        Optional<Long> check,
        String checkCommit,
        boolean checkPending,
        SequencedMap<String, String> hashes) {

    static final Said NOTHING =
            new Said(Optional.empty(), Optional.empty(), "", false, Ordered.copyOf(new LinkedHashMap<>()));

    Said {
        hashes = Ordered.copyOf(hashes);
    }

    boolean has(String what, String hash) {
        return hash.equals(hashes.get(what));
    }

    /// Whether there may be a comment: its id is known, or was not kept before the process died.
    boolean hasComment() {
        return hashes.containsKey("comment");
    }

    /// It is about to be written for the first time.
    Said withCommentAhead() {
        return new Said(comment, check, checkCommit, checkPending, plus("comment", ""));
    }

    Said withComment(long id, String hash) {
        return new Said(Optional.of(id), check, checkCommit, checkPending, plus("comment", hash));
    }

    Said withCheck(Optional<Long> id, String commit, boolean isPending, String hash) {
        return new Said(comment, id, commit, isPending, plus("check", hash));
    }

    /// It is about to be written for the first time, and pending until more is known.
    Said withCheckAhead(String commit) {
        return withCheck(Optional.empty(), commit, true, "");
    }

    /// Without the hashes of what is not said any more.
    Said only(Collection<String> statuses) {
        var kept = new LinkedHashMap<>(hashes);
        kept.keySet().removeIf(what -> !what.equals("comment") && !what.equals("check") && !statuses.contains(what));
        return new Said(comment, check, checkCommit, checkPending, kept);
    }

    Said withStatus(String name, String hash) {
        return new Said(comment, check, checkCommit, checkPending, plus(name, hash));
    }

    private SequencedMap<String, String> plus(String what, String hash) {
        var more = new LinkedHashMap<>(hashes);
        more.put(what, hash);
        return more;
    }
}
