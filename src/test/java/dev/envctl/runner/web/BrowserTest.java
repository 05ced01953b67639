package dev.envctl.runner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Walks the page with the system's Chromium and keeps pictures in `target/screenshots`.
class BrowserTest {

    private static final String DEV = "/environments/github/acme/platform/-/environments/dev";

    private static @Nullable Chromium chromium;

    private Site site;
    private Visits visits;
    private Samples samples;
    private Run running;

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

    @BeforeEach
    void open() {
        site = Site.open();
        samples = new Samples(site);
        running = samples.fill();
        visits = new Visits(Objects.requireNonNull(chromium), site);
    }

    @AfterEach
    void close() {
        site.close();
        assertThat(visits.complaints()).as("what the browser complained about").isEmpty();
    }

    @Test
    void fromTheListToALiveRunAndItsEnd() {
        Page page = visits.page(Look.LIGHT.options());
        visits.signIn(page, "/");
        page.getByRole(AriaRole.LINK, named("environments/dev")).click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("environments/dev")))
                .isVisible();
        page.getByRole(AriaRole.LINK, named("Apply 6")).click();
        assertThat(page.locator("#log-state")).hasText("Live.");

        samples.log(running).line("VirtualCluster/spark: Modifications complete after 31 s <b>bold</b>");
        assertThat(page.getByRole(AriaRole.LOG)).containsText("complete after 31 s <b>bold</b>");
        samples.log(running).keep(RunPaper.RESULT_TEXT, "Apply complete!");
        Look.LIGHT.keep(page, "run-live");

        site.runs.end(running, Run.State.SUCCEEDED, RunResult.of("Apply complete: 3 added."));
        assertThat(page.locator("#run-head .pill")).containsText("succeeded");
        assertThat(page.locator("#run-head")).containsText("Apply complete: 3 added.");
        assertThat(page.locator("#run-papers")).containsText("What was done");
        assertThat(page.locator("#log-state")).hasText("The run is over.");
        assertThat(page.getByRole(AriaRole.BUTTON, button("Cancel run"))).hasCount(0);
        assertThat(page.getByRole(AriaRole.LOG).getByText("complete after 31 s"))
                .hasCount(1);
        Look.LIGHT.keep(page, "run-ended");
    }

    @Test
    void aRunIsCancelledAndSaysSoWithoutBeingLoadedAgain() {
        Page page = visits.page(Look.DARK.options());
        visits.signIn(page, "/runs/6");

        page.getByRole(AriaRole.BUTTON, button("Cancel run")).click();

        assertThat(page.locator("#run-head .pill")).containsText("stopping");
        assertThat(page.getByRole(AriaRole.BUTTON, button("Cancel run"))).hasCount(0);
        Look.DARK.keep(page, "run-stopping");
        site.runs.end(running, Run.State.CANCELLED, RunResult.of("Stopped after 2 of 4 changes."));
        assertThat(page.locator("#run-head")).containsText("Stopped after 2 of 4 changes.");
    }

    @Test
    void aPlanIsStartedFromThePage() {
        Page page = visits.page(Look.LIGHT.options());
        visits.signIn(page, DEV);

        page.getByRole(AriaRole.BUTTON, button("Plan now")).click();

        assertThat(page.locator("#run-head .pill")).containsText("queued");
        assertThat(page.locator("#run-head")).containsText("asked for on this page");
    }

    @Test
    void theKeyboardReachesEverythingInOrder() {
        Page page = visits.page(Look.LIGHT.options());
        visits.signIn(page, "/");
        page.navigate(site.url() + "/");

        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to content")).isFocused();
        assertThat(page.getByText("Skip to content")).isInViewport();
        page.screenshot(new Page.ScreenshotOptions().setPath(Look.LIGHT.picture("skip-link")));
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("Find environments by name")).isFocused();
        page.keyboard().type("prod");
        page.keyboard().press("Enter");
        page.waitForURL(site.url() + "/?q=prod&show=all");
        page.getByRole(AriaRole.LINK, named("environments/prod")).focus();
        assertThat((String) page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, heading("environments/prod")))
                .isVisible();
    }

    @Test
    void aChoiceFiltersAtOnceAndTheListKeepsItselfFresh() {
        Page page = visits.page(Look.LIGHT.options());
        page.clock().install();
        visits.signIn(page, "/");

        page.getByLabel("Drifted").click();
        page.waitForURL(site.url() + "/?q=&show=drifted");
        assertThat(page.getByRole(AriaRole.LINK, named("environments/prod"))).hasCount(0);

        site.environments.change(
                Samples.PROD,
                state -> state.observed(
                        "analytics-prod.us-east-1",
                        EnvironmentState.Sync.DRIFTED,
                        EnvironmentState.Health.HEALTHY,
                        41,
                        site.clock.instant()));
        page.evaluate("document.activeElement.blur()");
        page.clock().runFor(11_000);
        assertThat(page.getByRole(AriaRole.LINK, named("environments/prod"))).isVisible();
    }

    @Test
    void worksWithoutScript() {
        Page page = visits.page(Look.LIGHT.options().setJavaScriptEnabled(false));
        visits.signIn(page, "/runs/6");

        assertThat(page.getByRole(AriaRole.LOG)).containsText("Modifying…");
        samples.log(running).line("a line that comes later");
        page.getByRole(AriaRole.LINK, named("Load again")).click();
        page.reload();
        assertThat(page.getByRole(AriaRole.LOG)).containsText("a line that comes later");
        page.getByRole(AriaRole.BUTTON, button("Cancel run")).click();
        assertThat(page.locator("#run-head .pill")).containsText("stopping");
        page.getByRole(AriaRole.BUTTON, button("Sign out")).click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("Sign in"))).isVisible();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions heading(String name) {
        return new Page.GetByRoleOptions().setName(name).setLevel(1);
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
