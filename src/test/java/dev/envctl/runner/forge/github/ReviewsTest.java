package dev.envctl.runner.forge.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewsTest {

    /// Strangers, whose names begin with `s`, do not count.
    @ParameterizedTest
    @CsvSource({
        "'', false",
        "a APPROVED, true",
        "a APPROVED; a COMMENTED, true",
        "a APPROVED; a CHANGES_REQUESTED, false",
        "a CHANGES_REQUESTED; a APPROVED, true",
        "a APPROVED; b CHANGES_REQUESTED, false",
        "a APPROVED; b CHANGES_REQUESTED; b COMMENTED, false",
        "a APPROVED; b DISMISSED, true",
        "a DISMISSED, false",
        "a APPROVED; a DISMISSED, false",
        "s APPROVED, false",
        "s APPROVED; a COMMENTED, false",
        "a APPROVED; s CHANGES_REQUESTED, true",
        "a PENDING, false"
    })
    void addUp(String reviews, boolean approved) {
        assertThat(Reviews.approve(parse(reviews), name -> !name.startsWith("s")))
                .isEqualTo(approved);
    }

    private static List<JsonNode> parse(String reviews) {
        return Arrays.stream(reviews.split(";", -1))
                .map(String::strip)
                .filter(review -> !review.isEmpty())
                .map(review -> review.split(" ", -1))
                .<JsonNode>map(review ->
                        new ObjectMapper().valueToTree(Map.of("user", Map.of("login", review[0]), "state", review[1])))
                .toList();
    }
}
