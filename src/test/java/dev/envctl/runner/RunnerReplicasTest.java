package dev.envctl.runner;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.Run.State;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.run.Runs.Filter;
import dev.envctl.runner.webhook.Deliveries;
import dev.envctl.runner.webhook.Delivery;
import dev.envctl.testing.Deluge;
import dev.envctl.testing.Eventually;
import dev.envctl.testing.GitServer;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.TestDatabase;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.SignedDelivery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three whole runners on one PostgreSQL, which are killed while a team works: real processes, real plans, a real wire
/// to a forge and to git. Every delivery comes at least twice, in no order, to whoever lives.
class RunnerReplicasTest {

    private static final List<String> REPLICAS = List.of("runner-0", "runner-1", "runner-2");
    private static final int ENVIRONMENTS = 8;
    private static final int PULL_REQUESTS = 20;
    private static final int COMMITS_EACH = 5;
    private static final int ROUNDS = 12;
    private static final int KILLS = 6;
    private static final int SENDERS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    /// Always the same, so that a failure can be looked at again.
    private final Random random = new Random(4711);

    private final FakeForge forge = FakeGitHub.withToken();
    private final String repository = forge.someRepository();
    private final Deluge deluge = new Deluge(SENDERS);
    private final Map<Integer, List<String>> commits = new LinkedHashMap<>();
    private final Map<Integer, Integer> numbers = new LinkedHashMap<>();
    private final List<SignedDelivery> again = new ArrayList<>();
    private final List<Future<?>> sending = new ArrayList<>();
    private String url = "";
    private GitServer git;
    private Database database;
    private Runs runs;
    private RunnerProcesses processes;

    @BeforeEach
    void begin() {
        git = new GitServer(directory.resolve("git"), repository, FakeForge.TOKEN);
        Map<String, String> files = new LinkedHashMap<>();
        IntStream.range(0, ENVIRONMENTS).forEach(i -> {
            files.put(environment(i) + "/environment.yaml", """
                apiVersion: envctl.dev/v1
                kind: Environment
                metadata: {name: e%d}
                spec: {target: sandbox, region: us-east-1}
                """.formatted(i));
            files.put(environment(i) + "/logs.yaml", RunnerStory.logGroup("spark-" + i, 7));
        });
        forge.repository(repository, git.commit("main", "The first environments", files));
        url = TestDatabase.POSTGRES.url();
        database = TestDatabase.open(url);
        runs = new Runs(database.jdbi(), Clock.systemUTC());
        processes = new RunnerProcesses(
                directory,
                url,
                List.of(
                        forge.settings().api().toString(),
                        repository,
                        git.cloneUrl().toString()));
    }

    @AfterEach
    void close() {
        processes.close();
        deluge.close();
        database.close();
        git.close();
        forge.close();
    }

    private static String environment(int number) {
        return "environments/e" + number;
    }

    @Test
    void everyPullRequestIsPlannedOnceAndSpokenAboutOnceWhileProcessesAreKilled() {
        processes.start(REPLICAS.toArray(String[]::new));
        List<Integer> story = story();
        for (int round = 0; round < ROUNDS; round++) {
            story.subList(round * story.size() / ROUNDS, (round + 1) * story.size() / ROUNDS)
                    .forEach(this::move);
            sendRound();
            if (round % (ROUNDS / KILLS) == 1) {
                killAndStart(REPLICAS.get(round / 2 % REPLICAS.size()));
            }
        }
        again.forEach(this::send);
        sending.forEach(Deluge::get);
        Eventually.until("nothing is left to do", PATIENCE, this::isDone);

        assertThat(processes.drain()).containsOnly(0);
        assertThat(new Deliveries(database.jdbi(), Clock.systemUTC()).list(10_000))
                .hasSize(PULL_REQUESTS * COMMITS_EACH)
                .allMatch(Delivery::isHandled);
        numbers.forEach(this::hasOneCommentOnItsLatestCommit);
        List<Run> all = runs.list(Filter.latest(10_000)).reversed();
        assertThat(all).extracting(Run::state).containsOnly(State.SUCCEEDED, State.SUPERSEDED);
        assertThat(all).as("something was taken over").anyMatch(run -> run.attempt() > 1);
        numbers.forEach((pull, number) -> isPlannedOnce(pull, ofPullRequest(all, number)));
        all.stream().collect(groupingBy(Run::environment)).values().forEach(RunnerReplicasTest::oneAfterTheOther);
    }

    // ---- the team

    /// Which pull request gets its next commit.
    private List<Integer> story() {
        List<Integer> story = new ArrayList<>();
        IntStream.range(0, PULL_REQUESTS * COMMITS_EACH).forEach(i -> story.add(i % PULL_REQUESTS));
        Collections.shuffle(story, random);
        return story;
    }

    /// Its first commit opens it.
    private void move(int pull) {
        List<String> before = commits.computeIfAbsent(pull, _ -> new ArrayList<>());
        Map<String, String> files = new LinkedHashMap<>();
        int days = List.of(1, 3, 5, 14, 30).get(before.size());
        touched(pull)
                .forEach(touched ->
                        files.put(touched + "/pull-" + pull + ".yaml", RunnerStory.logGroup("pull-" + pull, days)));
        String commit = git.commit("branch-" + pull, days + " days", files);
        if (before.isEmpty()) {
            numbers.put(pull, forge.openPullRequest(repository, FakeForge.Opening.of("bob", "branch-" + pull, commit)));
        } else {
            forge.push(repository, number(pull), commit);
        }
        before.add(commit);
        again.add(forge.lastDelivery());
        send(forge.lastDelivery());
    }

    private int number(int pull) {
        return Optional.ofNullable(numbers.get(pull)).orElseThrow();
    }

    private static List<String> touched(int pull) {
        return List.of(environment(pull % ENVIRONMENTS), environment((pull + 1 + pull / ENVIRONMENTS) % ENVIRONMENTS));
    }

    // ---- the forge

    /// Half of what was sent before comes once more.
    private void sendRound() {
        Collections.shuffle(again, random);
        List<SignedDelivery> now = again.subList(0, again.size() / 2);
        now.forEach(this::send);
        now.clear();
    }

    private void send(SignedDelivery delivery) {
        int first = random.nextInt(REPLICAS.size());
        sending.add(deluge.later(() -> insist(delivery, first)));
    }

    /// What nobody took is sent again, to the next.
    private void insist(SignedDelivery delivery, int first) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = first; System.nanoTime() < end; i++) {
            Optional<URI> address = processes.address(REPLICAS.get(i % REPLICAS.size()));
            if (address.map(there -> deluge.send(there.resolve("/webhooks/github"), delivery))
                    .filter(Deluge.Answer::isTaken)
                    .isPresent()) {
                return;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("nobody took a delivery");
    }

    /// In the middle of a run, if it has one.
    private void killAndStart(String victim) {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (!isWorking(victim) && System.nanoTime() < end) {
            LockSupport.parkNanos(2_000_000);
        }
        processes.kill(victim);
        processes.start(victim);
    }

    private boolean isWorking(String replica) {
        return runs.list(Filter.latest(100).in(State.RUNNING)).stream()
                .anyMatch(run -> run.replica().equals(Optional.of(replica)));
    }

    // ---- what came of it

    private boolean isDone() {
        return new Deliveries(database.jdbi(), Clock.systemUTC())
                        .unhandled(Duration.ZERO, 1)
                        .isEmpty()
                && runs.waiting().isEmpty()
                && runs.news(1).isEmpty()
                && numbers.keySet().stream().allMatch(this::isSaid);
    }

    private boolean isSaid(int pull) {
        return forge.ourComments(repository, number(pull)).stream()
                .anyMatch(text ->
                        text.contains("at `" + latest(pull).substring(0, 7) + "`") && text.contains("**2 planned.**"));
    }

    private String latest(int pull) {
        return Optional.ofNullable(commits.get(pull)).orElseThrow().getLast();
    }

    private void hasOneCommentOnItsLatestCommit(int pull, int number) {
        assertThat(forge.ourComments(repository, number))
                .as("pull request %d", number)
                .hasSize(1);
        assertThat(isSaid(pull)).isTrue();
    }

    private static List<Run> ofPullRequest(List<Run> all, int number) {
        return all.stream()
                .filter(run -> run.cause().pullRequest().equals(Optional.of(number)))
                .toList();
    }

    /// Commits in between may have been pushed over before anybody looked; none of any is planned twice.
    private void isPlannedOnce(int pull, List<Run> of) {
        List<String> heads = Optional.ofNullable(commits.get(pull)).orElseThrow();
        assertThat(of).extracting(run -> run.revision().head()).isSubsetOf(heads);
        List<String> planned = of.stream()
                .filter(run -> run.state() == State.SUCCEEDED)
                .map(run -> run.revision().head() + " " + run.environment().directory())
                .toList();
        assertThat(planned).doesNotHaveDuplicates();
        assertThat(planned)
                .containsAll(touched(pull).stream()
                        .map(place -> heads.getLast() + " " + place)
                        .toList());
        assertThat(of)
                .extracting(Run::environment)
                .extracting(EnvironmentKey::directory)
                .isSubsetOf(touched(pull));
    }

    /// In the order in which they were queued, by the clock of one machine.
    private static void oneAfterTheOther(List<Run> ofEnvironment) {
        List<Run> begun = ofEnvironment.stream()
                .filter(run -> run.started().isPresent())
                .sorted(comparing(run -> run.started().orElseThrow()))
                .toList();
        for (int i = 1; i < begun.size(); i++) {
            Run before = begun.get(i - 1);
            Run after = begun.get(i);
            boolean isNext =
                    !after.started().orElseThrow().isBefore(before.ended().orElseThrow());
            assertThat(isNext && before.id() < after.id())
                    .as(
                            "run %d after %d of %s",
                            after.id(),
                            before.id(),
                            begun.stream().map(RunnerReplicasTest::line).toList())
                    .isTrue();
        }
    }

    private static String line(Run run) {
        return "\n%d, queued %s, from %s to %s, attempt %d, last by %s"
                .formatted(
                        run.id(),
                        run.created(),
                        run.started().orElseThrow(),
                        run.ended().orElseThrow(),
                        run.attempt(),
                        run.replica().orElse("nobody"));
    }
}
