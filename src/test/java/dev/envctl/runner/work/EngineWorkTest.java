package dev.envctl.runner.work;

import static dev.envctl.runner.work.WorkBench.logGroup;
import static dev.envctl.runner.work.WorkBench.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.RunLog;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.work.WorkBench.Done;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

class EngineWorkTest {

    private static final String RESOURCES = "environments/dev/resources.yaml";

    @TempDir
    private Path directory;

    private WorkBench bench;

    @BeforeEach
    void start() {
        bench = new WorkBench(directory);
        bench.environment("environments/dev", logGroup("first", 7)).origin.commit("An environment");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void plansAsItWouldBeAfterTheMerge() {
        String pullRequest = bench.origin
                .branch("feature")
                .write("environments/dev/more.yaml", logGroup("second", 7))
                .commit("More");
        String base = bench.origin
                .checkOut("main")
                .edit(RESOURCES, text -> text + logGroup("third", 7))
                .commit("Meanwhile");

        Done plan = bench.plan(pullRequest, base);

        assertThat(plan.state()).isEqualTo(State.SUCCEEDED);
        assertThat(plan.summary()).isEqualTo("Plan: 3 to add, 0 to change, 0 to destroy.");
        assertThat(plan.ending().result().counts().toAdd()).isEqualTo(3);
        assertThat(plan.log()).contains("+ LogGroup/third", plan.summary());
        assertThat(bench.paper(plan, RunPaper.PLAN_TEXT))
                .contains("LogGroup/second")
                .doesNotContain("\u001b");
        assertThat(bench.paper(plan, RunPaper.PLAN_MARKDOWN)).contains("Full digest: `" + plan.digest());
        assertThat(bench.paper(plan, RunPaper.PLAN_JSON)).contains("\"directory\": \"environments/dev\"");
        assertThat(bench.paper(plan, RunPaper.GRAPH)).startsWith("flowchart");
        assertThat(bench.paper(plan, RunPaper.STATUS_JSON)).contains("to be created");
        assertThat(bench.environments.list()).isEmpty();
    }

    @Test
    void namesTheFilesOfAConflict() {
        String pullRequest = bench.origin
                .branch("feature")
                .write(RESOURCES, logGroup("first", 14))
                .commit("14 days");
        String base = bench.origin
                .checkOut("main")
                .write(RESOURCES, logGroup("first", 30))
                .commit("30 days");

        Done plan = bench.plan(pullRequest, base);

        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.summary()).contains("both changed " + RESOURCES);
    }

    /// Each of the two would take the other's objects for its own.
    @Test
    void refusesACopyWhoseNameWasForgotten() {
        bench.environment("environments/copy", logGroup("second", 7))
                .origin
                .edit("environments/copy/environment.yaml", text -> text.replace("name: copy", "name: dev"))
                .commit("A copy");

        Done refused = bench.planAtHead();
        bench.rules(WorkBench.rule("environments/dev", ApplyOn.MERGE));
        Done planned = bench.planAtHead();

        assertThat(refused.state()).isEqualTo(State.FAILED);
        assertThat(refused.log()).contains("environments/dev and environments/copy are both called dev in us-east-1.");
        assertThat(planned.state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void putsMistakesOnTheirLines() {
        String base = bench.origin.head();
        String pullRequest = bench.origin
                .branch("feature")
                .edit(RESOURCES, text -> text.replace("retentionInDays", "retentionDays"))
                .commit("Typo");

        Done plan = bench.plan(pullRequest, base);

        assertThat(plan.state()).isEqualTo(State.FAILED);
        RunResult.Annotation annotation = plan.ending().result().problems().getFirst();
        assertThat(annotation.file()).isEqualTo(RESOURCES);
        assertThat(annotation.line()).isEqualTo(5);
        assertThat(annotation.message()).contains("Did you mean \"retentionInDays\"?");
        assertThat(plan.log()).contains("--> " + RESOURCES + ":5");
    }

    @Test
    void appliesWhatWasApprovedAndKnowsTheEnvironmentAfterwards() {
        Done plan = bench.planAtHead();
        assertThat(bench.state().sync()).isEqualTo(Sync.PENDING);

        Done apply = bench.apply(Optional.of(plan.digest()));

        assertThat(apply.state()).isEqualTo(State.SUCCEEDED);
        assertThat(apply.summary()).isEqualTo("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
        assertThat(apply.log()).contains("LogGroup/first: Creating...", "LogGroup/first: Creation complete after");
        assertThat(bench.paper(apply, RunPaper.RESULT_MARKDOWN)).contains("### Apply for `dev`");
        assertThat(bench.paper(apply, RunPaper.STATUS_JSON)).contains("\"in_sync\": true");
        assertThat(bench.state().sync()).isEqualTo(Sync.IN_SYNC);
        assertThat(bench.state().resources()).isEqualTo(1);
        assertThat(bench.state().converged()).isPresent();
    }

    @Test
    void refusesAPlanThatIsNotTheApprovedOneAndSaysWhatDiffers() {
        bench.apply(Optional.empty());
        bench.origin.edit(RESOURCES, text -> text + logGroup("second", 7)).commit("One more");
        Done plan = bench.planAtHead();
        setRetention("first", 30);

        Done apply = bench.apply(Optional.of(plan.digest()));

        assertThat(apply.state()).isEqualTo(State.REFUSED);
        assertThat(apply.log())
                .contains("LogGroup/first: is to be updated, and was not part of the approved plan")
                .doesNotContain("Creating...");
        assertThat(bench.planAtHead().summary()).isEqualTo("Plan: 1 to add, 1 to change, 0 to destroy.");
    }

    @Test
    void callsItAFailureWhenNothingIsLeftOfWhatWasApproved() {
        Done plan = bench.planAtHead();
        bench.apply(Optional.empty());

        Done apply = bench.apply(Optional.of(plan.digest()));

        assertThat(apply.state()).isEqualTo(State.FAILED);
        assertThat(apply.summary()).contains("Nothing is left to apply", "LogGroup/first (created)");
    }

    @Test
    void findsNothingToDoWhereNothingWasExpected() {
        bench.apply(Optional.empty());

        assertThat(bench.apply(Optional.empty()).state()).isEqualTo(State.SUCCEEDED);
        assertThat(bench.apply(Optional.of(bench.planAtHead().digest())).summary())
                .startsWith("No changes.");
    }

    @Test
    void stopsBetweenTwoStepsAndGoesOnLater() {
        chain();
        bench.queueApply(Optional.of(bench.planAtHead().digest()));

        Done stopped = bench.next(log -> new CutLog(log, "LogGroup/first: Creation complete", false));
        Done resumed = bench.next(log -> log);

        assertThat(stopped.state()).isEqualTo(State.CANCELLED);
        assertThat(stopped.summary()).startsWith("Apply interrupted! Steps: 1 of 3 done");
        assertThat(resumed.run().attempt()).isEqualTo(2);
        assertThat(resumed.state()).isEqualTo(State.SUCCEEDED);
        assertThat(resumed.summary()).contains("2 added");
        assertThat(resumed.log()).contains("what is left of the approved plan");
    }

    /// The chain, of which a run made the first and was cancelled then. Returns the approved digest.
    private String halfApplied() {
        chain();
        String digest = bench.planAtHead().digest();
        bench.queueApply(Optional.of(digest));
        Done stopped = bench.next(log -> new CutLog(log, "LogGroup/first: Creation complete", false));
        bench.cancelled(stopped);
        assertThat(bench.paper(stopped, RunPaper.RESULT_MARKDOWN))
                .contains("To continue, comment:", "/envctl apply environments/dev");
        return digest;
    }

    @Test
    void anotherRunTriesAgainWhatIsLeftOfTheApprovedPlan() {
        String digest = halfApplied();
        bench.queueAgain(bench.origin.head(), digest);

        Done again = bench.next(log -> log);

        assertThat(again.state()).isEqualTo(State.SUCCEEDED);
        assertThat(again.summary()).isEqualTo("Apply complete! Resources: 2 added, 0 changed, 0 destroyed.");
        assertThat(bench.state().sync()).isEqualTo(Sync.IN_SYNC);
    }

    @Test
    void aThirdRunDoesWhatTheSecondLeft() {
        String digest = halfApplied();
        bench.queueAgain(bench.origin.head(), digest);
        bench.cancelled(bench.next(log -> new CutLog(log, "LogGroup/second: Creation complete", false)));
        bench.queueAgain(bench.origin.head(), digest);

        assertThat(bench.next(log -> log).summary())
                .isEqualTo("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
    }

    @Test
    void whatIsTriedAgainHasToBeARemainder() {
        bench.apply(Optional.empty());
        bench.origin
                .edit(RESOURCES, text -> text + logGroup("second", 7) + logGroup("third", 7, "second"))
                .commit("Two more");
        String digest = bench.planAtHead().digest();
        bench.queueApply(Optional.of(digest));
        bench.cancelled(bench.next(log -> new CutLog(log, "LogGroup/second: Creation complete", false)));
        setRetention("first", 30);
        bench.queueAgain(bench.origin.head(), digest);

        Done again = bench.next(log -> log);

        assertThat(again.state()).isEqualTo(State.REFUSED);
        assertThat(again.log()).doesNotContain("LogGroup/third: Creating");
    }

    @Test
    void nothingIsTriedAgainThatALaterApplyMayHaveOvertaken() {
        String digest = halfApplied();
        String commit = bench.origin.head();
        bench.apply(Optional.empty());
        bench.queueAgain(commit, digest);

        Done again = bench.next(log -> log);

        assertThat(again.state()).isEqualTo(State.REFUSED);
        assertThat(again.summary()).contains("has applied environments/dev since it was tried first");
    }

    @Test
    void nothingIsTriedAgainThatGitHasOvertaken() {
        String digest = halfApplied();
        String commit = bench.origin.head();
        bench.origin.write("README.md", "Of no environment.").commit("Elsewhere");
        bench.origin.edit(RESOURCES, text -> text + logGroup("fourth", 7)).commit("One more");
        bench.queueAgain(commit, digest);

        Done again = bench.next(log -> log);

        assertThat(again.state()).isEqualTo(State.REFUSED);
        assertThat(again.summary()).contains("environments/dev was changed in git since " + commit);
        assertThat(again.log()).doesNotContain("Creating...");
    }

    @Test
    void goesOnWithTheRemainderAfterAReplicaDied() {
        chain();
        bench.queueApply(Optional.of(bench.planAtHead().digest()));
        assertThatThrownBy(() -> bench.next(log -> new CutLog(log, "LogGroup/second: Creation complete", true)))
                .hasMessage("the process died");

        Done resumed = bench.next(log -> log);

        assertThat(resumed.state()).isEqualTo(State.SUCCEEDED);
        assertThat(resumed.summary()).isEqualTo("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
        assertThat(bench.state().sync()).isEqualTo(Sync.IN_SYNC);
    }

    /// Stopped, and not failed, so that another replica goes on with it when this process is about to end.
    @Test
    void stopsWaitingForALeaseWhenItIsToldTo() {
        Done plan = bench.planAtHead();
        bench.hold();
        bench.queueApply(Optional.of(plan.digest()));

        Done stopped = bench.next(log -> new CutLog(log, "Waiting for the lease, which bob@laptop holds.", false));

        assertThat(stopped.state()).isEqualTo(State.CANCELLED);
        assertThat(stopped.summary()).isEqualTo("Stopped while it waited for the lease; nothing was changed.");
    }

    @Test
    void saysHowALeaseThatNobodyWillGiveBackIsEnded() {
        Done plan = bench.planAtHead();
        bench.hold();
        bench.queueApply(Optional.of(plan.digest()));

        Done refused = bench.next(log -> log);

        assertThat(refused.state()).isEqualTo(State.FAILED);
        assertThat(refused.log())
                .contains("bob@laptop holds the lease of dev.us-east-1", "envctl unlock environments/dev")
                .doesNotContain("--lock-timeout", "DIR");
    }

    /// Who was taken for dead may be at work for a while, in the middle of a step.
    @Test
    void plansAgainWhatChangedWhileItWaitedForTheLeaseOfABrokenAttempt() {
        chain();
        bench.queueApply(Optional.of(bench.planAtHead().digest()));
        assertThatThrownBy(() -> bench.next(log -> new CutLog(log, "LogGroup/second: Creation complete", true)))
                .hasMessage("the process died");
        bench.hold();

        Done resumed = bench.next(log -> new WatchedLog(log, "Waiting for the lease", () -> {
            delete("second");
            bench.letGo();
        }));

        assertThat(resumed.log()).contains("Something has changed since this was planned");
        assertThat(resumed.state()).isEqualTo(State.SUCCEEDED);
        assertThat(resumed.summary()).isEqualTo("Apply complete! Resources: 2 added, 0 changed, 0 destroyed.");
    }

    @Test
    void knowsWhenTheDeadReplicaHadDoneEverything() {
        bench.queueApply(Optional.of(bench.planAtHead().digest()));
        assertThatThrownBy(() -> bench.next(log -> new CutLog(log, "LogGroup/first: Creation complete", true)))
                .hasMessage("the process died");

        Done resumed = bench.next(log -> log);

        assertThat(resumed.state()).isEqualTo(State.SUCCEEDED);
        assertThat(resumed.summary()).isEqualTo("Everything was applied by an earlier attempt.");
    }

    @Test
    void touchesNothingMoreWhenWhatIsLeftIsNotARemainder() {
        bench.apply(Optional.empty());
        bench.origin
                .edit(RESOURCES, text -> text + logGroup("second", 7) + logGroup("third", 7, "second"))
                .commit("Two more");
        bench.queueApply(Optional.of(bench.planAtHead().digest()));
        assertThatThrownBy(() -> bench.next(log -> new CutLog(log, "LogGroup/second: Creation complete", true)))
                .hasMessage("the process died");
        setRetention("first", 30);

        Done resumed = bench.next(log -> log);

        assertThat(resumed.state()).isEqualTo(State.REFUSED);
        assertThat(resumed.log())
                .contains("LogGroup/first: is to be updated, and was not part of the approved plan")
                .doesNotContain("LogGroup/third: Creating");
    }

    @Test
    void tellsDriftFromPendingChangesAndChangesNothing() {
        bench.apply(Optional.empty());
        setRetention("first", 30);

        Done drift = bench.drift();

        assertThat(drift.state()).isEqualTo(State.SUCCEEDED);
        assertThat(drift.summary()).isEqualTo("Drift: 1 changed in the cloud, 0 pending in git, 0 in conflict.");
        assertThat(drift.ending().result().counts().drifted()).isEqualTo(1);
        assertThat(bench.paper(drift, RunPaper.PLAN_MARKDOWN)).startsWith("### Drift of `dev`");
        assertThat(bench.state().sync()).isEqualTo(Sync.DRIFTED);
        assertThat(bench.state().driftRun()).contains(drift.run().id());
        assertThat(bench.drift().ending().result().counts().drifted()).isEqualTo(1);
    }

    @Test
    void learnsNothingFromACommitThatIsNotMerged() {
        bench.origin.branch("feature").write(RESOURCES, logGroup("first", 14)).commit("14 days");

        bench.apply(Optional.empty());

        assertThat(bench.environments.list()).isEmpty();
    }

    /// Settings count at once; an apply that waits must not be what is done last by those that were.
    @Test
    void whatTheSettingsDoNotWantAnyMoreIsNotDoneAlthoughItWaited() {
        Done plan = bench.planAtHead();
        bench.queueApply(Optional.of(plan.digest()));
        bench.rules(rule("environments/**", ApplyOn.NEVER));
        Done apply = bench.next(UnaryOperator.identity());

        bench.rules(rule("elsewhere/**", ApplyOn.MERGE));
        Done uncovered = bench.drift();

        assertThat(apply.state()).isEqualTo(State.REFUSED);
        assertThat(apply.summary())
                .isEqualTo("The runner's settings do not let environments/dev be applied like this any more.");
        assertThat(uncovered.state()).isEqualTo(State.REFUSED);
        assertThat(uncovered.summary()).isEqualTo("No rule of the runner's settings covers environments/dev any more.");
        bench.rules(rule("environments/**", ApplyOn.MERGE));
        assertThat(bench.planAtHead().summary()).isEqualTo(plan.summary());
    }

    @Test
    void waitsForAGitServerThatIsAwayForAMoment() {
        Done plan = bench.planAtHead();
        bench.queueApply(Optional.of(plan.digest()));
        bench.origin.hide();
        AtomicInteger pauses = new AtomicInteger();
        bench.meanwhile = () -> {
            if (pauses.incrementAndGet() == 10) {
                bench.origin.show();
            }
        };

        Done apply = bench.next(UnaryOperator.identity());

        assertThat(apply.state()).isEqualTo(State.SUCCEEDED);
        assertThat(apply.log())
                .contains("Reading the repository " + bench.origin.url(), "Trying again in 2 s.")
                .contains("Trying again in 8 s.", "LogGroup/first: Creation complete after")
                .doesNotContain("Trying again in 16 s.");
    }

    @Test
    void failsWhenTheGitServerStaysAwayAndStopsWaitingWhenItIsCancelled() {
        bench.origin.hide();
        Done late = bench.planAtHead("1a".repeat(20));

        bench.queueApply("1a".repeat(20), Optional.empty());
        AtomicInteger pauses = new AtomicInteger();
        bench.meanwhile = pauses::incrementAndGet;
        Done cancelled = bench.next(log -> new CutLog(log, "Reading the repository", false));

        assertThat(late.state()).isEqualTo(State.FAILED);
        assertThat(late.log()).contains("Trying again in 30 s.");
        assertThat(late.summary()).contains("Reading the repository");
        assertThat(cancelled.state()).isEqualTo(State.CANCELLED);
        assertThat(pauses).hasValue(0);
    }

    @Test
    void saysThatAnEnvironmentWhoseDirectoryIsGoneIsNotDestroyed() {
        bench.origin.remove("environments").write("README.md", "Nothing here.").commit("Gone");

        Done plan = bench.planAtHead();

        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.log()).contains("There is no directory \"environments/dev\"", "envctl destroy");
    }

    private void chain() {
        bench.origin
                .write(
                        RESOURCES,
                        logGroup("first", 7) + logGroup("second", 7, "first") + logGroup("third", 7, "second"))
                .commit("A chain");
    }

    private void setRetention(String group, int days) {
        try (CloudWatchLogsClient logs = bench.sandbox().client(CloudWatchLogsClient.builder())) {
            logs.putRetentionPolicy(
                    request -> request.logGroupName("/acme/" + group).retentionInDays(days));
        }
    }

    private void delete(String group) {
        try (CloudWatchLogsClient logs = bench.sandbox().client(CloudWatchLogsClient.builder())) {
            logs.deleteLogGroup(request -> request.logGroupName("/acme/" + group));
        }
    }

    /// Something happens when a line begins like this.
    private record WatchedLog(RunLog log, String line, Runnable happening) implements RunLog {

        @Override
        public void line(String text) {
            log.line(text);
            if (text.startsWith(line)) {
                happening.run();
            }
        }

        @Override
        public void keep(RunPaper paper, String text) {
            log.keep(paper, text);
        }

        @Override
        public boolean isCancelled() {
            return log.isCancelled();
        }
    }

    /// A log that at a certain line turns to cancelled, or dies with its process.
    private static final class CutLog implements RunLog {

        private final RunLog log;
        private final String line;
        private final boolean dies;
        private boolean reached;

        CutLog(RunLog log, String line, boolean dies) {
            this.log = log;
            this.line = line;
            this.dies = dies;
        }

        @Override
        public void line(String text) {
            log.line(text);
            reached |= text.startsWith(line);
            if (reached && dies) {
                throw new IllegalStateException("the process died");
            }
        }

        @Override
        public void keep(RunPaper paper, String text) {
            log.keep(paper, text);
        }

        @Override
        public boolean isCancelled() {
            return reached || log.isCancelled();
        }
    }

    @Test
    void endsAtOnceWhenItWasCancelledBeforeItPlanned() {
        bench.queueApply(Optional.empty());

        Done cancelled = bench.next(log -> new CutLog(log, "environments/dev at", false));

        assertThat(cancelled.state()).isEqualTo(State.CANCELLED);
        assertThat(bench.hasSandbox()).isFalse();
    }
}
