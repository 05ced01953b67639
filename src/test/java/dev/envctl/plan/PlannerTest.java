package dev.envctl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.engine.Engine;
import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.testing.Environments;
import dev.envctl.testing.InMemoryCloud;
import dev.envctl.testing.InMemoryCloud.Stored;
import dev.envctl.testing.InMemoryCloud.Thing;
import dev.envctl.testing.Plans;
import dev.envctl.testing.TestEngine;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private final InMemoryCloud cloud = new InMemoryCloud();
    private final TestEngine engine = new TestEngine(cloud);

    @Test
    void createsWhatIsMissingInTheOrderOfReferences() {
        Plan plan = engine.plan("""
            Solo/b parent=${Thing/a.id}
            Thing/a text=hello
            """);

        assertThat(Plans.changes(plan)).isEqualTo("""
            + Thing/a
            + Solo/b\
            """);
        assertThat(Plans.steps(plan)).isEqualTo("""
            create Thing/a#1
            create Solo/b#1 <- create Thing/a#1\
            """);
        assertThat(plan.summary()).isEqualTo(new Plan.Summary(0, 2, 0, 0, 0));
    }

    @Test
    void hasNothingToDoAfterAnApply() {
        String environment = """
            Thing/a text=hello tags.team=data
            Solo/b parent=${Thing/a.id} links=${Thing/a.arn},x
            Part/c parent=${Thing/a.id}
            """;
        engine.apply(environment);

        Plan again = engine.plan(environment);

        assertThat(again.isEmpty()).isTrue();
        assertThat(again.steps()).isEmpty();
    }

    @Test
    void updatesInPlaceWhereAFieldMayChange() {
        engine.apply("Thing/a text=old");

        Plan plan = engine.plan("Thing/a text=new");

        assertThat(Plans.changes(plan)).isEqualTo("~ Thing/a [pending]");
        assertThat(plan.changes().getFirst().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.path()).hasToString("text"));
    }

    @Test
    void doesNotKnowWhatChangesAlongWithAFieldUntilItIsApplied() {
        String environment = """
            Thing/a text=%s
            Solo/b text=${Thing/a.version} links=${Thing/a.id}
            """;
        engine.apply(environment.formatted("old"));

        Plan plan = engine.plan(environment.formatted("new"));

        assertThat(Plans.steps(plan)).isEqualTo("""
            update Thing/a#1
            update Solo/b#1 <- update Thing/a#1\
            """);
        assertThat(plan.changes().getLast().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.after()).contains(Value.UNKNOWN));
        engine.apply(environment.formatted("new"));
        assertThat(cloud.object("b").spec().text()).contains("v-new");
        assertThat(engine.plan(environment.formatted("new")).isEmpty()).isTrue();
    }

    @Test
    void takesWhatNobodyOwnsAsItIs() {
        cloud.add(InMemoryCloud.COMMONS, thing("a", "theirs"), Optional.empty());

        Plan plan = engine.plan("Commons/a");

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void makesWhatNobodyOwnsWhenItIsMissingAndNeverTakesItAway() {
        engine.apply("Commons/a text=x");

        assertThat(engine.plan("Thing/b").changes())
                .noneMatch(change -> change.address().kind().equals(InMemoryCloud.COMMONS));
        assertThat(engine.planDestroy("Commons/a text=x").steps()).isEmpty();
        assertThat(cloud.objects()).hasSize(1);
    }

    @Test
    void updatesWhatNobodyOwnsWithoutWritingALedger() {
        cloud.add(InMemoryCloud.COMMONS, thing("a", "theirs"), Optional.empty());

        Plan plan = engine.plan("Commons/a text=ours");

        assertThat(Plans.steps(plan)).isEqualTo("update Commons/a#1");
    }

    @Test
    void replacesUnderANewNameWhatCannotBeTaggedAgain() {
        engine.apply("Print/old text=x");

        Plan plan = engine.plan("Print/new text=x was=Print/old");

        assertThat(Plans.changes(plan)).contains("+/- Print/new was Print/old");
        assertThat(plan.steps()).extracting(step -> step.id().verb()).doesNotContain(StepId.Verb.CLAIM);
    }

    @Test
    void protectsByReplacingWhatCannotBeTaggedAgain() {
        engine.apply("Print/a text=x");

        Plan protecting = engine.plan("Print/a text=x protect");

        assertThat(Plans.changes(protecting))
                .contains("+/- Print/a")
                .contains("its protection changes: it is written in tags that can only be set at creation");
        engine.apply(protecting);
        assertProblem(() -> engine.planDestroy("Print/a text=x protect"), Code.PROTECTED);
        engine.apply("Print/a text=x");
        assertThat(cloud.object("a").ownership().map(Ownership::protection)).contains(Ownership.Protection.NONE);
    }

    @Test
    void givesUpWhatCannotBeTaggedAgainByLeavingItAlone() {
        engine.apply("Print/a text=x retain");

        assertThat(engine.plan("Thing/b").steps())
                .extracting(step -> step.id().address().name())
                .containsExactly("b");
        assertThat(engine.planDestroy("Print/a text=x retain").steps()).isEmpty();
    }

    @Test
    void leavesALaggingLedgerAloneThatCannotBeWritten() {
        engine.apply("Print/a text=x");
        Stored object = cloud.object("a");
        cloud.put(new Stored(
                object.kind(),
                object.id(),
                object.spec(),
                object.ownership()
                        .map(ownership -> new Ownership(
                                ownership.environment(),
                                ownership.address(),
                                "",
                                ownership.generation(),
                                ownership.protection())),
                object.phase(),
                object.state()));

        assertThat(engine.plan("Print/a text=x").steps()).isEmpty();
    }

    @Test
    void replacesWhenAnImmutableFieldChanges() {
        engine.apply("Solo/a fixed=old");

        Plan plan = engine.plan("Solo/a fixed=new");

        assertThat(Plans.changes(plan)).isEqualTo("-/+ Solo/a [pending] (fixed changes: it is fixed)");
        assertThat(Plans.steps(plan)).isEqualTo("""
            delete Solo/a#1
            create Solo/a#2 <- delete Solo/a#1\
            """);
    }

    @Test
    void createsTheNewOneFirstWhereTwoMayLive() {
        engine.apply("Thing/a fixed=old");

        Plan plan = engine.plan("Thing/a fixed=new");

        assertThat(Plans.changes(plan)).isEqualTo("+/- Thing/a [pending] (fixed changes: it is fixed)");
        assertThat(Plans.steps(plan)).isEqualTo("""
            create Thing/a#2
            delete Thing/a#1 <- create Thing/a#2\
            """);
    }

    @Test
    void destroysFirstWhenTheDocumentSaysSo() {
        engine.apply("Thing/a fixed=old");

        Plan plan = engine.plan("Thing/a fixed=new first=false");

        assertThat(plan.changes().getFirst().action()).isEqualTo(Action.DELETE_THEN_CREATE);
    }

    @Test
    void replacesWhatStandsInSomethingReplacedEvenThroughOthers() {
        engine.apply("""
            Thing/ground fixed=old
            Part/between parent=${Thing/ground.id}
            Solo/house links=${Part/between.name}
            """);

        Plan plan = engine.plan("""
            Thing/ground fixed=new first=false
            Part/between parent=${Thing/ground.id}
            Solo/house links=${Part/between.name}
            """);

        assertThat(Plans.changes(plan))
                .contains("-/+ Thing/ground")
                .contains("-/+ Solo/house (it stands in Thing/ground, which is replaced)");
    }

    @Test
    void spreadsAReplacementAlongReferencesAndSaysWhy() {
        engine.apply("""
            Solo/a fixed=old
            Thing/b parent=${Solo/a.id}
            Thing/c links=${Thing/b.id}
            """);

        Plan plan = engine.plan("""
            Solo/a fixed=new
            Thing/b parent=${Solo/a.id}
            Thing/c links=${Thing/b.id}
            """);

        assertThat(Plans.changes(plan)).isEqualTo("""
            -/+ Solo/a [pending] (fixed changes: it is fixed)
            -/+ Thing/b [pending] (parent depends on Solo/a, which is replaced)
            ~ Thing/c [pending]\
            """);
        assertThat(Plans.steps(plan)).isEqualTo("""
            delete Thing/b#1
            delete Solo/a#1 <- delete Thing/b#1
            create Solo/a#2 <- delete Solo/a#1
            create Thing/b#2 <- create Solo/a#2, delete Thing/b#1
            update Thing/c#1 <- create Thing/b#2\
            """);
    }

    @Test
    void movesDependentsOverBeforeTheOldGenerationGoes() {
        engine.apply("""
            Thing/a fixed=old
            Thing/b links=${Thing/a.id}
            """);

        Plan plan = engine.plan("""
            Thing/a fixed=new
            Thing/b links=${Thing/a.id}
            """);

        assertThat(Plans.steps(plan)).isEqualTo("""
            create Thing/a#2
            update Thing/b#1 <- create Thing/a#2
            delete Thing/a#1 <- update Thing/b#1, create Thing/a#2\
            """);
    }

    @Test
    void deletesWhatHasNoDocumentInTheOrderOfLiveReferences() {
        engine.apply("""
            Thing/a
            Solo/b parent=${Thing/a.id}
            Part/c parent=${Thing/a.id}
            """);

        Plan plan = engine.plan("");

        assertThat(Plans.changes(plan)).isEqualTo("""
            - Part/live-c (Part/live-c is not in the configuration)
            - Solo/b (Solo/b is not in the configuration)
            - Thing/a (Thing/a is not in the configuration)\
            """);
        assertThat(engine.apply(plan).isComplete()).isTrue();
        assertThat(cloud.objects()).isEmpty();
    }

    @Test
    void tellsDriftPendingAndConflictApart() {
        engine.apply("""
            Thing/drifted text=git
            Thing/pending text=git
            Thing/fought text=git
            """);
        change("drifted", "cloud");
        change("fought", "cloud");

        Plan plan = engine.plan("""
            Thing/drifted text=git
            Thing/pending text=new
            Thing/fought text=new
            """);

        assertThat(Plans.changes(plan)).isEqualTo("""
            ~ Thing/drifted [drift]
            ~ Thing/fought [conflict]
            ~ Thing/pending [pending]\
            """);
    }

    @Test
    void callsItNoChangeWhenGitAndCloudMovedToTheSameValue() {
        engine.apply("Thing/a text=old");
        change("a", "new");

        Plan plan = engine.plan("Thing/a text=new");

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.steps()).singleElement().satisfies(step -> {
            assertThat(step.id().verb()).isEqualTo(StepId.Verb.CLAIM);
            assertThat(step.quiet()).isTrue();
        });
        engine.apply(plan);
        assertThat(engine.plan("Thing/a text=new").steps()).isEmpty();
    }

    @Test
    void doesNotTouchAnObjectThatNobodyOwns() {
        cloud.add(InMemoryCloud.THING, thing("a"), Optional.empty());

        assertProblem(() -> engine.plan("Thing/a"), Code.NOT_OURS);
    }

    @Test
    void adoptsAnObjectThatNobodyOwnsWhenAsked() {
        cloud.add(InMemoryCloud.THING, thing("a"), Optional.empty());

        Plan plan = engine.plan("Thing/a adopt");

        assertThat(Plans.changes(plan)).isEqualTo("import Thing/a (adopt is set, and the object has no owner)");
        assertThat(plan.summary()).isEqualTo(new Plan.Summary(1, 0, 0, 0, 0));
        engine.apply(plan);
        assertThat(engine.plan("Thing/a adopt").isEmpty()).isTrue();
        assertThat(cloud.log()).containsExactly("claim a");
    }

    @Test
    void whatAnAdoptionChangesIsPendingForNothingWasEverApplied() {
        cloud.add(InMemoryCloud.THING, thing("a"), Optional.empty());

        assertThat(engine.plan("Thing/a text=git adopt").changes())
                .extracting(Change::divergence)
                .containsExactly(Divergence.PENDING);
    }

    @Test
    void neverTakesAnObjectFromAnotherEnvironment() {
        Ownership other = new Ownership(
                "other.here-1", Environments.owned("Thing/a", "", 1).address(), "", 1, Ownership.Protection.NONE);
        cloud.add(InMemoryCloud.THING, thing("a"), Optional.of(other));

        assertProblem(() -> engine.plan("Thing/a"), Code.OTHER_OWNER);
        assertProblem(() -> engine.plan("Thing/a adopt"), Code.OTHER_OWNER);
        assertThat(engine.plan("").isEmpty()).isTrue();
    }

    @Test
    void renamesByItsEarlierAddress() {
        engine.apply("Thing/a text=x");
        Stored object = cloud.object("a");
        cloud.put(new Stored(
                object.kind(), object.id(), thing("b", "x"), object.ownership(), object.phase(), object.state()));

        Plan plan = engine.plan("Thing/b text=x was=Thing/a");
        engine.apply(plan);

        assertThat(Plans.changes(plan)).isEqualTo("Thing/b was Thing/a (previousNames has its earlier name)");
        assertThat(engine.plan("Thing/b text=x was=Thing/a").isEmpty()).isTrue();
        assertThat(engine.plan("Thing/b text=x").isEmpty()).isTrue();
    }

    @Test
    void keepsProtectedObjectsEvenWhenTheirDocumentIsGone() {
        engine.apply("Thing/a protect");

        assertProblem(() -> engine.plan(""), Code.PROTECTED);
        assertProblem(() -> engine.planDestroy("Thing/a protect"), Code.PROTECTED);
        assertProblem(() -> engine.planReplacing("Thing/a protect", "Thing/a"), Code.PROTECTED);
    }

    @Test
    void saysOfWhichModuleAnInputMayLiftAProtection() {
        engine.apply("studio.inner.Thing/a protect");

        assertThatThrownBy(() -> engine.planDestroy("studio.inner.Thing/a protect"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problems().getFirst().hint())
                                .hasValueSatisfying(hint -> assertThat(hint)
                                        .endsWith("set lifecycle: {protect: false} in the document, or the input of"
                                                + " module studio that it is taken from, and apply that first.")));
    }

    @Test
    void liftsProtectionWhenGitSaysSo() {
        engine.apply("Thing/a protect");

        Plan plan = engine.plan("Thing/a");
        engine.apply(plan);

        assertThat(plan.changes().getFirst().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.path()).hasToString("lifecycle.protection"));
        assertThat(Plans.changes(engine.planDestroy("Thing/a"))).startsWith("- Thing/a");
    }

    @Test
    void givesRetainedObjectsUpInsteadOfDeletingThem() {
        engine.apply("Thing/a retain");

        Plan plan = engine.plan("");
        engine.apply(plan);

        assertThat(Plans.changes(plan)).isEqualTo(". Thing/a (it was applied with onDelete: retain)");
        assertThat(cloud.object("a").ownership()).isEmpty();
    }

    @Test
    void deniesDeletionsWhereTheEnvironmentDoes() {
        engine.apply("Thing/a");
        EnvironmentSettings deny = Environments.settings(EnvironmentSettings.DeleteProtection.DENY);

        assertProblem(
                () -> engine.engine().plan(Environments.of(deny, ""), Engine.PlanOptions.DEFAULT),
                Code.DELETION_DENIED);
    }

    @Test
    void replacesWhatEndedInAFailedState() {
        engine.apply("Thing/a");
        put("a", Phase.FAILED, "TERMINATED_WITH_ERRORS");

        Plan plan = engine.plan("Thing/a");

        assertThat(Plans.changes(plan)).isEqualTo("+/- Thing/a (it ended TERMINATED_WITH_ERRORS)");
    }

    @Test
    void waitsForWhatAnEarlierRunLeftHalfMade() {
        engine.apply("Thing/a");
        put("a", Phase.IN_PROGRESS, "CREATING");

        Plan plan = engine.plan("Thing/a\nThing/b links=${Thing/a.id}");

        assertThat(Plans.changes(plan)).startsWith("~ Thing/a (an earlier run left it CREATING)");
        assertThat(Plans.steps(plan)).isEqualTo("""
            await Thing/a#1
            create Thing/b#1 <- await Thing/a#1\
            """);
    }

    @Test
    void deletesTheOlderOfTwoGenerations() {
        engine.apply("Thing/a");
        Ownership first = cloud.object("a").ownership().orElseThrow();
        cloud.add(
                InMemoryCloud.THING,
                thing("a"),
                Optional.of(
                        new Ownership(first.environment(), first.address(), first.applied(), 2, first.protection())));

        Plan plan = engine.plan("Thing/a");

        assertThat(Plans.changes(plan))
                .isEqualTo("- Thing/a (deposed) (generation 1 is left over from an unfinished replacement)");
        engine.apply(plan);
        assertThat(cloud.objects())
                .singleElement()
                .satisfies(left ->
                        assertThat(left.ownership().orElseThrow().generation()).isEqualTo(2));
    }

    @Test
    void leavesTagsAloneThatTheEnvironmentIgnores() {
        engine.apply("Thing/a tags.team=data");
        Stored object = cloud.object("a");
        cloud.put(new Stored(
                object.kind(),
                object.id(),
                new Thing(
                        "a",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of("team", "data", "billing", "42", "org/unit", "x")),
                object.ownership(),
                object.phase(),
                object.state()));

        assertThat(engine.plan("Thing/a tags.team=data").steps()).isEmpty();
    }

    @Test
    void leavesIgnoredFieldsAlone() {
        engine.apply("Thing/a text=git ignore=/text");
        change("a", "cloud");

        assertThat(engine.plan("Thing/a text=git ignore=/text").isEmpty()).isTrue();
    }

    @Test
    void aChangeOfOtherFieldsCarriesIgnoredOnesAlongAsTheyAreLive() {
        engine.apply("Thing/a text=git ignore=/text");
        change("a", "cloud");

        engine.apply("Thing/a text=git tags.team=data ignore=/text");

        assertThat(cloud.object("a").spec().text()).contains("cloud");
        assertThat(cloud.object("a").spec().tags()).containsEntry("team", "data");
        assertThat(engine.plan("Thing/a text=git tags.team=data ignore=/text").steps())
                .isEmpty();
    }

    @Test
    void aChangeBesideAnIgnoredFieldIsNoConflictWhenOnlyTheIgnoredOneMoved() {
        engine.apply("Thing/a tags.team=data tags.cost=1 ignore=/tags/cost");
        Stored object = cloud.object("a");
        cloud.put(new Stored(
                object.kind(),
                object.id(),
                new Thing(
                        "a",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of("team", "data", "cost", "2")),
                object.ownership(),
                object.phase(),
                object.state()));

        Plan plan = engine.plan("Thing/a tags.team=sales tags.cost=1 ignore=/tags/cost");

        assertThat(plan.changes()).extracting(Change::divergence).containsExactly(Divergence.PENDING);
        engine.apply(plan);
        assertThat(cloud.object("a").spec().tags()).containsOnly(Map.entry("team", "sales"), Map.entry("cost", "2"));
    }

    @Test
    void showsASetOfTheCloudInTheOrderThatGitHas() {
        engine.apply("Thing/a links=a,b,c");
        Stored object = cloud.object("a");
        cloud.put(new Stored(
                object.kind(),
                object.id(),
                new Thing("a", Optional.empty(), Optional.empty(), Optional.empty(), List.of("c", "x", "a"), Map.of()),
                object.ownership(),
                object.phase(),
                object.state()));

        assertThat(engine.plan("Thing/a links=a,b,c").changes())
                .singleElement()
                .satisfies(change ->
                        assertThat(change.before().get("links")).contains(Value.texts(List.of("a", "c", "x"))));
    }

    @Test
    void aReplacementIsMadeAsGitHasIt() {
        engine.apply("Thing/a fixed=1 text=git ignore=/text");
        cloud.put(new Stored(
                InMemoryCloud.THING,
                cloud.object("a").id(),
                new Thing("a", Optional.of("cloud"), Optional.of("1"), Optional.empty(), List.of(), Map.of()),
                cloud.object("a").ownership(),
                Phase.READY,
                "ready"));

        engine.apply("Thing/a fixed=2 text=git ignore=/text");

        assertThat(cloud.object("a").spec().text()).contains("git");
    }

    @Test
    void looksUpExternalObjectsAndNeverChangesThem() {
        cloud.add(InMemoryCloud.THING, thing("shared"), Optional.empty());
        String environment = """
            Thing/shared external
            Solo/b parent=${Thing/shared.id}
            """;

        engine.apply(environment);

        assertThat(cloud.log()).containsExactly("create b");
        assertThat(cloud.object("b").spec().parent()).contains("thing-1");
        engine.apply(engine.planDestroy(environment));
        assertThat(cloud.object("shared").ownership()).isEmpty();
    }

    @Test
    void namesAnExternalObjectThatIsNotThere() {
        assertProblem(() -> engine.plan("Thing/shared external"), Code.EXTERNAL_NOT_FOUND);
    }

    @Test
    void plansOnlyTheSelectedAndWhatTheyDependOn() {
        Plan plan = engine.planSelecting("""
            Thing/a
            Solo/b parent=${Thing/a.id}
            Thing/other
            """, "Solo/*");

        assertThat(Plans.changes(plan)).isEqualTo("""
            + Thing/a
            + Solo/b\
            """);
        assertThat(plan.complete()).isFalse();
        assertThat(plan.warnings()).extracting(problem -> problem.code()).containsExactly(Code.SELECTION_INCOMPLETE);
    }

    @Test
    void observesInAsManyCallsForAThousandAsForOne() {
        engine.apply("Thing/a0\nPart/p0 parent=${Thing/a0.id}");
        long start = cloud.calls();
        engine.plan("Thing/a0\nPart/p0 parent=${Thing/a0.id}");
        long one = cloud.calls() - start;
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            many.append("Thing/a%d\nPart/p%d parent=${Thing/a%d.id}\n".formatted(i, i, i));
        }
        engine.apply(many.toString());

        long before = cloud.calls();
        engine.plan(many.toString());

        assertThat(cloud.calls() - before).isEqualTo(one).isLessThanOrEqualTo(6);
    }

    private void change(String name, String text) {
        Stored object = cloud.object(name);
        cloud.put(new Stored(
                object.kind(), object.id(), thing(name, text), object.ownership(), object.phase(), object.state()));
    }

    private void put(String name, Phase phase, String state) {
        Stored object = cloud.object(name);
        cloud.put(new Stored(object.kind(), object.id(), object.spec(), object.ownership(), phase, state));
    }

    private static Thing thing(String name) {
        return new Thing(name, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Map.of());
    }

    private static Thing thing(String name, String text) {
        return new Thing(name, Optional.of(text), Optional.empty(), Optional.empty(), List.of(), Map.of());
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
