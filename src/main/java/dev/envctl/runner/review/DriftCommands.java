package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;
import static dev.envctl.runner.review.Texts.name;

import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.runner.review.Command.Given;
import dev.envctl.runner.review.Command.Mistake;
import dev.envctl.runner.review.Command.Verb;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.run.RunResult;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import java.util.List;
import java.util.Optional;

/// `/envctl apply` in an issue on drift: the approval sits where the report is, so it binds to the digest of the run
/// that wrote the report.
final class DriftCommands {

    private final ReviewParts parts;
    private final ReviewParts.Stores stores;

    DriftCommands(ReviewParts parts) {
        this.parts = parts;
        this.stores = parts.stores();
    }

    /// Only the first command counts: an issue is about one environment.
    String heard(Matter matter, Commented comment) {
        List<Command> commands = Commands.parse(comment.body());
        Optional<EnvironmentState> environment = commands.isEmpty() ? Optional.empty() : environment(matter, comment);
        if (environment.isEmpty()) {
            return "no command, or not an issue on drift";
        }
        Optional<String> refusal = obey(matter, comment, environment.get(), commands.getFirst());
        refusal.ifPresentOrElse(
                text -> answer(matter, comment, text),
                () -> matter.forge().acknowledge(matter.repository().name(), comment.number(), comment.comment()));
        return refusal.isEmpty() ? "apply" : "refused";
    }

    private Optional<EnvironmentState> environment(Matter matter, Commented comment) {
        return stores.environments().list().stream()
                .filter(state -> state.key().forge().equals(matter.forgeName()))
                .filter(state ->
                        state.key().repository().equals(matter.repository().name()))
                .filter(state -> state.driftIssue().equals(Optional.of(comment.number())))
                .findFirst();
    }

    private Optional<String> obey(Matter matter, Commented comment, EnvironmentState state, Command command) {
        if (command instanceof Mistake(String text)) {
            return Optional.of(name(comment.actor()) + ": " + text);
        }
        if (!(command instanceof Given(Verb verb, Optional<String> typed)) || verb != Verb.APPLY) {
            return Optional.of("In an issue on drift there is only " + code("/envctl apply")
                    + ": it makes the environment again what the default branch says.");
        }
        Optional<EnvironmentRule> rule = matter.rule(state.key().directory());
        if (rule.isEmpty() || !matter.may(comment.actor(), rule.get().allowed().apply())) {
            stores.audit().add(comment.actor(), "refused", state.key().toString(), "comment apply, issue on drift");
            return Optional.of(
                    name(comment.actor()) + " may not apply " + name(state.key().directory()) + " by comment.");
        }
        if (rule.get().apply() == ApplyOn.NEVER) {
            return Optional.of(name(state.key().directory()) + " is never applied here.");
        }
        return apply(matter, comment, state);
    }

    private Optional<String> apply(Matter matter, Commented comment, EnvironmentState state) {
        Optional<String> digest = state.driftRun()
                .flatMap(stores.runs()::find)
                .flatMap(Run::result)
                .flatMap(RunResult::digest);
        if (digest.isEmpty()) {
            return Optional.of("Nothing was applied: there is no drift check with a plan to apply.");
        }
        parts.queue()
                .enqueue(new NewRun(
                        state.key(),
                        Kind.APPLY,
                        new Run.Cause(Run.Trigger.COMMENT, comment.actor(), Optional.empty()),
                        new Run.Revision(parts.affected().head(matter.repository()), Optional.empty()),
                        digest,
                        Once.key("apply:" + state.key().text() + ":drift:comment " + comment.comment())))
                .ifPresent(run -> stores.audit()
                        .add(
                                comment.actor(),
                                "apply",
                                state.key().toString(),
                                "drift, digest " + digest.get() + ", run " + run.id()));
        return Optional.empty();
    }

    private void answer(Matter matter, Commented comment, String text) {
        PullRequestKey issue = matter.key(comment.number());
        long id = matter.forge()
                .comment(
                        new Conversation(matter.repository().name(), comment.number(), true),
                        stores.answers().find(issue),
                        OwnMark.of("answer", "", parts.settings().get().publicUrl()),
                        text + "\n");
        stores.answers().keep(issue, id);
    }
}
