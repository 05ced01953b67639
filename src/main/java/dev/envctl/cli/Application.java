package dev.envctl.cli;

import dev.envctl.apply.ApplyListener;
import dev.envctl.apply.ApplyResult;
import dev.envctl.engine.Engine;
import dev.envctl.lease.Lease;
import dev.envctl.plan.Plan;
import dev.envctl.report.ApplyJson;
import dev.envctl.report.ApplyMarkdown;
import dev.envctl.report.ApplyText;
import dev.envctl.report.CriticalPath;
import dev.envctl.report.LineProgress;
import dev.envctl.report.Words;
import dev.envctl.spec.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Apply and destroy: plan, show, ask, do, tell. Environments are planned together and applied one after the other, so
/// that whoever watches can follow.
final class Application {

    private record Planned(Environment environment, Plan plan) {}

    private final Invocation invocation;
    private final Workspace workspace;
    private final ApplyingOptions applying;
    private final PlanningOptions planning;
    private final Output output;

    Application(Invocation invocation, Workspace workspace, ApplyingOptions applying, PlanningOptions planning) {
        this.invocation = invocation;
        this.workspace = workspace;
        this.applying = applying;
        this.planning = planning;
        this.output = new Output(invocation);
    }

    ExitCode planAndApply(List<String> directories, boolean destroy) {
        applying.check();
        output.version();
        Engine.PlanOptions options = planning.engineOptions(destroy);
        workspace.prepare();
        List<Attempt<Planned>> attempts = invocation.each(
                directories,
                environment -> new Planned(environment, workspace.engine().plan(environment, options)));
        if (applying.digest.isPresent() && attempts.size() > 1) {
            throw ApplyingOptions.invalid("--digest approves the plan of one environment, and there are several.");
        }
        ExitCode failure = invocation.tell(attempts);
        if (failure != ExitCode.OK) {
            return failure;
        }
        List<Planned> planned = Attempt.values(attempts);
        List<Plan> plans = planned.stream().map(Planned::plan).toList();
        showBeforehand(plans);
        new Approval(invocation.console(), applying, invocation.options().isForPrograms()).obtain(plans);
        return applyAll(planned);
    }

    /// Saving it was the approval.
    ExitCode applySaved(Plan plan) {
        applying.check();
        if (applying.verify) {
            throw ApplyingOptions.invalid("--verify needs the documents: apply the directory, with --digest.");
        }
        output.version();
        new Approval(invocation.console(), approved(), false).obtain(List.of(plan));
        showBeforehand(List.of(plan));
        return tell(List.of(Attempt.of(() -> apply(plan, Optional.empty()))));
    }

    private ApplyingOptions approved() {
        ApplyingOptions saved = new ApplyingOptions();
        saved.autoApprove = true;
        saved.digest = applying.digest;
        return saved;
    }

    /// With `--format json` or Markdown the result of the apply is the document.
    private void showBeforehand(List<Plan> plans) {
        if (invocation.options().json || invocation.options().format == SharedOptions.Format.TEXT) {
            output.plans(Attempt.all(plans), planning.full);
        }
    }

    private ExitCode applyAll(List<Planned> planned) {
        List<Attempt<ApplyResult>> attempts = new ArrayList<>();
        for (Planned each : planned) {
            Attempt<ApplyResult> attempt = apply(each);
            attempts.add(attempt);
            if (attempt instanceof Attempt.Succeeded<ApplyResult>(ApplyResult result) && result.interrupted()) {
                break;
            }
        }
        return tell(attempts);
    }

    private Attempt<ApplyResult> apply(Planned planned) {
        Optional<Environment> verify = Optional.of(planned.environment()).filter(_ -> applying.verify);
        return Attempt.of(() -> apply(planned.plan(), verify))
                .explained(planned.environment().settings()::placed);
    }

    private ApplyResult apply(Plan plan, Optional<Environment> verify) {
        if (plan.steps().isEmpty()) {
            return new ApplyResult(plan, List.of(), false, List.of());
        }
        AtomicBoolean interrupted = new AtomicBoolean();
        RunningSteps running = new RunningSteps(plan, progress(plan));
        InterruptNotice notice = new InterruptNotice(invocation.console(), running, command(plan));
        Runnable first = () -> {
            interrupted.set(true);
            notice.first();
        };
        try (Interrupts.Listening _ = invocation.shell().interrupts().listen(first, notice::second)) {
            return workspace
                    .engine()
                    .apply(
                            plan,
                            new Engine.ApplyOptions(
                                    applying.parallelism,
                                    verify,
                                    applying.leaseTimeout(),
                                    claim(plan),
                                    interrupted::get,
                                    running));
        }
    }

    private ApplyListener progress(Plan plan) {
        Console console = invocation.console();
        if (invocation.options().json) {
            return new EventProgress(output.stream(), output::line);
        }
        return console.isLive()
                ? new LiveProgress(console, new CriticalPath(plan.steps(), workspace::typical))
                : new LineProgress(line -> console.note(line + "\n"));
    }

    private Lease.Claim claim(Plan plan) {
        Holder holder = Holder.of(invocation.shell());
        String purpose = plan.mode().name().toLowerCase(Locale.ROOT) + " " + Words.shortDigest(plan.digest());
        String wayOut = "Wait with --lock-timeout 5m. If the holder is gone for good, end its lease with:\n\n    "
                + CommandText.of("unlock", plan.target().directory(), invocation.options());
        return new Lease.Claim(plan.target().owner(), holder.name(), holder.process(), purpose, wayOut);
    }

    private ExitCode tell(List<Attempt<ApplyResult>> attempts) {
        List<ApplyResult> results = Attempt.values(attempts);
        ExitCode code = ExitCode.worst(results.stream().map(ExitCode::of).toList());
        if (invocation.options().json) {
            results.forEach(result -> output.stream().result(result).forEach(output::line));
            return ExitCode.worst(List.of(code, invocation.tell(attempts)));
        }
        if (invocation.options().format == SharedOptions.Format.TEXT && !results.isEmpty()) {
            invocation.console().result("\n");
        }
        ApplyText text = new ApplyText(invocation.console().style());
        ApplyMarkdown markdown = new ApplyMarkdown(Output.room(results.size()));
        ExitCode refused = output.show(
                attempts,
                result -> text.render(result, command(result.plan())),
                result -> markdown.render(result, command(result.plan())),
                ApplyJson::document);
        return ExitCode.worst(List.of(code, refused));
    }

    private String command(Plan plan) {
        String word = plan.mode() == Plan.Mode.DESTROY ? "destroy" : "apply";
        return CommandText.of(word, plan.target().directory(), invocation.options()) + planning.typed();
    }
}
