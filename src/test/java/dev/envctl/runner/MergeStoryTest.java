package dev.envctl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.World.Permission;
import dev.envctl.testing.forge.World.Status;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole service on each forge, where pull requests meet on the default branch.
class MergeStoryTest {

    private static final String DEV = RunnerStory.DIRECTORY;
    private static final String LAB = "environments/lab";

    @TempDir
    private Path directory;

    static List<RunnerStoryTest.Kind> forges() {
        return RunnerStoryTest.forges();
    }

    private RunnerStory begin(RunnerStoryTest.Kind kind) {
        RunnerStory story = new RunnerStory(directory, kind.make());
        story.forge().permitAll(story.repository(), Permission.WRITE, "alice", "bob");
        return story;
    }

    private static int approved(RunnerStory story, String branch, Map<String, String> files, String planned) {
        int number = story.open("bob", branch, story.commit(branch, "More in " + branch, files));
        story.comment(number, planned);
        story.forge().approve(story.repository(), number, "alice");
        story.comment(number, "by `alice`");
        return number;
    }

    private static Map<String, String> lab() {
        return Map.of(LAB + "/environment.yaml", """
            apiVersion: envctl.dev/v1
            kind: Environment
            metadata: {name: lab}
            spec: {target: sandbox, region: us-east-1}
            """, LAB + "/logs.yaml", RunnerStory.logGroup("lab", 7));
    }

    private static List<JsonNode> applies(RunnerStory story) {
        try {
            JsonNode answer = new ObjectMapper().readTree(story.api("GET", "/api/v1/runs?kind=apply&limit=200", ""));
            return StreamSupport.stream(answer.path("runs").spliterator(), false)
                    .toList();
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("reading runs", broken);
        }
    }

    private static String status(FakeForge forge, String repository, String commit, String directory) {
        Status status = forge.statuses(repository, commit).get("envctl/apply: " + directory);
        return status == null ? "none" : status.state();
    }

    @ParameterizedTest
    @MethodSource("forges")
    void aMergeQueuePushesTwoAndEachIsApplied(RunnerStoryTest.Kind kind) {
        try (RunnerStory story = begin(kind)) {
            int first = approved(
                    story, "one", Map.of(DEV + "/more.yaml", RunnerStory.logGroup("notebooks", 30)), "2 to add");
            int second = approved(story, "two", lab(), "1 to add");
            SequencedMap<Integer, String> queue = new LinkedHashMap<>();
            queue.put(first, "one");
            queue.put(second, "two");

            String head = story.mergeTogether(queue, "alice").lastEntry().getValue();

            story.comment(first, "Apply complete! Resources: 2 added");
            story.comment(second, "Apply complete! Resources: 1 added");
            story.until(
                    "both to be said at the head",
                    () -> List.of(DEV, LAB).stream()
                            .allMatch(directory -> status(story.forge(), story.repository(), head, directory)
                                    .equals("success")));
            assertThat(applies(story)).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("forges")
    void whatFailedIsTriedAgainAndWhoeverIsLeftIsPlannedOnTopOfIt(RunnerStoryTest.Kind kind) {
        try (RunnerStory story = begin(kind)) {
            // whichever of the two is denied, the second plan is another one than before
            int first = approved(
                    story,
                    "one",
                    Map.of(
                            DEV + "/logs.yaml",
                            RunnerStory.logGroup("spark", 30),
                            DEV + "/more.yaml",
                            RunnerStory.logGroup("notebooks", 30)),
                    "2 to add");
            int second = approved(
                    story, "two", Map.of(DEV + "/other.yaml", RunnerStory.logGroup("airflow", 14)), "2 to add");
            story.faults().on("logs", "CreateLogGroup").once().deny();

            story.merge("one", first, "alice");

            String failed = story.comment(first, "apply failed", "/envctl apply " + DEV);
            assertThat(failed).contains("Steps: 1 of 2 done");
            story.comment(second, "was planned anew", "counts no more", "**void**");

            story.forge().comment(story.repository(), first, "alice", "/envctl apply dev");

            story.comment(first, "Apply complete! Resources: 1 added");
            assertThat(applies(story)).hasSize(2);
        }
    }
}
