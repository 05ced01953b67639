package dev.envctl.runner.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;

/// A [RunResult] in its column.
final class ResultJson {

    private static final ObjectMapper JSON =
            new ObjectMapper().setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE);

    private ResultJson() {}

    /// Jackson knows no Optional without another module.
    record Row(String summary, String digest, RunResult.Counts counts, List<RunResult.Annotation> problems) {}

    static String write(RunResult result) {
        try {
            return JSON.writeValueAsString(
                    new Row(result.summary(), result.digest().orElse(""), result.counts(), result.problems()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records can be written; this is a bug in envctl", impossible);
        }
    }

    static RunResult read(String text) {
        try {
            Row row = JSON.readValue(text, Row.class);
            return new RunResult(
                    row.summary(),
                    Optional.of(row.digest()).filter(digest -> !digest.isEmpty()),
                    row.counts(),
                    row.problems());
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("a run's result is not what this version writes", foreign);
        }
    }
}
