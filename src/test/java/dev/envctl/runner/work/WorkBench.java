package dev.envctl.runner.work;

import dev.envctl.cli.CloudEngines;
import dev.envctl.cli.Shell;
import dev.envctl.engine.Engine;
import dev.envctl.lease.FileLeaseStore;
import dev.envctl.lease.LeaseRecord;
import dev.envctl.lease.LeaseStore;
import dev.envctl.plan.Step;
import dev.envctl.runner.database.Database;
import dev.envctl.runner.forge.Forge.GitCredentials;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState;
import dev.envctl.runner.run.Environments;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunLog;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunWork.Ending;
import dev.envctl.runner.run.Runs;
import dev.envctl.runner.settings.RunnerSettings;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.schema.Schemas;
import dev.envctl.testing.GitOrigin;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.testing.TurnableClock;
import dev.envctl.value.Ordered;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A runner's work without the runner around it: a repository, a database in memory, the real engine on a sandbox in
/// the data directory.
final class WorkBench implements AutoCloseable {

    static final EnvironmentKey DEV = new EnvironmentKey("github", "acme/platform", "environments/dev");

    /// What became of a run, as everybody sees it.
    record Done(Run run, Ending ending, String log) {
        String summary() {
            return ending.result().summary();
        }

        Run.State state() {
            return ending.state();
        }

        String digest() {
            return ending.result().digest().orElseThrow();
        }
    }

    final GitOrigin origin;
    final Runs runs;
    final Environments environments;
    final Repositories repositories;
    RunnerSettings settings;
    /// Reading them takes longer than most tests.
    private static final Schemas SCHEMAS = SandboxCloud.schemas();

    private final Database database = Database.inMemory(UUID.randomUUID().toString());
    private final List<Sandbox> sandboxes = new ArrayList<>();
    private final CloudEngines engines;
    private final EngineWork work;
    private final TurnableClock clock = new TurnableClock(Instant.now());
    /// Happens each time that a run pauses.
    Runnable meanwhile = () -> {};
    private int number;

    WorkBench(Path directory) {
        Path data = directory.resolve("data");
        origin = new GitOrigin(directory.resolve("origin"));
        runs = new Runs(database.jdbi(), clock);
        environments = new Environments(database.jdbi());
        settings = settings(data, origin.url(), List.of(rule("environments/**", RunnerSettings.ApplyOn.MERGE)));
        engines = new CloudEngines(shell(directory), data, sandboxes::add);
        repositories = new Repositories(data, (forge, repository) -> GitCredentials.NONE, SCHEMAS);
        work = new EngineWork(new EngineWork.Parts(
                () -> settings,
                repositories,
                sharing(engines),
                (environment, actor) -> actor.equals("owner"),
                runs,
                environments,
                clock,
                time -> {
                    clock.turn(time);
                    meanwhile.run();
                }));
    }

    private static Engines sharing(Engines engines) {
        return new Engines() {
            @Override
            public Schemas schemas() {
                return SCHEMAS;
            }

            @Override
            public Engine engine(Surroundings surroundings) {
                return engines.engine(surroundings);
            }

            @Override
            public Duration typical(Step step) {
                return engines.typical(step);
            }

            @Override
            public String process() {
                return engines.process();
            }

            @Override
            public void close() {
                engines.close();
            }
        };
    }

    private static Shell shell(Path directory) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return Shell.of(
                new ByteArrayInputStream(new byte[0]),
                nowhere,
                nowhere,
                Map.of("HOSTNAME", "runner", "GITHUB_TOKEN", "the runner's own", "STUDIO_PASSWORD", "for documents"),
                directory);
    }

    /// From now on there are these rules and no others.
    void rules(RunnerSettings.EnvironmentRule... rules) {
        settings = settings(settings.dataDirectory(), origin.url(), List.of(rules));
    }

    static RunnerSettings.EnvironmentRule rule(String path, RunnerSettings.ApplyOn apply) {
        return new RunnerSettings.EnvironmentRule(
                path, apply, List.of(), new RunnerSettings.Allowed(List.of(), List.of(), List.of()), Optional.empty());
    }

    private static RunnerSettings settings(Path data, URI origin, List<RunnerSettings.EnvironmentRule> rules) {
        return new RunnerSettings(
                new RunnerSettings.Listen("127.0.0.1", 0),
                URI.create("https://envctl.example.com/"),
                data,
                new RunnerSettings.Database(Optional.empty(), Optional.empty(), Optional.empty()),
                "runner-0",
                4,
                Ordered.copyOf(Map.<String, RunnerSettings.ForgeSettings>of()),
                List.of(new RunnerSettings.RepositorySettings("acme/platform", "github", origin, "main", false, rules)),
                new RunnerSettings.Modules(List.of("https://github.com/acme/")),
                List.of("STUDIO_PASSWORD"),
                List.of(),
                new RunnerSettings.SignIn(List.of(), Optional.empty(), Duration.ofHours(1)),
                Duration.ofSeconds(30),
                Duration.ofDays(90));
    }

    RunnerSettings.RepositorySettings repository() {
        return settings.repositories().getFirst();
    }

    /// A sandbox environment with the documents.
    WorkBench environment(String directory, String documents) {
        origin.write(directory + "/environment.yaml", """
            apiVersion: envctl.dev/v1
            kind: Environment
            metadata: {name: %s}
            spec: {target: sandbox, region: us-east-1}
            """.formatted(directory.replaceAll(".*/", "")))
                .write(directory + "/resources.yaml", documents);
        return this;
    }

    static String logGroup(String name, int days) {
        return """
            ---
            apiVersion: envctl.dev/v1
            kind: LogGroup
            metadata: {name: %s}
            spec: {logGroupName: /acme/%s, retentionInDays: %d}
            """.formatted(name, name, days);
    }

    /// Begins after the other one.
    static String logGroup(String name, int days, String after) {
        return logGroup(name, days) + "dependsOn: [LogGroup/" + after + "]\n";
    }

    /// Somebody at another machine works on the environment.
    void hold() {
        Optional<LeaseStore.Stored> before = leases().read();
        LeaseRecord ours = lease(clock.instant().plus(Duration.ofDays(999)));
        require(before.map(there -> leases().replace(ours, there.version())).orElseGet(() -> leases().create(ours)));
    }

    private static void require(Optional<String> written) {
        if (written.isEmpty()) {
            throw new IllegalStateException("somebody else has the lease");
        }
    }

    private LeaseRecord lease(Instant end) {
        return new LeaseRecord("dev.us-east-1", "bob@laptop", "laptop:1", "apply", 99, clock.instant(), end);
    }

    void letGo() {
        LeaseStore.Stored held = leases().read().orElseThrow();
        require(leases().replace(lease(Instant.EPOCH), held.version()));
    }

    private FileLeaseStore leases() {
        return new FileLeaseStore(settings.dataDirectory().resolve("sandbox/leases/dev.us-east-1"), "laptop-2");
    }

    SandboxClients sandbox() {
        return new SandboxClients(sandboxes.getFirst().endpoint());
    }

    boolean hasSandbox() {
        return !sandboxes.isEmpty();
    }

    Done plan(String head, String base) {
        return perform(queue(Run.Kind.PLAN, cause(Run.Trigger.PULL_REQUEST, "author"), head, Optional.of(base)));
    }

    Done plan(Run.Trigger trigger, String actor, String head, String base) {
        return perform(queue(Run.Kind.PLAN, cause(trigger, actor), head, Optional.of(base)));
    }

    Done planAtHead() {
        return planAtHead(origin.head());
    }

    Done planAtHead(String head) {
        return perform(queue(Run.Kind.PLAN, cause(Run.Trigger.PUSH, "author"), head, Optional.empty()));
    }

    Done drift() {
        return perform(queue(Run.Kind.DRIFT, cause(Run.Trigger.SCHEDULE, "clock"), origin.head(), Optional.empty()));
    }

    Done apply(Optional<String> digest) {
        queueApply(digest);
        return next(UnaryOperator.identity());
    }

    void queueApply(Optional<String> digest) {
        queueApply(origin.head(), digest);
    }

    void queueApply(String head, Optional<String> digest) {
        enqueue(Run.Kind.APPLY, cause(Run.Trigger.PUSH, "author"), head, Optional.empty(), digest);
    }

    /// As somebody asks for it in the pull request once that is merged.
    void queueAgain(String commit, String digest) {
        enqueue(Run.Kind.APPLY, cause(Run.Trigger.COMMENT, "carol"), commit, Optional.empty(), Optional.of(digest));
    }

    /// Ends a run that was told to stop, as the queue does when a person told it.
    void cancelled(Done done) {
        runs.end(done.run(), Run.State.CANCELLED, done.ending().result());
    }

    private Run.Cause cause(Run.Trigger trigger, String actor) {
        return new Run.Cause(trigger, actor, Optional.of(7));
    }

    private Run queue(Run.Kind kind, Run.Cause cause, String head, Optional<String> base) {
        return enqueue(kind, cause, head, base, Optional.empty());
    }

    private Run enqueue(Run.Kind kind, Run.Cause cause, String head, Optional<String> base, Optional<String> digest) {
        number++;
        return runs.enqueue(new NewRun(DEV, kind, cause, new Run.Revision(head, base), digest, "run " + number))
                .orElseThrow();
    }

    private Done perform(Run queued) {
        Done done = next(UnaryOperator.identity());
        if (done.run().id() != queued.id()) {
            throw new IllegalStateException("another run was waiting");
        }
        return done;
    }

    /// Works on the run that is next, and ends it.
    Done next(UnaryOperator<RunLog> around) {
        Run begun = runs.begin(DEV, "runner-0").orElseThrow();
        Ending ending = work.perform(begun, around.apply(runs.log(begun, () -> false)));
        if (ending.state() != Run.State.CANCELLED) {
            runs.end(begun, ending.state(), ending.result());
        }
        return new Done(begun, ending, log(begun));
    }

    String log(Run run) {
        return runs.lines(run.id(), 0).stream().map(Runs.Line::text).collect(Collectors.joining("\n"));
    }

    String paper(Done done, RunPaper paper) {
        return runs.paper(done.run().id(), paper).orElseThrow();
    }

    EnvironmentState state() {
        return environments.find(DEV).orElseThrow();
    }

    @Override
    public void close() {
        engines.close();
        database.close();
    }
}
