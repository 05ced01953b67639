package dev.envctl.testing;

import dev.envctl.runner.forge.Forge;
import dev.envctl.runner.forge.ForgeException;
import dev.envctl.runner.forge.OwnMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A forge in memory: tests say how its pull requests stand, and look at what it was told.
public final class ScriptedForge implements Forge {

    private final SequencedMap<Integer, PullRequest> pullRequests = new LinkedHashMap<>();
    private final SequencedMap<String, Integer> merges = new LinkedHashMap<>();
    private final Set<String> principals = new HashSet<>();
    private final SequencedMap<Long, String> comments = new LinkedHashMap<>();
    private final SequencedMap<Long, Check> checks = new LinkedHashMap<>();
    private final SequencedMap<String, CommitStatus> statuses = new LinkedHashMap<>();
    private final List<Long> acknowledged = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final Map<String, Long> places = new HashMap<>();
    private Runnable meanwhile = () -> {};
    private int failures;
    private int deaths;

    // ---- what tests say

    /// An open one from a branch of the repository, into `main`.
    public void open(int number, String head, String base) {
        pullRequests.put(
                number,
                new PullRequest(
                        number,
                        "A change",
                        "alice",
                        true,
                        false,
                        Optional.empty(),
                        false,
                        head,
                        base,
                        "main",
                        false,
                        true,
                        true));
    }

    public void change(int number, UnaryOperator<PullRequest> change) {
        pullRequests.put(number, change.apply(pullRequest("", number)));
    }

    public void push(int number, String head) {
        change(number, old -> with(old, old.open(), old.merged(), old.mergeCommit(), head, old.approved()));
    }

    public void review(int number, boolean approved) {
        change(number, old -> with(old, old.open(), old.merged(), old.mergeCommit(), old.head(), approved));
    }

    public void close(int number) {
        change(number, old -> with(old, false, false, Optional.empty(), old.head(), old.approved()));
    }

    public void merge(int number, String commit) {
        change(number, old -> with(old, false, true, Optional.of(commit), old.head(), old.approved()));
    }

    /// Happens once, while somebody asks who a user is: what somebody else does at that moment.
    public void meanwhile(Runnable happening) {
        meanwhile = happening;
    }

    /// From now on the forge can say by which pull request a commit came.
    public void knowsMerge(String commit, int number) {
        merges.put(commit, number);
    }

    public void grant(String user, String principal) {
        principals.add(user + " is " + principal);
    }

    /// The next calls that say something go wrong.
    public void fail(int times) {
        failures = times;
    }

    /// The next check or comment that is written is the last thing that happens; or that with this number.
    public void dieAfterWriting(int number) {
        deaths = number;
    }

    private static PullRequest with(
            PullRequest old,
            boolean open,
            boolean merged,
            Optional<String> mergeCommit,
            String head,
            boolean approved) {
        return new PullRequest(
                old.number(),
                old.title(),
                old.author(),
                open,
                merged,
                mergeCommit,
                old.fork(),
                head,
                old.base(),
                old.baseBranch(),
                approved,
                old.mergeable(),
                old.upToDate());
    }

    // ---- what it was told

    public SequencedMap<Long, String> comments() {
        return comments;
    }

    /// The only one.
    public String comment() {
        if (comments.size() != 1) {
            throw new AssertionError("one comment was expected and there are " + comments.size());
        }
        return comments.values().iterator().next();
    }

    public List<Check> checks() {
        return List.copyOf(checks.values());
    }

    public CommitStatus status(String commit, String context) {
        CommitStatus status = statuses.get(commit + " " + context);
        if (status == null) {
            throw new AssertionError("no status " + context + " at " + commit + ", but " + statuses.keySet());
        }
        return status;
    }

    public Set<String> statuses() {
        return statuses.keySet();
    }

    public List<Long> acknowledged() {
        return acknowledged;
    }

    /// Everything it was told, in order: `comment 1`, `check envctl`, `status CONTEXT`.
    public List<String> calls() {
        return calls;
    }

    // ---- the forge

    @Override
    public String name() {
        return "github";
    }

    @Override
    public int commentLimit() {
        return 65_536;
    }

    @Override
    public PullRequest pullRequest(String repository, int number) {
        return Optional.ofNullable(pullRequests.get(number))
                .orElseThrow(() -> new AssertionError("no test opened pull request " + number));
    }

    @Override
    public List<Integer> pullRequestsAt(String repository, String commit) {
        return pullRequests.values().stream()
                .filter(pull -> pull.open() && pull.head().equals(commit))
                .map(PullRequest::number)
                .toList();
    }

    @Override
    public Optional<Integer> mergedBy(String repository, String commit) {
        return Optional.ofNullable(merges.get(commit));
    }

    @Override
    public boolean is(String repository, String user, String principal) {
        Runnable now = meanwhile;
        meanwhile = () -> {};
        now.run();
        return principals.contains(user + " is " + principal);
    }

    @Override
    public long comment(Conversation where, Optional<Long> id, OwnMark mark, String body) {
        say("comment " + where.number());
        String place = where + " " + mark.line();
        long written = id.filter(comments::containsKey)
                .or(() -> Optional.ofNullable(places.get(place)))
                .orElse(comments.size() + 1L);
        comments.put(written, body);
        places.put(place, written);
        die();
        return written;
    }

    @Override
    public void acknowledge(String repository, int number, long comment) {
        acknowledged.add(comment);
    }

    @Override
    public Optional<Long> check(String repository, Check check) {
        say("check " + check.name());
        long written = check.id().or(() -> earlier(check)).orElse(checks.size() + 1L);
        checks.put(written, check);
        die();
        return Optional.of(written);
    }

    private Optional<Long> earlier(Check check) {
        return checks.entrySet().stream()
                .filter(there -> there.getValue().name().equals(check.name())
                        && there.getValue().commit().equals(check.commit()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public void status(String repository, CommitStatus status) {
        say("status " + status.context());
        statuses.put(status.commit() + " " + status.context(), status);
    }

    private void die() {
        if (deaths > 0 && --deaths == 0) {
            throw new Death();
        }
    }

    private void say(String call) {
        if (failures > 0) {
            failures--;
            throw new ForgeException("saying " + call + ": 502", true);
        }
        calls.add(call);
    }

    @Override
    public Optional<Integer> issue(String repository, Optional<Integer> number, IssueText text) {
        say("issue " + text.title());
        return Optional.of(number.orElse(1));
    }

    @Override
    public GitCredentials credentials(String repository) {
        return GitCredentials.NONE;
    }

    @Override
    public void ping() {}
}
