package dev.envctl.testing;

import dev.envctl.runner.Runner;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.runner.settings.SecretValues;
import dev.envctl.sandbox.Faults;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.testing.forge.FakeForge;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A team's day: a git server, a forge, and the whole runner between them and a sandbox.
public final class RunnerStory implements AutoCloseable {

    public static final String ADMIN_TOKEN = "admin-token-of-the-story";
    public static final String READ_TOKEN = "read-token-of-the-story";
    public static final String DIRECTORY = "environments/dev";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FakeForge forge;
    private final GitServer git;
    private final List<Sandbox> sandboxes = new CopyOnWriteArrayList<>();
    private final Runner runner;
    private final HttpClient http = HttpClient.newHttpClient();

    public RunnerStory(Path directory, FakeForge forge) {
        this(directory, forge, ApplyOn.MERGE);
    }

    public RunnerStory(Path directory, FakeForge forge, ApplyOn apply) {
        this(directory, forge, apply, Optional.empty());
    }

    /// Without a database it is a file.
    public RunnerStory(Path directory, FakeForge forge, ApplyOn apply, Optional<String> database) {
        this(directory, forge, apply, database, UnaryOperator.identity(), forge.secrets());
    }

    /// With other settings than usual, and secrets that they refer to.
    public RunnerStory(
            Path directory,
            FakeForge forge,
            ApplyOn apply,
            Optional<String> database,
            UnaryOperator<RunnerSettings> change,
            SecretValues secrets) {
        this.forge = forge;
        this.git = new GitServer(directory.resolve("git"), forge.someRepository(), FakeForge.TOKEN);
        String first = git.commit(
                "main",
                "The first environment",
                Map.of(DIRECTORY + "/environment.yaml", """
                    apiVersion: envctl.dev/v1
                    kind: Environment
                    metadata: {name: dev}
                    spec: {target: sandbox, region: us-east-1}
                    """, DIRECTORY + "/logs.yaml", logGroup("spark", 7)));
        forge.repository(forge.someRepository(), first);
        Path data = directory.resolve("data");
        RunnerSetup setup = new RunnerSetup(forge.settings(), forge.someRepository(), git.cloneUrl());
        this.runner = Runner.start(
                change.apply(setup.settings("runner-0", data, database, apply)),
                RunnerSetup.surroundings(data, secrets, sandboxes::add));
        forge.deliverTo(runner.address().resolve("/webhooks/" + forge.settings().name()));
    }

    public static String logGroup(String name, int days) {
        return """
            apiVersion: envctl.dev/v1
            kind: LogGroup
            metadata: {name: %s}
            spec: {logGroupName: /acme/%s, retentionInDays: %d}
            """.formatted(name, name, days);
    }

    // ---- what the team does

    public String commit(String branch, String message, Map<String, String> files) {
        return git.commit(branch, message, files);
    }

    public String link(String branch, String message, Map<String, String> links) {
        return git.link(branch, message, links);
    }

    public int open(String author, String branch, String head) {
        int number = forge.openPullRequest(forge.someRepository(), FakeForge.Opening.of(author, branch, head));
        return number;
    }

    public void push(int number, String head) {
        forge.push(forge.someRepository(), number, head);
    }

    /// The merge commit.
    public String merge(String branch, int number, String actor) {
        String commit = git.merge(branch, number);
        forge.merge(forge.someRepository(), number, actor, commit);
        return commit;
    }

    /// Merges branches by their numbers, and tells of it by one push. Returns the merge commits.
    public SequencedMap<Integer, String> mergeTogether(SequencedMap<Integer, String> branches, String actor) {
        SequencedMap<Integer, String> commits = new LinkedHashMap<>();
        branches.forEach((number, branch) -> commits.put(number, git.merge(branch, number)));
        forge.mergeTogether(forge.someRepository(), commits, actor);
        return commits;
    }

    /// Asks for a run by the API.
    public void ask(String kind) {
        String answer = api("POST", "/api/v1/runs", """
            {"environment": {"forge": "%s", "repository": "%s", "directory": "%s"}, "kind": "%s"}
            """.formatted(
                        forge.settings().name(), forge.someRepository(), DIRECTORY, kind));
        if (!answer.contains("\"queued\"")) {
            throw new AssertionError("asking for a run of kind " + kind + ": " + answer);
        }
    }

    public String api(String method, String path, String body) {
        var request = HttpRequest.newBuilder(runner.address().resolve(path))
                .header("Authorization", "Bearer " + ADMIN_TOKEN)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException broken) {
            throw new IllegalStateException("asking " + path, broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("asking " + path, stop);
        }
    }

    // ---- what there is

    public FakeForge forge() {
        return forge;
    }

    public String repository() {
        return forge.someRepository();
    }

    public Runner runner() {
        return runner;
    }

    /// Of the sandbox in which the runner's environments live.
    public SandboxClients cloud() {
        return new SandboxClients(sandbox().endpoint());
    }

    /// It is there from the first run on.
    public Sandbox sandbox() {
        return sandboxes.getLast();
    }

    /// Those that await its calls.
    public Faults faults() {
        return sandbox().faults();
    }

    /// Looks until something is so.
    public void until(String what, BooleanSupplier condition) {
        until(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), () -> what);
    }

    public <T> T until(Supplier<Optional<T>> look, Supplier<String> what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("waited in vain for " + what.get());
    }

    /// Our one comment, once it says that.
    public String comment(int number, String... words) {
        List<String> last = new ArrayList<>();
        return until(
                () -> {
                    List<String> ours = forge.ourComments(forge.someRepository(), number);
                    last.clear();
                    last.addAll(ours);
                    return ours.size() == 1 && List.of(words).stream().allMatch(ours.getFirst()::contains)
                            ? Optional.of(ours.getFirst())
                            : Optional.empty();
                },
                () -> "one comment with " + List.of(words) + "; there are: " + last + "\nruns: "
                        + api("GET", "/api/v1/runs", ""));
    }

    @Override
    public void close() {
        runner.close();
        git.close();
        forge.close();
        http.close();
    }
}
