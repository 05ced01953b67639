package dev.envctl.runner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunPaper;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every page, in light and dark, at a desk and on a phone: pictures in `target/screenshots`, and nothing that keeps
/// anybody from reading it.
class LooksTest {

    private static final String DEV = "/environments/github/acme/platform/-/environments/dev";

    @ParameterizedTest
    @EnumSource
    void everyPageIsFitToBeReadByAnybody(Look look) {
        try (Site site = Site.open();
                Chromium chromium = Chromium.launch()) {
            var samples = new Samples(site);
            Run running = samples.fill();
            samples.log(running).keep(RunPaper.RESULT_TEXT, "Apply complete! Resources: 3 added, 1 changed.");
            var visits = new Visits(chromium, site);
            Page page = visits.page(look.options());

            signInAtLast(visits, page, look);
            for (String path : List.of(DEV, "/runs", "/runs/1", "/runs/4", "/runs/6", "/queue", "/audit", "/nothing")) {
                page.navigate(site.url() + path);
                page.locator("summary").all().forEach(Locator::click);
                look.keep(
                        page,
                        path.equals(DEV) ? "environment" : path.substring(1).replace('/', '-'));
            }
            assertThat(visits.complaints())
                    .as("what the browser complained about")
                    .isEmpty();
        }
    }

    private static void signInAtLast(Visits visits, Page page, Look look) {
        page.navigate(visits.url() + "/");
        look.keep(page, "sign-in");
        page.getByLabel("Access token").fill("wrong");
        page.getByText("Sign in with a token").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not known here");
        look.keep(page, "sign-in-refused");
        visits.signIn(page, "/");
        look.keep(page, "environments");
    }
}
