package dev.envctl.runner.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

/// Whether reviews add up to an approval: at least one person who counts approved, and none who counts wants changes.
/// Of each person the latest review counts; a mere comment changes nothing, and a dismissed one is as if never given.
final class Reviews {

    private Reviews() {}

    static boolean approve(List<JsonNode> oldestFirst, Predicate<String> counts) {
        var latest = new LinkedHashMap<String, String>();
        for (JsonNode review : oldestFirst) {
            String state = review.path("state").asText();
            if (state.equals("APPROVED") || state.equals("CHANGES_REQUESTED") || state.equals("DISMISSED")) {
                latest.put(review.path("user").path("login").asText(), state);
            }
        }
        List<String> counted = latest.entrySet().stream()
                .filter(review -> !review.getValue().equals("DISMISSED"))
                .filter(review -> counts.test(review.getKey()))
                .map(review -> review.getValue())
                .toList();
        return counted.contains("APPROVED") && !counted.contains("CHANGES_REQUESTED");
    }
}
