package dev.envctl.runner.review;

import static dev.envctl.report.Markdown.code;
import static dev.envctl.runner.review.Texts.name;

import dev.envctl.problem.ProblemException;
import dev.envctl.report.Words;
import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.review.Command.Given;
import dev.envctl.runner.review.Command.Mistake;
import dev.envctl.runner.review.Command.Verb;
import dev.envctl.runner.review.Naming.Known;
import dev.envctl.runner.review.Naming.Unclear;
import dev.envctl.runner.review.PullRequestState.Note;
import dev.envctl.runner.review.PullRequestState.Stage;
import dev.envctl.runner.review.Requirements.Denied;
import dev.envctl.runner.review.Requirements.Facts;
import dev.envctl.runner.review.Requirements.Granted;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.Kind;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.RunnerSettings.EnvironmentRule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Does what comments in a pull request command. Each command has at most one answer, which the one comment shows;
/// commands that are heard are acknowledged, those of people who may not are answered and no more.
final class Commanding {

    static final String HELP = "help";

    private static final int LONGEST_ANSWER = 600;

    private final ReviewParts parts;
    private final ReviewParts.Stores stores;
    private final Planning planning;
    private final Retrying retrying;
    private final PlanRuns planRuns;

    Commanding(ReviewParts parts, Planning planning) {
        this.parts = parts;
        this.stores = parts.stores();
        this.planning = planning;
        this.retrying = new Retrying(parts);
        this.planRuns = new PlanRuns(stores.runs());
    }

    /// One command where it was given. `about` is the same when the comment is delivered again.
    /// `allowed` keeps what the forge said about the actor, who is asked about once for any number of environments.
    private record Order(
            Matter matter, Commented comment, Forge.PullRequest now, String about, Map<List<String>, Boolean> allowed) {
        String actor() {
            return comment.actor();
        }

        boolean isFrom(List<String> principals) {
            return allowed.computeIfAbsent(principals, some -> matter.may(actor(), some));
        }

        Run.Cause cause() {
            return new Run.Cause(Run.Trigger.COMMENT, actor(), Optional.of(now.number()));
        }
    }

    /// What came of a command; `answer` is Markdown.
    private record Reply(boolean heard, boolean outsider, Optional<String> answer) {
        static final Reply HEARD = new Reply(true, false, Optional.empty());

        static Reply refused(String why) {
            return new Reply(false, false, Optional.of(why));
        }

        static Reply outsider(String why) {
            return new Reply(false, true, Optional.of(why));
        }

        static Reply said(String what) {
            return new Reply(true, false, Optional.of(what));
        }
    }

    String heard(Matter matter, Commented comment) {
        List<Command> commands = Commands.parse(comment.body());
        if (commands.isEmpty()) {
            return "no command";
        }
        Optional<PullRequestState> pull =
                planning.refresh(matter, comment.number(), Run.Trigger.COMMENT, comment.actor());
        if (pull.isEmpty()) {
            return "a pull request into another branch";
        }
        Forge.PullRequest now = matter.pullRequest(comment.number());
        boolean isHeard = false;
        Map<List<String>, Boolean> allowed = new HashMap<>();
        for (int line = 0; line < commands.size(); line++) {
            Order order =
                    new Order(matter, comment, now, "comment " + comment.comment() + " line " + (line + 1), allowed);
            Reply reply = obey(order, pull.get(), commands.get(line));
            reply.answer().ifPresent(text -> answer(pull.get().key(), order.about(), text));
            if (reply.outsider()) {
                stores.audit().add(comment.actor(), "refused", pull.get().key().toString(), order.about());
            }
            isHeard |= reply.heard();
        }
        if (isHeard) {
            matter.forge().acknowledge(matter.repository().name(), comment.number(), comment.comment());
        }
        parts.speech().soon(pull.get().key());
        return Words.count(commands.size(), "command");
    }

    private void answer(PullRequestKey key, String about, String text) {
        stores.pullRequests().change(key, old -> old.withNote(new Note(about, text)));
    }

    private Reply obey(Order order, PullRequestState pull, Command command) {
        return switch (command) {
            case Mistake(String text) -> Reply.refused(name(order.actor()) + ": " + text);
            case Given(Verb verb, Optional<String> typed)
            when verb == Verb.HELP -> {
                answer(pull.key(), HELP, "");
                yield Reply.HEARD;
            }
            case Given(Verb verb, Optional<String> typed) -> obey(order, pull, verb, typed);
        };
    }

    private Reply obey(Order order, PullRequestState pull, Verb verb, Optional<String> typed) {
        if (typed.isEmpty()) {
            return obeyForAll(order, pull, verb);
        }
        return switch (Naming.find(typed.get(), known(order.matter(), pull))) {
            case Known(String directory) -> obeyFor(order, pull, verb, directory);
            case Unclear(String text) -> Reply.refused(name(order.actor()) + ": " + text);
        };
    }

    private Reply obeyForAll(Order order, PullRequestState pull, Verb verb) {
        List<String> directories = meant(order.matter(), pull, verb);
        if (directories.isEmpty()) {
            return Reply.refused(nothing(order, pull, verb));
        }
        if (verb == Verb.UNLOCK && directories.size() > 1) {
            return Reply.refused(name(order.actor()) + ": say which environment to unlock.");
        }
        List<Reply> replies = directories.stream()
                .map(directory -> obeyFor(order, pull, verb, directory))
                .toList();
        List<String> answers = replies.stream()
                .flatMap(reply -> reply.answer().stream())
                .distinct()
                .toList();
        return new Reply(
                replies.stream().anyMatch(Reply::heard),
                replies.stream().anyMatch(Reply::outsider),
                answers.isEmpty() ? Optional.empty() : Optional.of(joined(answers)));
    }

    private static String joined(List<String> answers) {
        String first = String.join(" ", answers.stream().limit(3).toList());
        return answers.size() <= 3 ? first : first + " The same or the like for " + (answers.size() - 3) + " more.";
    }

    /// Without a name an apply is of what is applied by comment, or after the merge of what failed; all else is of
    /// what is affected.
    private List<String> meant(Matter matter, PullRequestState pull, Verb verb) {
        if (verb == Verb.APPLY && pull.stage() == Stage.MERGED) {
            return retrying.left(pull);
        }
        return pull.memory().affected().stream()
                .filter(directory -> matter.rule(directory)
                        .filter(rule -> verb != Verb.APPLY || rule.apply() == ApplyOn.COMMENT)
                        .isPresent())
                .toList();
    }

    /// Nothing to apply is never a success.
    private static String nothing(Order order, PullRequestState pull, Verb verb) {
        String none = name(order.actor()) + ": there is nothing to " + verb.word() + ". ";
        int affected = pull.memory().affected().size();
        if (verb == Verb.APPLY && pull.stage() == Stage.MERGED) {
            return none + "An apply that failed was expected, and there is none.";
        }
        if (verb == Verb.APPLY && affected > 0) {
            return none + "An environment that is applied by comment was expected, and none of the "
                    + Words.count(affected, "affected one") + " is.";
        }
        return none + "An affected environment was expected, and there is none.";
    }

    private SequencedMap<String, String> known(Matter matter, PullRequestState pull) {
        SequencedMap<String, String> known = new LinkedHashMap<>();
        pull.directories().forEach(directory -> known.put(directory, ""));
        stores.environments().list().stream()
                .filter(state -> state.key().forge().equals(pull.key().forge())
                        && state.key().repository().equals(pull.key().repository()))
                .forEach(state -> known.put(state.key().directory(), documentName(state.owner())));
        known.keySet().removeIf(directory -> matter.rule(directory).isEmpty());
        return known;
    }

    /// Of `analytics-dev.eu-west-1`.
    private static String documentName(String owner) {
        int region = owner.lastIndexOf('.');
        return region < 0 ? owner : owner.substring(0, region);
    }

    private Reply obeyFor(Order order, PullRequestState pull, Verb verb, String directory) {
        Optional<EnvironmentRule> rule = order.matter().rule(directory);
        if (rule.isEmpty() || !order.isFrom(principals(rule.get(), verb))) {
            return Reply.outsider(
                    name(order.actor()) + " may not " + verb.word() + " " + name(directory) + " by comment.");
        }
        return switch (verb) {
            case PLAN -> plan(order, pull, directory);
            case APPLY -> apply(order, pull, directory, rule.get());
            case UNLOCK -> unlock(order, pull, directory);
            case HELP -> Reply.HEARD;
        };
    }

    private static List<String> principals(EnvironmentRule rule, Verb verb) {
        return switch (verb) {
            case PLAN, HELP -> rule.allowed().plan();
            case APPLY -> rule.allowed().apply();
            case UNLOCK -> rule.allowed().unlock();
        };
    }

    private Reply plan(Order order, PullRequestState pull, String directory) {
        if (!pull.isOpen() || pull.memory().skipped().isPresent()) {
            return Reply.refused(
                    pull.memory().skipped().orElse("The pull request is not open, so nothing is planned."));
        }
        PullRequestState wanted = stores.pullRequests().change(pull.key(), old -> old.withRequested(directory));
        planning.again(wanted, directory, order.cause());
        stores.audit().add(order.actor(), "plan", pull.key() + ":" + directory, order.about());
        return Reply.HEARD;
    }

    private Reply apply(Order order, PullRequestState pull, String directory, EnvironmentRule rule) {
        if (rule.apply() != ApplyOn.NEVER && pull.stage() == Stage.MERGED) {
            return retrying.retry(order.matter(), pull, directory, rule, order.cause(), order.about())
                    .map(Reply::refused)
                    .orElse(Reply.HEARD);
        }
        if (rule.apply() != ApplyOn.COMMENT) {
            return Reply.refused(name(directory)
                    + (rule.apply() == ApplyOn.MERGE ? " is applied when it is merged." : " is never applied here."));
        }
        if (!pull.isOpen() || pull.memory().skipped().isPresent()) {
            return Reply.refused(
                    pull.memory().skipped().orElse("The pull request is not open, so nothing is applied."));
        }
        if (!order.now().head().equals(pull.head())) {
            return Reply.refused("Nothing was applied to " + name(directory) + ": a newer commit came meanwhile.");
        }
        List<Approval> approvals = stores.approvals().list(pull.key()).stream()
                .filter(approval -> approval.directory().equals(directory))
                .toList();
        Facts facts = new Facts(order.now().mergeable(), order.now().upToDate());
        return switch (Requirements.judge(rule, planRuns.plan(pull, directory), approvals, facts)) {
            case Denied(String reason) -> {
                stores.audit().add(order.actor(), "refused", pull.key() + ":" + directory, "apply: " + reason);
                yield Reply.said("Nothing was applied to " + name(directory) + ": " + reason + ".");
            }
            case Granted(String digest) -> apply(order, pull, directory, digest);
        };
    }

    private Reply apply(Order order, PullRequestState pull, String directory, String digest) {
        parts.queue()
                .enqueue(new NewRun(
                        pull.key().environment(directory),
                        Kind.APPLY,
                        order.cause(),
                        new Run.Revision(pull.head(), Optional.of(pull.base())),
                        Optional.of(digest),
                        // whatever was pushed meanwhile: it was not what was commanded
                        Once.key("apply:" + pull.key().text() + ":" + directory + ":" + order.about())))
                .ifPresent(run -> stores.audit()
                        .add(
                                order.actor(),
                                "apply",
                                pull.key() + ":" + directory,
                                "by comment, digest " + digest + ", run " + run.id()));
        return Reply.HEARD;
    }

    /// A command that is delivered again must not take the lease of whoever came after.
    private Reply unlock(Order order, PullRequestState pull, String directory) {
        String about = order.about() + " unlock " + directory;
        boolean isDone = stores.pullRequests().find(pull.key()).stream()
                .flatMap(state -> state.memory().notes().stream())
                .anyMatch(note -> note.about().equals(about));
        if (isDone) {
            return Reply.HEARD;
        }
        stores.audit().add(order.actor(), "unlock", pull.key() + ":" + directory, order.about());
        answer(
                pull.key(),
                about,
                name(directory) + ": " + code(Texts.cut(unlocked(pull, directory, order.actor()), LONGEST_ANSWER)));
        return Reply.HEARD;
    }

    private String unlocked(PullRequestState pull, String directory, String actor) {
        try {
            return parts.unlock().unlock(pull.key().environment(directory), actor);
        } catch (ProblemException problem) {
            return Texts.details(problem);
        }
    }
}
