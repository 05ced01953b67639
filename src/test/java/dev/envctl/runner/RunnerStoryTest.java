package dev.envctl.runner;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.GoldenFiles;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.FakeGitLab;
import dev.envctl.testing.forge.FakeGitea;
import dev.envctl.testing.forge.World.Issue;
import dev.envctl.testing.forge.World.Permission;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

/// The whole service on each forge: a pull request from its opening to what it made live, and drift from its finding to
/// its end.
class RunnerStoryTest {

    private static final String FILE = RunnerStory.DIRECTORY + "/logs.yaml";

    @TempDir
    private Path directory;

    enum Kind {
        GITHUB,
        GITLAB,
        GITEA;

        FakeForge make() {
            return switch (this) {
                case GITHUB -> FakeGitHub.withToken();
                case GITLAB -> new FakeGitLab();
                case GITEA -> FakeGitea.gitea();
            };
        }
    }

    static List<Kind> forges() {
        return List.of(Kind.values());
    }

    @ParameterizedTest
    @MethodSource("forges")
    void fromAPullRequestToWhatIsLiveAndBackFromDrift(Kind kind) {
        try (RunnerStory story = new RunnerStory(directory, kind.make())) {
            FakeForge forge = story.forge();
            String repository = story.repository();
            forge.permitAll(repository, Permission.WRITE, "alice", "bob");

            String opened = story.commit(
                    "more",
                    "Notebooks",
                    Map.of(FILE, RunnerStory.logGroup("spark", 30) + "---\n" + RunnerStory.logGroup("notebooks", 30)));
            int number = story.open("bob", "more", opened);
            check(kind, "1-opened.md", story.comment(number, "2 to add"));
            String said = forge.comments(repository, number).getLast().id() + "";

            String pushed = story.commit(
                    "more",
                    "Airflow",
                    Map.of(
                            FILE,
                            RunnerStory.logGroup("spark", 30) + "---\n" + RunnerStory.logGroup("notebooks", 30)
                                    + "---\n" + RunnerStory.logGroup("airflow", 14)));
            story.push(number, pushed);
            check(kind, "2-pushed.md", story.comment(number, "3 to add"));
            assertThat(forge.comments(repository, number).getLast().id() + "").isEqualTo(said);

            forge.approve(repository, number, "alice");
            check(kind, "3-approved.md", story.comment(number, "alice"));
            String merged = story.merge("more", number, "alice");
            check(kind, "4-applied.md", story.comment(number, "Apply complete"));
            story.until(
                    "a status on the merge commit",
                    () -> forge.statuses(repository, merged).values().stream()
                            .anyMatch(status -> status.state().equals("success")));
            assertThat(retentions(story))
                    .containsOnly(
                            Map.entry("/acme/airflow", 14),
                            Map.entry("/acme/notebooks", 30),
                            Map.entry("/acme/spark", 30));

            retain(story, "/acme/spark", 1);
            story.ask("drift");
            story.until("an issue about drift", () -> !forge.issues(repository).isEmpty());
            check(kind, "5-drifted.md", text(forge.issues(repository).getFirst()));

            retain(story, "/acme/spark", 30);
            story.ask("drift");
            story.until(
                    "the issue to be closed",
                    () -> !forge.issues(repository).getFirst().open());
            check(kind, "6-healed.md", text(forge.issues(repository).getFirst()));
            assertThat(forge.issues(repository)).hasSize(1);
        }
    }

    private static Map<String, Integer> retentions(RunnerStory story) {
        try (CloudWatchLogsClient logs = story.cloud().client(CloudWatchLogsClient.builder())) {
            return logs.describeLogGroups(request -> request.logGroupNamePrefix("/acme/")).logGroups().stream()
                    .collect(toMap(LogGroup::logGroupName, LogGroup::retentionInDays));
        }
    }

    private static void retain(RunnerStory story, String group, int days) {
        try (CloudWatchLogsClient logs = story.cloud().client(CloudWatchLogsClient.builder())) {
            logs.putRetentionPolicy(request -> request.logGroupName(group).retentionInDays(days));
        }
    }

    /// A merge and its push may both ask for the apply, and who is refused takes a number of a run all the same.
    private static String text(Issue issue) {
        String body = issue.body().replaceAll("\\[run \\d+]\\((.*?/runs/)\\d+\\)", "[run <n>]($1<n>)");
        return "# " + issue.title() + (issue.open() ? " (open)" : " (closed)") + "\n\n" + body + "\n";
    }

    /// Times and what a sandbox draws differ from day to day.
    private static void check(Kind kind, String name, String text) {
        String steady = text.replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z| UTC)?", "<time>")
                .replaceAll("\\b\\d+(\\.\\d+)? s\\b", "<seconds> s")
                .replaceAll(" in (\\d+h)?(\\d+m)?\\d+s\\)", " in <time>)")
                .replaceAll("(?m)^(\\+ LogGroup/)\\w+( \\(created)", "$1<some>$2")
                .replaceAll("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b", "<uuid>");
        GoldenFiles.checkResource("runner/story/" + kind.name().toLowerCase(Locale.ROOT) + "/" + name, steady);
    }
}
