package dev.envctl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.apply.ApplyResult;
import dev.envctl.apply.Outcome;
import dev.envctl.lease.Lease;
import dev.envctl.plan.Plan;
import dev.envctl.plan.PlanFile;
import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.ProviderException;
import dev.envctl.testing.Environments;
import dev.envctl.testing.InMemoryCloud;
import dev.envctl.testing.InMemoryCloud.Stored;
import dev.envctl.testing.InMemoryCloud.Thing;
import dev.envctl.testing.TestEngine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EngineTest {

    private static final String ENVIRONMENT = """
        Thing/a text=hello tags.team=data
        Solo/b parent=${Thing/a.id} links=${Thing/a.arn},x
        Part/c parent=${Thing/a.id}
        Thing/d links=${Solo/b.id}
        Thing/e
        """;

    private final InMemoryCloud cloud = new InMemoryCloud();
    private final TestEngine engine = new TestEngine(cloud);

    @Test
    void fillsInWhatWasUnknownWhenItsStepBegins() {
        ApplyResult result = engine.apply(ENVIRONMENT);

        assertThat(result.isComplete()).isTrue();
        assertThat(cloud.object("b").spec().parent()).contains(cloud.object("a").id());
        assertThat(cloud.object("b").spec().links())
                .containsExactly("arn:memory:" + cloud.object("a").id(), "x");
        assertThat(result.added()).isEqualTo(5);
    }

    @Test
    void skipsOnlyTheDependentsOfAFailedStep() {
        cloud.onWrite((verb, name) -> {
            if (name.equals("b")) {
                throw ProviderException.of(Code.SERVICE_ERROR, "out of order");
            }
        });

        ApplyResult result = engine.apply(ENVIRONMENT);

        assertThat(names(result, Outcome.Done.class)).containsExactlyInAnyOrder("Thing/a", "Part/c", "Thing/e");
        assertThat(names(result, Outcome.Failed.class)).containsExactly("Solo/b");
        assertThat(names(result, Outcome.Skipped.class)).containsExactly("Thing/d");
        assertThat(result.isPartial()).isTrue();
    }

    @Test
    void goesOnFromWhereItStopped() {
        cloud.onWrite((verb, name) -> {
            if (name.equals("b")) {
                throw ProviderException.of(Code.SERVICE_ERROR, "out of order");
            }
        });
        engine.apply(ENVIRONMENT);
        cloud.onWrite((verb, name) -> {});
        cloud.forgetLog();

        engine.apply(ENVIRONMENT);

        assertThat(cloud.log()).containsExactly("create b", "create d");
        assertThat(engine.plan(ENVIRONMENT).isEmpty()).isTrue();
    }

    @Test
    void startsNothingNewAfterAnInterrupt() {
        AtomicInteger writes = new AtomicInteger();
        cloud.onWrite((verb, name) -> writes.incrementAndGet());

        ApplyResult result = engine.apply(engine.plan(ENVIRONMENT), 1, () -> writes.get() >= 2, Optional.empty());

        assertThat(result.interrupted()).isTrue();
        assertThat(names(result, Outcome.Done.class)).hasSize(2);
        assertThat(names(result, Outcome.NotStarted.class)).hasSize(3);
        assertThat(engine.apply(ENVIRONMENT).isComplete()).isTrue();
    }

    @Test
    void refusesAPlanWhoseGroundHasMovedAndNamesTheAttribute() {
        engine.apply(ENVIRONMENT);
        Plan plan = engine.plan(ENVIRONMENT.replace("text=hello", "text=bye"));
        Stored a = cloud.object("a");
        Thing changed = new Thing(
                "a", Optional.of("meanwhile"), Optional.empty(), Optional.empty(), List.of(), Map.of("team", "data"));
        cloud.put(new Stored(a.kind(), a.id(), changed, a.ownership(), a.phase(), a.state()));

        assertThatThrownBy(() -> engine.apply(plan)).isInstanceOfSatisfying(ProblemException.class, thrown -> {
            assertThat(thrown.problems().getFirst().code()).isEqualTo(Code.STALE_PLAN);
            assertThat(thrown)
                    .hasMessageContaining("Thing/a")
                    .hasMessageContaining("text")
                    .hasMessageContaining("meanwhile");
        });
        assertThat(cloud.object("a").spec().text()).contains("meanwhile");
    }

    @Test
    void appliesASavedPlanAsIfItHadJustBeenMade() {
        engine.apply("Thing/a text=old\nThing/gone");
        String saved = PlanFile.write(engine.plan(ENVIRONMENT));

        ApplyResult result = engine.apply(PlanFile.read(saved, "plan.json"));

        assertThat(result.isComplete()).isTrue();
        assertThat(engine.plan(ENVIRONMENT).isEmpty()).isTrue();
    }

    @Test
    void readsASavedPlanBackAsItWas() {
        engine.apply("Thing/a text=old fixed=x\nThing/gone");
        Plan plan = engine.plan(ENVIRONMENT);

        assertThat(PlanFile.read(PlanFile.write(plan), "plan.json")).isEqualTo(plan);
    }

    @Test
    void refusesAPlanThatWasEdited() {
        String saved = PlanFile.write(engine.plan(ENVIRONMENT)).replace("\"text\":\"hello\"", "\"text\":\"evil\"");

        assertProblem(() -> PlanFile.read(saved, "plan.json"), Code.PLAN_UNREADABLE);
    }

    @Test
    void makesTheSamePlanFromTheSameInputsWhateverTheirOrderAndTheLocale() {
        engine.apply("Thing/a text=old fixed=x\nThing/gone\nThing/gone2");
        String expected = PlanFile.write(engine.plan(ENVIRONMENT).withStatistics(new Plan.Statistics(0, 0, 0)));
        Locale before = Locale.getDefault();
        try {
            for (Locale locale : List.of(Locale.forLanguageTag("tr-TR"), Locale.forLanguageTag("ar-EG"))) {
                Locale.setDefault(locale);
                List<String> lines = new ArrayList<>(ENVIRONMENT.lines().toList());
                Collections.shuffle(lines, new Random(7));
                Plan plan = engine.plan(String.join("\n", lines));
                assertThat(withoutPlaces(PlanFile.write(plan.withStatistics(new Plan.Statistics(0, 0, 0)))))
                        .isEqualTo(withoutPlaces(expected));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void holdsTheLeaseWhileItWritesAndGivesItBack() {
        Lease.Claim other = new Lease.Claim(Environments.OWNER, "somebody", "there:1", "a long apply", "wait");
        Plan plan = engine.plan(ENVIRONMENT);
        try (Lease held = Lease.acquire(engine.leases(), other, Clock.systemUTC())) {
            assertThat(held.record().token()).isEqualTo(1);
            assertThatThrownBy(() -> engine.apply(plan))
                    .hasMessageContaining("somebody")
                    .hasMessageContaining("a long apply")
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            thrown -> assertThat(thrown.problems().getFirst().code())
                                    .isEqualTo(Code.LEASE_HELD));
        }

        assertThat(engine.apply(plan).isComplete()).isTrue();
        assertThat(engine.engine().lease(Environments.of(ENVIRONMENT).settings()))
                .isEmpty();
    }

    @Test
    void saysWhenItHasNotConverged() {
        Plan plan = engine.plan("Thing/a");
        ApplyResult result =
                engine.apply(plan, 10, () -> false, Optional.of(Environments.of("Thing/a\nThing/appearedMeanwhile")));

        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(Code.VERIFY_FAILED);
            assertThat(problem.detail()).contains("Thing/appearedMeanwhile");
        });
    }

    @Test
    void destroysEverythingInReverse() {
        engine.apply(ENVIRONMENT);
        cloud.forgetLog();

        engine.apply(engine.planDestroy(ENVIRONMENT));

        assertThat(cloud.objects()).isEmpty();
        List<String> log = cloud.log();
        assertThat(log.indexOf("delete d")).isLessThan(log.indexOf("delete b"));
        assertThat(log.indexOf("delete b")).isLessThan(log.indexOf("delete a"));
        assertThat(log.indexOf("delete c")).isLessThan(log.indexOf("delete a"));
        assertThat(engine.planDestroy(ENVIRONMENT).isEmpty()).isTrue();
    }

    /// The process dies before or after each write in turn; the next run must end where an undisturbed one ends.
    @Test
    void convergesWhereverItWasKilled() {
        List<String> undisturbed = liveAfterReplacement(new InMemoryCloud(), -1, false);
        for (boolean after : List.of(false, true)) {
            for (int at = 0; at < 20; at++) {
                assertThat(liveAfterReplacement(new InMemoryCloud(), at, after))
                        .as("killed %s write %d", after ? "after" : "before", at)
                        .isEqualTo(undisturbed);
            }
        }
    }

    private static List<String> liveAfterReplacement(InMemoryCloud fresh, int killedAt, boolean after) {
        TestEngine engine = new TestEngine(fresh);
        engine.apply("Thing/a fixed=1\nSolo/b parent=${Thing/a.id}\nThing/d links=${Solo/b.id}\nThing/gone");
        String wanted = "Thing/a fixed=2\nSolo/b parent=${Thing/a.id}\nThing/d links=${Solo/b.id} text=x\nThing/new";
        AtomicInteger count = new AtomicInteger();
        fresh.onWrite((verb, name) -> {
            int number = count.getAndIncrement();
            if (killedAt >= 0 && (after ? number > killedAt : number >= killedAt)) {
                throw ProviderException.of(Code.SERVICE_ERROR, "killed");
            }
        });
        engine.apply(engine.plan(wanted), 1, () -> false, Optional.empty());
        fresh.onWrite((verb, name) -> {});
        engine.apply(wanted);
        assertThat(engine.plan(wanted).steps()).isEmpty();
        return fresh.objects().stream()
                .map(object -> object.kind() + " " + object.spec().name() + " "
                        + object.spec().fixed() + object.spec().text())
                .sorted()
                .toList();
    }

    private static String withoutPlaces(String saved) {
        return saved.replaceAll("\"line\":\\d+", "\"line\":0");
    }

    private static <O extends Outcome> List<String> names(ApplyResult result, Class<O> type) {
        return result.outcomes().stream()
                .filter(type::isInstance)
                .map(outcome -> outcome.step().id().address().toString())
                .toList();
    }

    private static void assertProblem(ThrowingCallable call, Code code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problems())
                                .extracting(problem -> problem.code())
                                .contains(code));
    }
}
