package dev.envctl.runner.review;

import dev.envctl.value.Ordered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/// What is remembered of a pull request: how it stood when the forge was last asked, and what the runner has to say
/// about it beside its runs. `version` rises with each change.
public record PullRequestState(
        PullRequestKey key,
        Stage stage,
        String head,
        String base,
        Optional<String> mergeCommit,
        Memory memory,
        int version) {

    private static final int MOST_NOTES = 10;

    public enum Stage {
        OPEN,
        CLOSED,
        MERGED
    }

    /// `affected` are the directories that the change touched when it was looked at, which an apply is compared
    /// with; `removed` those that it takes away, which are not planned; `requested` those that somebody wanted
    /// planned beside them. `skipped` says why nothing is planned, `trouble` why nothing could be: in the foreign
    /// words of whoever found it, while all other texts are Markdown in which everything foreign is escaped
    /// already.
    public record Memory(
            List<String> affected,
            List<String> removed,
            List<String> requested,
            Optional<String> skipped,
            Optional<String> trouble,
            List<Note> notes,
            List<Refusal> refusals) {
        public static final Memory EMPTY =
                new Memory(List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), List.of());

        public Memory {
            affected = List.copyOf(affected);
            removed = List.copyOf(removed);
            requested = List.copyOf(requested);
            notes = List.copyOf(notes);
            refusals = List.copyOf(refusals);
        }

        Memory seen(Affected.Change found, Optional<String> reason, Optional<String> problem) {
            return new Memory(found.changed(), found.removed(), requested, reason, problem, notes, refusals);
        }

        Memory withNotes(List<Note> changed) {
            return new Memory(affected, removed, requested, skipped, trouble, changed, refusals);
        }

        Memory withRequested(List<String> changed) {
            return new Memory(affected, removed, changed, skipped, trouble, notes, refusals);
        }

        Memory withRefusals(List<Refusal> changed) {
            return new Memory(affected, removed, requested, skipped, trouble, notes, changed);
        }
    }

    /// An answer. Of two with the same `about` (`comment 17 line 1`) the later counts.
    public record Note(String about, String text) {}

    /// Why nothing was applied to an environment at `commit`. `failed` when something was expected to be.
    public record Refusal(String directory, String commit, boolean failed, String text) {}

    static PullRequestState unseen(PullRequestKey key) {
        return new PullRequestState(key, Stage.OPEN, "", "", Optional.empty(), Memory.EMPTY, 0);
    }

    /// What was answered at another head is forgotten.
    PullRequestState at(String newHead, String newBase) {
        return new PullRequestState(
                key,
                Stage.OPEN,
                newHead,
                newBase,
                Optional.empty(),
                head.equals(newHead) ? memory : Memory.EMPTY,
                version);
    }

    PullRequestState over(Stage how, Optional<String> commit) {
        return new PullRequestState(key, how, head, base, commit.or(() -> mergeCommit), memory, version);
    }

    PullRequestState with(Memory changed) {
        return new PullRequestState(key, stage, head, base, mergeCommit, changed, version);
    }

    PullRequestState withNote(Note note) {
        List<Note> notes = new ArrayList<>(memory.notes());
        notes.removeIf(old -> old.about().equals(note.about()));
        notes.add(note);
        List<Note> latest = notes.subList(Math.max(0, notes.size() - MOST_NOTES), notes.size());
        return with(memory.withNotes(latest));
    }

    PullRequestState withRefusals(List<Refusal> refusals) {
        return with(memory.withRefusals(refusals));
    }

    PullRequestState withRequested(String directory) {
        if (directories().contains(directory)) {
            return this;
        }
        List<String> requested = Stream.concat(memory.requested().stream(), Stream.of(directory))
                .sorted()
                .toList();
        return with(memory.withRequested(requested));
    }

    /// Affected, then requested.
    public SequencedSet<String> directories() {
        return Ordered.copyOf(Stream.concat(memory.affected().stream(), memory.requested().stream())
                .toList());
    }

    public boolean isOpen() {
        return stage == Stage.OPEN;
    }
}
