package dev.envctl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.webhook.Deliveries;
import dev.envctl.runner.webhook.Delivery;
import dev.envctl.testing.Deluge;
import dev.envctl.testing.Eventually;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.SignedDelivery;
import dev.envctl.testing.forge.Signing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One runner that is told more than it can do at once.
class WebhookLoadTest {

    private static final int DELIVERIES = 1000;
    private static final int OF_PULL_REQUEST = 50;
    private static final int DUPLICATES = 500;

    @TempDir
    private Path directory;

    @Test
    void takesAThousandDeliveriesAndEachOnce() {
        try (RunnerStory story = new RunnerStory(directory, FakeGitHub.withToken());
                Deluge deluge = new Deluge(16);
                Database database = Database.inFile(directory.resolve("data").resolve("runner"))) {
            List<SignedDelivery> distinct = distinct(story);
            List<SignedDelivery> sent = new ArrayList<>(distinct);
            sent.addAll(distinct.subList(0, DUPLICATES));
            Collections.shuffle(sent, new Random(4711));

            List<Deluge.Answer> answers = deluge.send(story.runner().address().resolve("/webhooks/github"), sent);

            assertThat(answers).allMatch(Deluge.Answer::isTaken);
            assertThat(answers.stream().filter(answer -> answer.status().orElseThrow() == 202))
                    .as("taken as new")
                    .hasSize(DELIVERIES);
            Deliveries deliveries = new Deliveries(database.jdbi(), Clock.systemUTC());
            assertThat(ours(deliveries))
                    .extracting(Delivery::id)
                    .containsExactlyInAnyOrderElementsOf(distinct.stream()
                            .map(delivery -> delivery.headers().get("X-GitHub-Delivery"))
                            .toList());
            Eventually.until(
                    "all is handled",
                    Duration.ofSeconds(60),
                    () -> deliveries.unhandled(Duration.ZERO, 1).isEmpty());
            assertThat(ours(deliveries))
                    .extracting(each -> each.outcome().orElseThrow())
                    .filteredOn("another branch"::equals)
                    .hasSize(DELIVERIES - OF_PULL_REQUEST);
        }
    }

    private static List<Delivery> ours(Deliveries deliveries) {
        return deliveries.list(10 * DELIVERIES).stream()
                .filter(delivery -> delivery.id().startsWith("load-"))
                .toList();
    }

    /// Most are of a branch that nobody minds, as most are in life.
    private static List<SignedDelivery> distinct(RunnerStory story) {
        String head = story.commit(
                "more",
                "More",
                java.util.Map.of(RunnerStory.DIRECTORY + "/logs.yaml", RunnerStory.logGroup("spark", 30)));
        story.open("bob", "more", head);
        SignedDelivery opened = story.forge().lastDelivery();
        story.forge().pushBranch(story.repository(), "more", head, "bob");
        SignedDelivery pushed = story.forge().lastDelivery();
        return IntStream.range(0, DELIVERIES)
                .mapToObj(i -> Signing.another(i < OF_PULL_REQUEST ? opened : pushed, "load-" + i))
                .toList();
    }
}
