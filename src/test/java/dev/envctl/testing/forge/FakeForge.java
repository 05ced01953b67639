package dev.envctl.testing.forge;

import dev.envctl.runner.settings.RunnerSettings.ForgeSettings;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.runner.settings.SecretValues;
import dev.envctl.testing.forge.World.Check;
import dev.envctl.testing.forge.World.Comment;
import dev.envctl.testing.forge.World.Issue;
import dev.envctl.testing.forge.World.Permission;
import dev.envctl.testing.forge.World.Status;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// A forge on loopback, whichever it is. What happens in it is told to [#deliverTo] at once, and kept in [#deliveries].
public interface FakeForge extends AutoCloseable {

    String TOKEN = "forge-token-of-the-test-0123456789";

    String WEBHOOK_SECRET = "webhook-secret-of-the-test-9876543210";

    SecretReference TOKEN_AT = new SecretReference("env:FORGE_TOKEN");

    SecretReference WEBHOOK_SECRET_AT = new SecretReference("env:WEBHOOK_SECRET");

    /// The account that has the token.
    String OURSELVES = "envctl-bot";

    /// `base` is a branch; the other branch and its commit need not be anywhere else.
    record Opening(String title, String author, String branch, String head, String base, boolean fork) {
        public static Opening of(String author, String branch, String head) {
            return new Opening("Give the team more memory", author, branch, head, World.DEFAULT_BRANCH, false);
        }

        public Opening fromFork() {
            return new Opening(title, author, branch, head, base, true);
        }

        public Opening titled(String text) {
            return new Opening(text, author, branch, head, base, fork);
        }
    }

    World world();

    ForgeServer server();

    Outbox outbox();

    /// As `runner.yaml` would say it.
    ForgeSettings settings();

    /// The repository's name for tests that do not care; GitLab's is in a subgroup.
    String someRepository();

    /// Of a team that `team` made, as `runner.yaml` would say it.
    String principal(String team);

    /// The account that writes what comes through the API.
    default String ourselves() {
        return OURSELVES;
    }

    /// Knows what [#settings] refers to.
    default SecretValues secrets() {
        return reference -> {
            if (reference.equals(TOKEN_AT)) {
                return TOKEN;
            }
            if (reference.equals(WEBHOOK_SECRET_AT)) {
                return WEBHOOK_SECRET;
            }
            throw new IllegalStateException("no secret at " + reference.text());
        };
    }

    private <T> T happens(Supplier<T> event) {
        T result = event.get();
        outbox().flush();
        return result;
    }

    default void repository(String name, String head) {
        world().add(name, head);
    }

    default void permit(String repository, String user, Permission permission) {
        world().permit(repository, user, permission);
    }

    /// In the organisation, or the top group, of `repository`.
    void team(String repository, String team, String... members);

    default int openPullRequest(String repository, Opening opening) {
        return happens(() -> world().open(repository, opening));
    }

    /// A commit more; the base stays where it forked.
    default void push(String repository, int number, String head) {
        world().push(repository, number, head, false);
        outbox().flush();
    }

    /// Rebased onto, or merged with, what the base branch is now.
    default void update(String repository, int number, String head) {
        world().push(repository, number, head, true);
        outbox().flush();
    }

    default void pushBranch(String repository, String branch, String head, String actor) {
        world().pushBranch(repository, branch, head, actor);
        outbox().flush();
    }

    default void approve(String repository, int number, String reviewer) {
        world().review(repository, number, reviewer, "APPROVED");
        outbox().flush();
    }

    default void requestChanges(String repository, int number, String reviewer) {
        world().review(repository, number, reviewer, "CHANGES_REQUESTED");
        outbox().flush();
    }

    default long comment(String repository, int number, String author, String body) {
        return happens(
                () -> world().comment(repository, number, false, author, body).id());
    }

    default long commentOnIssue(String repository, int number, String author, String body) {
        return happens(
                () -> world().comment(repository, number, true, author, body).id());
    }

    default void deleteComment(String repository, long id) {
        world().repository(repository).comments.remove(id);
    }

    /// Several merges, by number and in order, with one push, as a merge queue does.
    default void mergeTogether(String repository, SequencedMap<Integer, String> commits, String actor) {
        world().mergeTogether(repository, commits, actor);
        outbox().flush();
    }

    default void merge(String repository, int number, String actor, String mergeCommit) {
        world().merge(repository, number, actor, mergeCommit);
        outbox().flush();
    }

    default void close(String repository, int number, String actor) {
        world().close(repository, number, actor);
        outbox().flush();
    }

    default void reopen(String repository, int number, String actor) {
        world().reopen(repository, number, actor);
        outbox().flush();
    }

    default void conflict(String repository, int number, boolean conflicting) {
        world().pull(repository, number).conflicting = conflicting;
    }

    default void draft(String repository, int number, boolean draft) {
        world().pull(repository, number).draft = draft;
    }

    /// What its author says of it.
    default void describe(String repository, int number, String text) {
        world().pull(repository, number).description = text;
    }

    default String description(String repository, int number) {
        return world().pull(repository, number).description;
    }

    /// How often it is asked before the forge knows whether it can be merged.
    default void undecided(String repository, int number, int times) {
        world().pull(repository, number).undecided = times;
    }

    /// Of a pull request, the oldest first.
    default List<Comment> comments(String repository, int number) {
        return world().locked(() -> world().repository(repository).comments(number, false));
    }

    default List<Comment> commentsOnIssue(String repository, int number) {
        return world().locked(() -> world().repository(repository).comments(number, true));
    }

    /// Those that we wrote.
    default List<String> ourComments(String repository, int number) {
        return comments(repository, number).stream()
                .filter(comment -> comment.author().equals(ourselves()))
                .map(Comment::body)
                .toList();
    }

    default List<String> reactions(String repository, long comment) {
        return world().locked(() ->
                List.copyOf(world().repository(repository).reactions.getOrDefault(comment, List.of())));
    }

    /// The latest of each context, by context.
    default SequencedMap<String, Status> statuses(String repository, String commit) {
        var latest = new LinkedHashMap<String, Status>();
        world().locked(() -> List.copyOf(world().repository(repository).statuses)).stream()
                .filter(status -> status.commit().equals(commit))
                .forEach(status -> latest.put(status.context(), status));
        return latest;
    }

    default List<Check> checks(String repository, String commit) {
        return world().locked(() -> world().repository(repository).checks.values().stream()
                .filter(check -> check.commit().equals(commit))
                .toList());
    }

    default List<Issue> issues(String repository) {
        return world().locked(
                        () -> List.copyOf(world().repository(repository).issues.values()));
    }

    /// By a person.
    default int openIssue(String repository, String author, String title, String body) {
        return world().locked(() -> {
            world().idOf(author);
            World.Repository there = world().repository(repository);
            return there.write(there.nextIssue(), author, title, body, true).number();
        });
    }

    default void deleteIssue(String repository, int number) {
        world().repository(repository).issues.remove(number);
    }

    /// All that was told, whether anybody heard it or not.
    default List<SignedDelivery> deliveries() {
        return outbox().all();
    }

    default SignedDelivery lastDelivery() {
        return outbox().all().getLast();
    }

    /// From now on, all that happens is sent there, before the call that makes it happen returns.
    default void deliverTo(URI receiver) {
        outbox().deliverTo(receiver);
    }

    /// `METHOD path` of all that was asked.
    default List<String> requests() {
        return server().requests();
    }

    @Override
    default void close() {
        server().close();
        outbox().close();
    }

    /// Convenience for tests that make many.
    default void permitAll(String repository, Permission permission, String... users) {
        Arrays.stream(users).forEach(user -> permit(repository, user, permission));
    }
}
