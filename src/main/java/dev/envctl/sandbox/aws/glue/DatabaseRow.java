package dev.envctl.sandbox.aws.glue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `input` is what was last given as a whole; `tables` are their names.
record DatabaseRow(
        String name, String arn, JsonNode input, List<String> tables, Instant createdAt, Map<String, String> tags) {

    DatabaseRow {
        tables = List.copyOf(tables);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    DatabaseRow withInput(JsonNode other) {
        return new DatabaseRow(name, arn, other, tables, createdAt, tags);
    }

    DatabaseRow withTables(List<String> others) {
        return new DatabaseRow(name, arn, input, others, createdAt, tags);
    }

    DatabaseRow withTags(Map<String, String> others) {
        return new DatabaseRow(name, arn, input, tables, createdAt, others);
    }
}
