package dev.envctl.runner.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState.Health;
import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunLog;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.web.view.EnvironmentPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every text that somebody else writes is an attack here, on every page that shows it.
@TestInstance(Lifecycle.PER_CLASS)
class PagesTest {

    private static final String EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e\u001b[31m";
    private static final EnvironmentKey HOSTILE = new EnvironmentKey("github", "evil/" + EVIL, "envs/" + EVIL + "/%2e");
    private static final Pattern INLINE =
            Pattern.compile("<[^>]+\\s(on[a-z]+|style)=|<script(?! src=\"/static/)|<style|javascript:");

    private Site site;
    private Client admin;

    @BeforeAll
    void open() {
        site = Site.open();
        Samples samples = new Samples(site);
        samples.fill();
        samples.state(HOSTILE, EVIL, Sync.DRIFTED, Health.DEGRADED, 3);
        hostileRun();
        var now = site.clock.instant();
        site.actions.held.add(
                new Actions.HeldLease(HOSTILE, new LeaseRecord(EVIL, EVIL, EVIL, EVIL, 1, now, now.plusSeconds(9))));
        site.audit.add(EVIL, EVIL, EVIL, EVIL);
        admin = Client.signedIn(site, "admin-token");
    }

    private Run hostileRun() {
        site.runs.enqueue(new NewRun(
                HOSTILE,
                Run.Kind.PLAN,
                new Run.Cause(Run.Trigger.COMMENT, EVIL, Optional.of(7)),
                new Run.Revision("evil\"><script>", Optional.of("evil'")),
                Optional.of(EVIL),
                "evil"));
        Run run = site.runs.begin(HOSTILE, EVIL).orElseThrow();
        RunLog log = site.runs.log(run, () -> false);
        log.line(EVIL);
        for (RunPaper paper : RunPaper.values()) {
            log.keep(paper, EVIL);
        }
        String json = EVIL.replace("\"", "\\\"").replace("\u001b", "\\u001b");
        log.keep(RunPaper.STATUS_JSON, """
            {"resources": [{"address": "%s", "id": "%s", "state": "%s", "detail": "%s", "health": "%s", "sync": "%s"}]}
            """.formatted(json, json, json, json, json, json));
        log.keep(RunPaper.GRAPH, "flowchart LR\n  n0[\"%s\"]\n  n1[\"a\"]\n  n0 --> n1\n".formatted(EVIL));
        var problem = new RunResult.Annotation(EVIL, 1, true, EVIL, EVIL);
        site.runs.end(
                run, Run.State.FAILED, new RunResult(EVIL, Optional.of(EVIL), RunResult.Counts.NONE, List.of(problem)));
        site.runs.enqueue(new NewRun(
                HOSTILE,
                Run.Kind.PLAN,
                new Run.Cause(Run.Trigger.COMMENT, EVIL, Optional.empty()),
                new Run.Revision("evil", Optional.of("base")),
                Optional.empty(),
                "evil again"));
        return run;
    }

    @AfterAll
    void close() {
        site.close();
    }

    List<String> pages() {
        String query = "%3Cscript%3Ealert(1)%3C/script%3E%22%27";
        long run = site.runs
                .list(Runs.Filter.latest(1).of(HOSTILE).in(Run.State.FAILED))
                .getFirst()
                .id();
        return List.of(
                "/",
                "/?show=degraded&q=e",
                "/?q=" + query,
                "/environments/" + EnvironmentPath.of(HOSTILE),
                "/environments/" + EnvironmentPath.of(Site.DEV),
                "/runs",
                "/runs?kind=" + query,
                "/runs/" + run,
                "/runs/6",
                "/queue",
                "/audit",
                "/sign-in?next=/" + query,
                "/runs/" + query,
                "/environments/" + query,
                "/nothing/" + query);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hostileTextIsShownAndNotObeyed(String path) {
        String page = admin.get(path).body();

        assertThat(page).startsWith("<!doctype html>");
        assertThat(page).doesNotContain("<script>", "<img src=x", "\u202e", "\u001b");
        assertThat(INLINE.matcher(page).results().map(java.util.regex.MatchResult::group))
                .isEmpty();
    }

    @Test
    void hostileNamesCanBeOpened() {
        Client.Reply environment = admin.get("/environments/" + EnvironmentPath.of(HOSTILE));

        assertThat(environment.status()).isEqualTo(200);
        assertThat(environment.body()).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    @Test
    void papersAreTextWhateverTheyHold() {
        Client.Reply paper = admin.get("/runs/7/papers/status-json");

        assertThat(admin.get("/runs/1/papers/plan-text").body()).isEqualTo(Samples.PLAN);
        assertThat(admin.get("/runs/1/papers/plan-text").header("Content-Type")).startsWith("text/plain");
        assertThat(paper.status()).isIn(200, 404);
    }

    @Test
    void theEnvironmentsPageShowsWhatTheyAreAndFiltersThem() {
        String all = admin.get("/?q=environments").body();
        String drifted = admin.get("/?show=drifted&q=acme").body();

        assertThat(all).contains("environments/dev", "environments/prod", "in sync", "drifted", "degraded", "2 h");
        assertThat(all).contains("3 of 6 environments");
        assertThat(drifted).contains("environments/dev").doesNotContain("environments/prod");
        assertThat(admin.get("/?q=nobody").body()).contains("Nothing matches");
    }

    @Test
    void theEnvironmentPageShowsResourcesGraphHistoryAndHolder() {
        String page = admin.get("/environments/github/acme/platform/-/environments/dev")
                .body();

        assertThat(page)
                .contains("VirtualCluster/spark", "ARRESTED", "The namespace is gone.", "to be created")
                .contains("<svg", "ManagedEndpoint/pyspark waits for VirtualCluster/spark, Role/jobExecution")
                .contains("https://github.com/acme/platform/issues/31", "Held by", "Unlock this environment")
                .contains("Apply 6", "Drift check 5", "Plan now");
    }

    @Test
    void whoMayOnlyLookSeesNoButtons() {
        Client reader = Client.signedIn(site, "read-token");

        assertThat(reader.get("/environments/github/acme/platform/-/environments/dev")
                        .body())
                .doesNotContain("Plan now", "Unlock");
        assertThat(reader.get("/runs/6").body()).contains("running").doesNotContain("Cancel run");
        assertThat(reader.get("/").body()).doesNotContain("/audit");
    }

    @Test
    void theRunPageShowsWhoWhyPlanLogAndTimeLeft() {
        String page = admin.get("/runs/6").body();

        assertThat(page)
                .contains("alice", "a pull request moved", "https://github.com/acme/platform/pull/128")
                .contains("https://github.com/acme/platform/commit/8d3f0c2b7a615948372615a0b1c2d3e4f5061728")
                .contains("<span class=\"replace\">+/- ManagedEndpoint/pyspark [id=8gai4l4e] {</span>")
                .contains("Time left", "of usually 1 min 35 s")
                .contains("VirtualCluster/spark: Modifying…")
                .contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
    }

    @Test
    void aRunThatIsOverIsNotLoadedAgain() {
        assertThat(admin.get("/runs/1").body())
                .doesNotContain("http-equiv")
                .contains("Plan: 2 to add", "1 to destroy", "1 drifted");
    }

    @Test
    void buttonsDoWhatTheySay() {
        String csrf = admin.csrf();
        var form = Map.of("csrf", csrf, "kind", "drift");

        Client.Reply started = admin.post("/environments/" + EnvironmentPath.of(Samples.STUDIO), form);
        assertThat(started.location()).matches("/runs/\\d+");
        String run = started.location();
        assertThat(admin.get(run).body()).contains("Drift check", "queued", "asked for on this page", "adminer");

        Client.Reply cancelled = admin.post(run + "/cancel", form);
        assertThat(cancelled.location()).isEqualTo(run);
        assertThat(admin.get(run).body()).contains("Cancelled by adminer before it began.");
        assertThat(admin.post(run + "/cancel", form).status()).isEqualTo(409);

        assertThat(site.audit.list(2))
                .extracting(entry -> entry.actor() + " " + entry.action())
                .containsExactly("adminer cancel", "adminer drift");
    }

    @Test
    void anApplyCanNotBeStartedFromThePage() {
        var form = Map.of("csrf", admin.csrf(), "kind", "apply");

        assertThat(admin.post("/environments/" + EnvironmentPath.of(Samples.STUDIO), form)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theAuditLogIsReadPageByPage() {
        for (int number = 0; number < 150; number++) {
            site.audit.add("alice", "plan", "environments/dev", "page by page " + number);
        }
        long newest = site.audit.list(1).getFirst().id();

        String first = admin.get("/audit").body();
        String older = "/audit?before=" + (newest - 99);

        assertThat(first).contains("page by page 149", "page by page 50", older).doesNotContain("page by page 49<");
        assertThat(admin.get(older).body()).contains("page by page 49<", "page by page 0<");
        assertThat(admin.get("/audit?before=1").body())
                .contains("No such entries.")
                .doesNotContain("Older entries");
        assertThat(admin.get("/audit?before=x").status()).isEqualTo(400);
    }

    @Test
    void unlockingSaysFromWhom() {
        var now = site.clock.instant();
        site.actions.held.add(new Actions.HeldLease(
                Samples.PROD, new LeaseRecord("prod", "bob@laptop", "laptop:1", "apply", 1, now, now.plusSeconds(9))));
        var form = Map.of("csrf", admin.csrf());

        Client.Reply unlocked = admin.post("/unlock/" + EnvironmentPath.of(Samples.PROD), form);

        assertThat(unlocked.location()).isEqualTo("/environments/" + EnvironmentPath.of(Samples.PROD));
        assertThat(site.audit.list(1).getFirst().detail()).isEqualTo("from bob@laptop");
        assertThat(admin.post("/unlock/" + EnvironmentPath.of(Samples.PROD), form)
                        .status())
                .isEqualTo(409);
    }
}
