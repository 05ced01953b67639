package dev.envctl.testing;

import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.value.Ordered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A forge in memory: what it was told to write can be read, in the order in which it was told. People are who
/// [#allow] says they are.
public final class RecordingForge implements Forge {

    public record Issue(String repository, int number, IssueText text) {}

    private final String name;
    private final int limit;
    private final SequencedMap<Integer, Issue> issues = new LinkedHashMap<>();
    private final List<Issue> writes = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<CommitStatus> statuses = new ArrayList<>();
    private final List<String> principals = new ArrayList<>();
    private boolean away;
    private int deaths;

    public RecordingForge(String name, int limit) {
        this.name = name;
        this.limit = limit;
    }

    /// Until told otherwise every call fails, as if the forge could not be reached.
    public synchronized void beAway(boolean isAway) {
        away = isAway;
    }

    /// The next issues are written and nobody lives to hear their numbers.
    public synchronized void dieAfterWriting(int times) {
        deaths = times;
    }

    public synchronized void allow(String user, String principal) {
        principals.add(user + " " + principal);
    }

    public synchronized SequencedMap<Integer, Issue> issues() {
        return Ordered.copyOf(issues);
    }

    /// Every opening and every change of an issue.
    public synchronized List<Issue> issueWrites() {
        return List.copyOf(writes);
    }

    public synchronized List<String> comments() {
        return List.copyOf(comments);
    }

    public synchronized List<Check> checks() {
        return List.copyOf(checks);
    }

    public synchronized List<CommitStatus> statuses() {
        return List.copyOf(statuses);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int commentLimit() {
        return limit;
    }

    @Override
    public synchronized PullRequest pullRequest(String repository, int number) {
        reach();
        throw new ForgeException("reading pull request %s#%d: 404".formatted(repository, number), false);
    }

    @Override
    public synchronized List<Integer> pullRequestsAt(String repository, String commit) {
        reach();
        return List.of();
    }

    @Override
    public synchronized Optional<Integer> mergedBy(String repository, String commit) {
        reach();
        return Optional.empty();
    }

    @Override
    public synchronized boolean is(String repository, String user, String principal) {
        reach();
        return principal.equals("user:" + user) || principals.contains(user + " " + principal);
    }

    @Override
    public synchronized long comment(Conversation where, Optional<Long> id, OwnMark mark, String body) {
        reach();
        long given = id.filter(known -> known <= comments.size()).orElse(comments.size() + 1L);
        if (given > comments.size()) {
            comments.add(body);
        } else {
            comments.set((int) given - 1, body);
        }
        return given;
    }

    @Override
    public synchronized void acknowledge(String repository, int number, long comment) {
        reach();
    }

    @Override
    public synchronized Optional<Long> check(String repository, Check check) {
        reach();
        checks.add(check);
        return Optional.of((long) checks.size());
    }

    @Override
    public synchronized void status(String repository, CommitStatus status) {
        reach();
        statuses.add(status);
    }

    @Override
    public synchronized Optional<Integer> issue(String repository, Optional<Integer> number, IssueText text) {
        reach();
        if (text.body().length() > limit) {
            throw new ForgeException("writing an issue in %s: 422, too long".formatted(repository), false);
        }
        Optional<Integer> there = number.filter(issues::containsKey).or(() -> marked(repository, text.mark()));
        if (there.isEmpty() && !text.open()) {
            return Optional.empty();
        }
        int given = there.orElse(issues.size() + 1);
        Issue written = new Issue(repository, given, text);
        issues.put(given, written);
        writes.add(written);
        die();
        return Optional.of(given);
    }

    private Optional<Integer> marked(String repository, OwnMark mark) {
        return issues.values().stream()
                .filter(issue -> issue.repository().equals(repository)
                        && issue.text().mark().equals(mark))
                .map(Issue::number)
                .findFirst();
    }

    @Override
    public GitCredentials credentials(String repository) {
        return GitCredentials.NONE;
    }

    @Override
    public synchronized void ping() {
        reach();
    }

    private void die() {
        if (deaths > 0) {
            deaths--;
            throw new Death();
        }
    }

    private void reach() {
        if (away) {
            throw new ForgeException("reaching the forge: it is away", true);
        }
    }
}
