package dev.envctl.runner.web;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.EnvironmentState.Health;
import dev.envctl.runner.run.EnvironmentState.Sync;
import dev.envctl.runner.run.NewRun;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunLog;
import dev.envctl.runner.run.RunPaper;
import dev.envctl.runner.run.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a team's runner would show on an ordinary day.
final class Samples {

    static final EnvironmentKey PROD = new EnvironmentKey("github", "acme/platform", "environments/prod");
    static final EnvironmentKey STUDIO = new EnvironmentKey("gitlab", "data/lake/studio", "envs/research");

    static final String PLAN = """
        analytics-dev · us-east-1 · account 111122223333

        Resource actions are indicated with the following symbols:
          + create
          ~ update in-place
        +/- create replacement and then destroy

        envctl will perform the following actions:

          # Role/jobExecution will be created
          + Role/jobExecution {
              + name:        "analytics-dev-jobs"
              + description: "Runs jobs"
            }

          # Role/pending will be updated in-place
          ~ Role/pending [id=pending] {
              ~ maxSessionDuration: 3600 -> 7200
            }

          # ManagedEndpoint/pyspark must be replaced
        +/- ManagedEndpoint/pyspark [id=8gai4l4e] {
              ~ id:           "8gai4l4e" -> (known after apply)
              ~ releaseLabel: "emr-7.2.0-latest" -> "emr-7.9.0-latest" # forces replacement
                # (2 unchanged attributes hidden)
            }

        1 object will be destroyed: ManagedEndpoint/pyspark (replaced)

        Plan: 2 to add, 1 to change, 1 to destroy.
        14 resources · 23 API calls · 0.8 s · digest 4f2a9c1e
        """;

    static final String STATUS = """
        {"format_version": "1.0", "environment": "analytics-dev", "resources": [
          {"address": "Cluster/main", "id": "shared-eks", "state": "ACTIVE", "health": "healthy", "healthy": true,
           "sync": "external", "in_sync": true},
          {"address": "Vpc/main", "id": "vpc-0a1b2c3d4e5f", "state": "available", "health": "healthy",
           "healthy": true, "sync": "in sync", "in_sync": true},
          {"address": "Role/jobExecution", "health": "missing", "healthy": false, "sync": "to be created",
           "in_sync": false},
          {"address": "Role/studioService", "id": "analytics-dev-studio", "health": "healthy", "healthy": true,
           "sync": "drift", "in_sync": false},
          {"address": "Bucket/studio", "id": "acme-emr-studio-dev", "health": "healthy", "healthy": true,
           "sync": "in sync", "in_sync": true},
          {"address": "VirtualCluster/spark", "id": "0b4d7k2p", "state": "ARRESTED",
           "detail": "The namespace is gone.", "health": "failed", "healthy": false, "sync": "in sync",
           "in_sync": true},
          {"address": "ManagedEndpoint/pyspark", "id": "8gai4l4e", "state": "ACTIVE", "health": "healthy",
           "healthy": true, "sync": "pending", "in_sync": false},
          {"address": "studio.Studio/main", "id": "es-4XZ", "health": "healthy", "healthy": true,
           "sync": "in sync", "in_sync": true},
          {"address": "studio.SessionMapping/users:analyst@example.com", "id": "es-4XZ/USER/analyst",
           "health": "healthy", "healthy": true, "sync": "in sync", "in_sync": true}]}
        """;

    static final String GRAPH = """
        flowchart LR
          n0["Cluster/main"]
          n1["Vpc/main"]
          n2["Role/jobExecution"]
          n3["Role/studioService"]
          n4["Bucket/studio"]
          n5["VirtualCluster/spark"]
          n6["ManagedEndpoint/pyspark"]
          n7["studio.Studio/main"]
          n8["studio.SessionMapping/users:analyst@example.com"]
          n2 --> n0
          n5 --> n0
          n6 --> n5
          n6 --> n2
          n6 --> n1
          n7 --> n1
          n7 --> n3
          n7 --> n4
          n8 --> n7
        """;

    private final Site site;

    Samples(Site site) {
        this.site = site;
    }

    /// Environments in every state, runs of every kind, one running and one waiting. Returns the one that runs.
    Run fill() {
        state(Site.DEV, "analytics-dev.us-east-1", Sync.DRIFTED, Health.DEGRADED, 9);
        state(PROD, "analytics-prod.us-east-1", Sync.IN_SYNC, Health.HEALTHY, 41);
        state(
                new EnvironmentKey("github", "acme/platform", "environments/staging"),
                "analytics-staging.us-east-1",
                Sync.PENDING,
                Health.HEALTHY,
                38);
        state(STUDIO, "research.eu-central-1", Sync.CONFLICT, Health.HEALTHY, 17);
        state(new EnvironmentKey("gitlab", "data/lake/studio", "envs/sandbox"), "", Sync.UNKNOWN, Health.UNKNOWN, 0);
        site.environments.change(Site.DEV, state -> state.withDriftIssue(31));
        done(Site.DEV, Run.Kind.PLAN, Run.State.SUCCEEDED, "Plan: 2 to add, 1 to change, 1 to destroy.");
        done(Site.DEV, Run.Kind.APPLY, Run.State.SUCCEEDED, "Apply complete: 3 added, 1 changed, 0 destroyed.");
        done(PROD, Run.Kind.APPLY, Run.State.REFUSED, "The plan is no longer the approved one; nothing was touched.");
        done(
                STUDIO,
                Run.Kind.DRIFT,
                Run.State.FAILED,
                "Observing VirtualCluster: AccessDeniedException: not authorized to perform emr-containers:List");
        done(Site.DEV, Run.Kind.DRIFT, Run.State.SUCCEEDED, "1 drifted, 1 pending.");
        site.clock.turn(Duration.ofMinutes(7));
        Run running = begun(Site.DEV, Run.Kind.APPLY);
        enqueue(PROD, Run.Kind.PLAN);
        Instant now = site.clock.instant();
        site.actions.held.add(new Actions.HeldLease(
                Site.DEV, new LeaseRecord("dev", "runner-0", "runner-0:1", "apply", 7, now, now.plusSeconds(60))));
        site.audit.add("alice", "approved", Site.DEV.toString(), "digest 4f2a9c1e");
        return running;
    }

    void state(EnvironmentKey key, String name, Sync sync, Health health, int resources) {
        Instant seen = site.clock.instant().minus(Duration.ofMinutes(94));
        site.environments.change(
                key, state -> sync == Sync.UNKNOWN ? state : state.observed(name, sync, health, resources, seen));
    }

    Run enqueue(EnvironmentKey key, Run.Kind kind) {
        return site.runs
                .enqueue(new NewRun(
                        key,
                        kind,
                        new Run.Cause(
                                kind == Run.Kind.DRIFT ? Run.Trigger.SCHEDULE : Run.Trigger.PULL_REQUEST,
                                kind == Run.Kind.DRIFT ? "envctl" : "alice",
                                kind == Run.Kind.DRIFT ? Optional.empty() : Optional.of(128)),
                        new Run.Revision(
                                "8d3f0c2b7a615948372615a0b1c2d3e4f5061728",
                                kind == Run.Kind.PLAN
                                        ? Optional.of("1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d")
                                        : Optional.empty()),
                        kind == Run.Kind.APPLY ? Optional.of("4f2a9c1e") : Optional.empty(),
                        UUID.randomUUID().toString()))
                .orElseThrow();
    }

    Run begun(EnvironmentKey key, Run.Kind kind) {
        enqueue(key, kind);
        Run run = site.runs.begin(key, "runner-0").orElseThrow();
        RunLog log = log(run);
        log.line("VirtualCluster/spark: Modifying…");
        log.line("VirtualCluster/spark: Still modifying… 10 s elapsed, usually 40 s");
        log.keep(RunPaper.PLAN_TEXT, PLAN);
        return run;
    }

    RunLog log(Run run) {
        return site.runs.log(run, () -> false);
    }

    Run done(EnvironmentKey key, Run.Kind kind, Run.State state, String summary) {
        Run run = begun(key, kind);
        RunLog log = log(run);
        log.keep(RunPaper.STATUS_JSON, STATUS);
        log.keep(RunPaper.GRAPH, GRAPH);
        site.clock.turn(Duration.ofSeconds(95));
        var counts = new RunResult.Counts(0, 2, 1, 1, 1, 1, 0, 1, 9, 23);
        List<RunResult.Annotation> problems = state == Run.State.FAILED
                ? List.of(new RunResult.Annotation(
                        "envs/research/cluster.yaml", 12, true, "Unknown field", "Did you mean \"releaseLabel\"?"))
                : List.of();
        site.runs.end(run, state, new RunResult(summary, Optional.of("4f2a9c1e"), counts, problems));
        site.clock.turn(Duration.ofMinutes(11));
        return site.runs.find(run.id()).orElseThrow();
    }
}
