package dev.envctl.testing.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.testing.forge.ForgeServer.Request;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Annotation;
import dev.envctl.testing.forge.World.Check;
import dev.envctl.testing.forge.World.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Check runs of GitHub. Annotations add up.
final class FakeChecks {

    private static final int MOST_AT_ONCE = 50;

    private FakeChecks() {}

    static Response write(Repository there, long id, Request request) {
        JsonNode output = request.body().path("output");
        if (output.path("annotations").size() > MOST_AT_ONCE) {
            return Response.of(422, Map.of("message", "Invalid request: no more than 50 annotations"));
        }
        var old = Optional.ofNullable(there.checks.get(id));
        var annotations = new ArrayList<>(old.map(Check::annotations).orElse(List.of()));
        output.path("annotations").forEach(found -> annotations.add(annotation(found)));
        JsonNode body = request.body();
        var check = new Check(
                id,
                old.map(Check::commit).orElse(body.path("head_sha").asText()),
                old.map(Check::name).orElse(body.path("name").asText()),
                body.path("status").asText(old.map(Check::status).orElse("")),
                body.path("conclusion").asText(old.map(Check::conclusion).orElse("")),
                output.path("title").asText(),
                output.path("summary").asText(),
                FakeApp.SLUG,
                List.copyOf(annotations));
        there.checks.put(id, check);
        return Response.of(201, json(check));
    }

    private static Annotation annotation(JsonNode given) {
        return new Annotation(
                given.path("path").asText(),
                given.path("start_line").asInt(),
                given.path("annotation_level").asText(),
                given.path("title").asText(),
                given.path("message").asText());
    }

    static Response list(Repository there, String commit, Map<String, String> query) {
        List<Map<String, Object>> found = there.checks.values().stream()
                .filter(check -> check.commit().equals(commit))
                .filter(check -> check.name().equals(query.getOrDefault("check_name", check.name())))
                .map(FakeChecks::json)
                .toList();
        return Response.of(200, Map.of("total_count", found.size(), "check_runs", found));
    }

    private static Map<String, Object> json(Check check) {
        return Map.of(
                "id",
                check.id(),
                "name",
                check.name(),
                "head_sha",
                check.commit(),
                "status",
                check.status(),
                "output",
                Map.of(
                        "title",
                        check.title(),
                        "annotations_count",
                        check.annotations().size()),
                "app",
                Map.of("slug", check.app()));
    }

    static Map<String, Object> json(Annotation annotation) {
        return Map.of(
                "path",
                annotation.path(),
                "start_line",
                annotation.line(),
                "end_line",
                annotation.line(),
                "annotation_level",
                annotation.level(),
                "title",
                annotation.title(),
                "message",
                annotation.message());
    }
}
