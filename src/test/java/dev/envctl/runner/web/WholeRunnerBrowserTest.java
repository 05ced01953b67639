package dev.envctl.runner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.World.Permission;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

/// Somebody looks at the page of a whole runner while a team works: from a pull request that a forge tells of, by way
/// of a live plan and an apply that is cancelled in the middle, to what the audit log says.
class WholeRunnerBrowserTest {

    private static final String FILE = RunnerStory.DIRECTORY + "/more.yaml";

    private static @Nullable Chromium chromium;

    @TempDir
    private Path directory;

    @BeforeAll
    static void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void aTeamsWorkIsSeenAsItHappensAndStoppedByKeyboard() {
        try (RunnerStory story = new RunnerStory(directory, FakeGitHub.withToken())) {
            FakeForge forge = story.forge();
            forge.permitAll(story.repository(), Permission.WRITE, "alice", "bob");
            story.until(
                    "an environment",
                    () -> story.api("GET", "/api/v1/environments", "").contains(RunnerStory.DIRECTORY));
            story.ask("plan");
            runOf(story, "plan", "succeeded");
            Visits visits = new Visits(
                    Objects.requireNonNull(chromium), story.runner().address().toString());
            Page page = visits.page(Look.LIGHT.options());

            signsIn(page, visits);
            watchesThePlan(page, story);
            story.merge("first", 1, "alice");
            runOf(story, "apply", "succeeded");
            int number = proposesThree(story);
            stopsTheApply(page, story, number);
            readsWhoDidWhat(page);

            assertThat(visits.complaints())
                    .as("what the browser complained about")
                    .isEmpty();
        }
    }

    private static void signsIn(Page page, Visits visits) {
        visits.signIn(page, "/", RunnerStory.ADMIN_TOKEN);
        assertThat(page.getByRole(AriaRole.LINK, named(RunnerStory.DIRECTORY))).isVisible();
        Look.LIGHT.keep(page, "whole-1-environments");
    }

    /// The plan waits at its first look at the cloud until its page is open.
    private static void watchesThePlan(Page page, RunnerStory story) {
        var looked = new CountDownLatch(1);
        story.sandbox().faults().on("logs", "DescribeLogGroups").once().crashBefore(() -> await(looked));
        String head = story.commit("first", "One more", Map.of(FILE, RunnerStory.logGroup("first", 30)));
        int number = story.open("bob", "first", head);
        String run = runOf(story, "plan", "running");
        page.getByRole(AriaRole.LINK, named("Runs")).click();
        page.getByRole(AriaRole.LINK, exactly("Plan " + run)).click();
        assertThat(page.locator("#log-state")).hasText("Live.");
        assertThat(page.getByRole(AriaRole.LOG)).containsText("merged into");
        assertThat(page.getByRole(AriaRole.LOG)).not().containsText("to add");
        page.evaluate("window.opened = 'once'");
        Look.LIGHT.keep(page, "whole-2-plan-live");

        looked.countDown();

        assertThat(page.getByRole(AriaRole.LOG)).containsText("2 to add");
        assertThat(page.locator("#run-head .pill")).containsText("succeeded");
        assertThat(page.locator("#log-state")).hasText("The run is over.");
        assertThat(page.evaluate("window.opened"))
                .as("lines came without loading the page again")
                .isEqualTo("once");
        Look.LIGHT.keep(page, "whole-3-planned");
        story.comment(number, "2 to add");
        story.forge().approve(story.repository(), number, "alice");
        story.comment(number, "by `alice`");
    }

    /// One after the other.
    private static int proposesThree(RunnerStory story) {
        String documents = Stream.of("one", "two", "three")
                .map(name -> RunnerStory.logGroup(name, 30) + after(name))
                .collect(joining("---\n"));
        String head = story.commit("second", "Three more", Map.of(RunnerStory.DIRECTORY + "/three.yaml", documents));
        int number = story.open("bob", "second", head);
        story.comment(number, "3 to add");
        story.forge().approve(story.repository(), number, "alice");
        story.comment(number, "by `alice`");
        return number;
    }

    private static String after(String name) {
        return switch (name) {
            case "two" -> "dependsOn: [LogGroup/one]\n";
            case "three" -> "dependsOn: [LogGroup/two]\n";
            default -> "";
        };
    }

    /// The second of three waits until somebody has pressed the button.
    private static void stopsTheApply(Page page, RunnerStory story, int number) {
        var pressed = new CountDownLatch(1);
        story.sandbox().faults().on("logs", "CreateLogGroup").nth(2).crashBefore(() -> await(pressed));
        story.merge("second", number, "alice");
        String run = runOf(story, "apply", "running");
        page.getByRole(AriaRole.LINK, named("Environments")).first().click();
        page.getByRole(AriaRole.LINK, named(RunnerStory.DIRECTORY)).click();
        page.getByRole(AriaRole.LINK, named("Apply " + run)).first().click();
        assertThat(page.getByRole(AriaRole.LOG)).containsText("LogGroup/one: Creation complete");
        assertThat(page.getByRole(AriaRole.LOG)).containsText("LogGroup/two: Creating...");
        assertThat(page.getByLabel("Time left")).isVisible();
        assertThat(page.locator(".left")).containsText("usual");
        Look.LIGHT.keep(page, "whole-4-apply-live");
        story.until(
                "the lease is seen in the metrics",
                () -> Pattern.compile(
                                "envctl_lock_held_seconds\\{env=\"[^\"]*environments/dev\"\\} (0\\.0*[1-9]|[1-9])")
                        .matcher(story.api("GET", "/metrics", ""))
                        .find());

        tabTo(page, page.getByRole(AriaRole.BUTTON, named("Cancel run")));
        page.keyboard().press("Enter");
        assertThat(page.locator("#run-head .pill")).containsText("stopping");
        Look.LIGHT.keep(page, "whole-5-stopping");
        pressed.countDown();

        assertThat(page.locator("#run-head .pill")).containsText("cancelled");
        assertThat(page.locator("#run-head")).containsText("2 of 3 done, 2 added");
        assertThat(page.locator("#run-papers")).containsText("LogGroup/three");
        assertThat(page.getByRole(AriaRole.BUTTON, named("Cancel run"))).hasCount(0);
        Look.LIGHT.keep(page, "whole-6-cancelled");
        assertThat(groups(story)).contains("/acme/one", "/acme/two").doesNotContain("/acme/three");
        story.comment(number, "apply cancelled");
    }

    private static void readsWhoDidWhat(Page page) {
        page.getByRole(AriaRole.LINK, exactly("Audit")).click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Audit log"))).isVisible();
        for (String action : List.of("sign-in", "approve", "apply", "cancel")) {
            assertThat(page.getByRole(AriaRole.CELL, exactly(action)).first()).isVisible();
        }
        Look.LIGHT.keep(page, "whole-7-audit");
    }

    // ---- what is around

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came to the page");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// The id of the latest of its kind, once it is so.
    private static String runOf(RunnerStory story, String kind, String state) {
        story.until(
                kind + " " + state,
                () -> story.api("GET", "/api/v1/runs?limit=1&kind=" + kind, "")
                        .contains("\"state\":\"" + state + "\""));
        return story.api("GET", "/api/v1/runs?limit=1&kind=" + kind, "").replaceAll("(?s).*?\"id\":(\\d+).*", "$1");
    }

    private static void tabTo(Page page, Locator wanted) {
        page.evaluate("document.activeElement.blur()");
        for (int presses = 0; presses < 40; presses++) {
            page.keyboard().press("Tab");
            if ((boolean) wanted.evaluate("element => element === document.activeElement")) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not come to " + wanted);
    }

    private static List<String> groups(RunnerStory story) {
        try (CloudWatchLogsClient logs = story.cloud().client(CloudWatchLogsClient.builder())) {
            return logs.describeLogGroups(request -> request.logGroupNamePrefix("/acme/")).logGroups().stream()
                    .map(LogGroup::logGroupName)
                    .toList();
        }
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions exactly(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
