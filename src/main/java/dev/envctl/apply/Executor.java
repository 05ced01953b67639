package dev.envctl.apply;

import dev.envctl.dag.Dag;
import dev.envctl.dag.Walk;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.Session;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Walks a plan's steps. What was made is handed to the steps that wait for it; a failed step skips what depends on it;
/// after an interrupt what runs is finished and nothing new begins.
public final class Executor {

    /// How to walk. `heartbeat` is called about once a second (it keeps the lease alive).
    public record Options(int parallelism, BooleanSupplier interrupted, Runnable heartbeat, ApplyListener listener) {}

    private static final Duration BEAT = Duration.ofMillis(200);

    private final Kinds kinds;
    private final StepRunner runner;

    public Executor(Kinds kinds, StepRunner runner) {
        this.kinds = kinds;
        this.runner = runner;
    }

    public ApplyResult execute(Plan plan, Session session, Options options) {
        SequencedMap<StepId, Step> steps = new LinkedHashMap<>();
        plan.steps().forEach(step -> steps.put(step.id(), step));
        Dag<StepId> dag = Dag.of(steps.sequencedKeySet(), id -> step(steps, id).predecessors());
        Execution execution = new Execution(plan, session, steps, options);
        new Walk<>(dag, options.parallelism(), BEAT, execution::visit, execution).run();
        return new ApplyResult(plan, execution.outcomes, options.interrupted().getAsBoolean(), List.of());
    }

    private static Step step(Map<StepId, Step> steps, StepId id) {
        return Optional.ofNullable(steps.get(id)).orElseThrow();
    }

    /// One walk's state. Lists belong to the walking thread; the two maps are how running steps and it speak.
    private final class Execution implements Walk.Coordinator<StepId, StepRunner.Result> {

        private record Said(String id, String state) {}

        private final Session session;
        private final Map<StepId, Step> steps;
        private final Options options;
        private final Map<Address, Value.MapValue> made;
        private final Map<StepId, Said> said = new ConcurrentHashMap<>();
        private final SequencedMap<StepId, Instant> running = new LinkedHashMap<>();
        private final List<Outcome> outcomes = new ArrayList<>();

        Execution(Plan plan, Session session, Map<StepId, Step> steps, Options options) {
            this.session = session;
            this.steps = steps;
            this.options = options;
            this.made = new ConcurrentHashMap<>(plan.attributes());
        }

        StepRunner.Result visit(StepId id) {
            Session ownSession = session.reportingTo((objectId, state) -> said.put(id, new Said(objectId, state)));
            return runner.run(step(steps, id), made, ownSession);
        }

        @Override
        public boolean mayStart() {
            return !options.interrupted().getAsBoolean();
        }

        @Override
        public void started(StepId id) {
            running.put(id, session.clock().instant());
            options.listener().started(step(steps, id));
        }

        @Override
        public boolean finished(StepId id, StepRunner.Result result) {
            Duration elapsed = elapsed(id);
            running.remove(id);
            return switch (result) {
                case StepRunner.Result.Made(String objectId, Value.MapValue attributes) -> {
                    made.put(id.address(), attributes);
                    yield record(new Outcome.Done(step(steps, id), Optional.of(objectId), elapsed));
                }
                case StepRunner.Result.Gone _ -> record(new Outcome.Done(step(steps, id), Optional.empty(), elapsed));
                case StepRunner.Result.Failed failed ->
                    record(new Outcome.Failed(step(steps, id), failed.problem(), elapsed));
            };
        }

        @Override
        public void skipped(StepId id, StepId because) {
            record(new Outcome.Skipped(step(steps, id), because));
        }

        @Override
        public void notStarted(StepId id) {
            record(new Outcome.NotStarted(step(steps, id)));
        }

        @Override
        public void beat() {
            options.heartbeat().run();
            List<ApplyListener.Running> now = new ArrayList<>();
            for (StepId id : running.sequencedKeySet()) {
                Said last = said.getOrDefault(id, new Said("", ""));
                now.add(new ApplyListener.Running(step(steps, id), last.id(), last.state(), elapsed(id), typical(id)));
            }
            if (!now.isEmpty()) {
                options.listener().beat(now);
            }
        }

        private boolean record(Outcome outcome) {
            outcomes.add(outcome);
            options.listener().finished(outcome);
            return outcome instanceof Outcome.Done;
        }

        private Duration elapsed(StepId id) {
            Instant now = session.clock().instant();
            return Duration.between(running.getOrDefault(id, now), now);
        }

        private Duration typical(StepId id) {
            var typical = kinds.get(id.address().kind()).traits().typical();
            return switch (id.verb()) {
                case DELETE, RELEASE -> typical.delete();
                case CREATE, UPDATE, CLAIM, AWAIT -> typical.create();
            };
        }
    }
}
