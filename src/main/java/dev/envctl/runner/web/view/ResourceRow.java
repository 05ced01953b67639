package dev.envctl.runner.web.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/// A resource as the last look at it found it.
public record ResourceRow(String address, String id, String state, String detail, Pill health, Pill sync) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// From `envctl status --format json`; text of another shape gives no rows.
    public static List<ResourceRow> read(String status) {
        try {
            List<ResourceRow> rows = new ArrayList<>();
            JSON.readTree(status).path("resources").forEach(node -> rows.add(row(node)));
            return List.copyOf(rows);
        } catch (JsonProcessingException foreign) {
            return List.of();
        }
    }

    private static ResourceRow row(JsonNode node) {
        return new ResourceRow(
                text(node, "address"),
                text(node, "id"),
                text(node, "state"),
                text(node, "detail"),
                Pill.ofResourceHealth(text(node, "health"), node.path("healthy").asBoolean()),
                Pill.ofResourceSync(text(node, "sync"), node.path("in_sync").asBoolean()));
    }

    private static String text(JsonNode node, String name) {
        return Shown.text(node.path(name).asText(""));
    }
}
