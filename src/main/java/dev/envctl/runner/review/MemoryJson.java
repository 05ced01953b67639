package dev.envctl.runner.review;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.envctl.runner.review.PullRequestState.Memory;
import dev.envctl.runner.review.PullRequestState.Note;
import dev.envctl.runner.review.PullRequestState.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What is kept of a pull request in columns of JSON.
final class MemoryJson {

    private static final ObjectMapper JSON =
            new ObjectMapper().setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE);

    private MemoryJson() {}

    /// Jackson knows no Optional without another module.
    record Row(
            List<String> affected,
            List<String> removed,
            List<String> requested,
            String skipped,
            String trouble,
            List<Note> notes,
            List<Refusal> refusals) {}

    record SaidRow(String checkCommit, boolean checkPending, SequencedMap<String, String> hashes) {}

    static String write(Memory memory) {
        return text(new Row(
                memory.affected(),
                memory.removed(),
                memory.requested(),
                memory.skipped().orElse(""),
                memory.trouble().orElse(""),
                memory.notes(),
                memory.refusals()));
    }

    static Memory read(String text) {
        Row row = read(text, Row.class);
        return new Memory(
                row.affected(),
                row.removed(),
                row.requested(),
                present(row.skipped()),
                present(row.trouble()),
                row.notes(),
                row.refusals());
    }

    static String text(Object row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records can be written; this is a bug in envctl", impossible);
        }
    }

    static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("a pull request's row is not what this version writes", foreign);
        }
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }
}
