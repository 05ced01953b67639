package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.envctl.problem.Code;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.SpecCodec;
import dev.envctl.provider.Wanted;
import dev.envctl.testing.DyingProcess;
import dev.envctl.testing.TestClusters;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamespaceTest {

    private static final String OWNER = "analytics.us-east-1";
    private static final Address SPARK = Address.of("Namespace", "spark");
    private static final Ownership OWNERSHIP =
            new Ownership(OWNER, SPARK, "0123456789abcdef", 1, Ownership.Protection.NONE);

    private final TestClusters clusters = TestClusters.start();
    private final AtomicLong calls = new AtomicLong();
    private final Namespace kind = new Namespace(new ClusterClients(clusters, calls, 0));

    @AfterEach
    void close() {
        clusters.close();
    }

    @Test
    void isCreatedObservedChangedAndDeletedTwice() {
        Observed<Namespace.Spec> created = kind.create(spark(Map.of("team", "data")), OWNERSHIP, clusters.session());
        assertThat(created.spec()).isEqualTo(spark(Map.of("team", "data")));
        assertThat(created.ownership()).contains(OWNERSHIP);
        assertThat(created.computed().text("phase")).contains("Active");
        assertThat(observeOwned()).containsExactly(created);

        Observed<Namespace.Spec> updated =
                kind.update(created, spark(Map.of("cost", "42")), Set.of(), OWNERSHIP, clusters.session());
        assertThat(updated.spec().labels()).isEqualTo(Map.of("cost", "42"));
        assertThat(observeOwned()).containsExactly(updated);

        kind.delete(updated, clusters.session());
        assertThat(observeOwned()).isEmpty();
        assertThat(clusters.get("/api/v1/namespaces/spark").status()).isEqualTo(404);
        kind.delete(updated, clusters.session());
    }

    @Test
    void isListedInOneCallHoweverManyAreOwned() {
        for (String name : List.of("a", "b", "c")) {
            kind.create(named(name), ownedAs(name), clusters.session());
        }
        long before = calls.get();

        assertThat(observe(new Wanted(true, List.of(sought(named("a")), sought(named("b"))), parents())))
                .extracting(found -> found.spec().name())
                .containsExactly("a", "b", "c");
        assertThat(calls.get() - before).isOne();
    }

    @Test
    void ofAnotherEnvironmentIsOnlySeenWhenSought() {
        kind.create(spark(Map.of()), OWNERSHIP, clusters.session());
        Session other = clusters.session("other.us-east-1", () -> {});

        assertThat(kind.observe(new Wanted(true, List.of(), parents()), other)).isEmpty();
        assertThat(kind.observe(new Wanted(true, List.of(sought(spark(Map.of()))), parents()), other))
                .extracting(Observed::ownership)
                .containsExactly(Optional.of(OWNERSHIP));
    }

    @Test
    void showsOnlyKeysThatItSetOrThatAreAskedFor() {
        kind.create(spark(Map.of("team", "data")), OWNERSHIP, clusters.session());
        clusters.mergePatch("/api/v1/namespaces/spark", """
            {"metadata": {"labels": {"istio-injection": "enabled", "stage": "test"}, "annotations": {"a": "b"}}}
            """);

        assertThat(observeOwned().getFirst().spec().labels()).isEqualTo(Map.of("team", "data"));
        assertThat(observeOwned().getFirst().spec().annotations()).isEmpty();
        Wanted wanted = new Wanted(true, List.of(sought(spark(Map.of("team", "data", "stage", "live")))), parents());
        assertThat(observe(wanted).getFirst().spec().labels()).isEqualTo(Map.of("team", "data", "stage", "test"));
    }

    @Test
    void externalShowsEverythingAndWhoSoughtIt() {
        Wanted.Sought system = new Wanted.Sought(SPARK, true, SpecCodec.write(named("kube-system")));

        Observed<Namespace.Spec> found =
                observe(new Wanted(false, List.of(system), parents())).getFirst();

        assertThat(found.soughtBy()).contains(SPARK);
        assertThat(found.ownership()).isEmpty();
        assertThat(found.spec().labels()).containsEntry("kubernetes.io/metadata.name", "kube-system");
    }

    @Test
    void takesBackWhatAPersonChanged() {
        Observed<Namespace.Spec> created = kind.create(spark(Map.of("team", "data")), OWNERSHIP, clusters.session());
        clusters.mergePatch("/api/v1/namespaces/spark", "{\"metadata\": {\"labels\": {\"team\": \"mine\"}}}");
        Wanted wanted = new Wanted(true, List.of(sought(spark(Map.of("team", "data")))), parents());
        assertThat(observe(wanted).getFirst().spec().labels()).isEqualTo(Map.of("team", "mine"));

        Observed<Namespace.Spec> updated =
                kind.update(created, created.spec(), Set.of(), OWNERSHIP, clusters.session());

        assertThat(updated.spec().labels()).isEqualTo(Map.of("team", "data"));
    }

    @Test
    void leavesToOthersWhatTheyApplyAndNamesThem() {
        clusters.call(
                "PATCH",
                "/api/v1/namespaces/spark?fieldManager=flux",
                "application/apply-patch+yaml",
                "{apiVersion: v1, kind: Namespace, metadata: {name: spark, labels: {team: ops}}}");
        Observed<Namespace.Spec> found = observe(
                        new Wanted(true, List.of(sought(spark(Map.of("team", "data")))), parents()))
                .getFirst();

        ProviderException conflict = refusal(
                () -> kind.update(found, spark(Map.of("team", "data")), Set.of(), OWNERSHIP, clusters.session()));

        assertThat(conflict.code()).isEqualTo(Code.FIELD_CONFLICT);
        assertThat(conflict).hasMessageContaining(".metadata.labels.team to \"flux\"");
        assertThat(clusters.get("/api/v1/namespaces/spark").text("/metadata/labels/team"))
                .isEqualTo("ops");
    }

    @Test
    void isAdoptedAndReleasedWithoutLosingWhatOthersSet() {
        clusters.post(
                "/api/v1/namespaces",
                "{\"metadata\": {\"name\": \"spark\", \"labels\": {\"team\": \"data\", \"theirs\": \"x\"}}}");
        Wanted wanted = new Wanted(true, List.of(sought(spark(Map.of("team", "data")))), parents());

        kind.claim(observe(wanted).getFirst(), OWNERSHIP, clusters.session());
        assertThat(observeOwned().getFirst().spec().labels()).isEqualTo(Map.of("team", "data"));

        kind.release(observeOwned().getFirst(), clusters.session());
        assertThat(observeOwned()).isEmpty();
        assertThat(clusters.get("/api/v1/namespaces/spark")
                        .body()
                        .at("/metadata/labels")
                        .size())
                .isEqualTo(3);
        assertThat(clusters.get("/api/v1/namespaces/spark")
                        .body()
                        .at("/metadata/annotations")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void isNotWrittenOverWhenSomebodyElseWasFirst() {
        clusters.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"spark\"}}");

        assertThat(refusal(() -> kind.create(spark(Map.of()), OWNERSHIP, clusters.session()))
                        .code())
                .isEqualTo(Code.NOT_OURS);
    }

    @Test
    void isCreatedWhenItsPredecessorIsGone() {
        Observed<Namespace.Spec> first = kind.create(spark(Map.of()), OWNERSHIP, clusters.session());
        clusters.delete("/api/v1/namespaces/spark");
        assertThat(observeOwned().getFirst().phase()).isEqualTo(Phase.DELETING);

        Observed<Namespace.Spec> second = kind.create(spark(Map.of()), OWNERSHIP, clusters.session());

        assertThat(second.computed().text("uid")).isNotEqualTo(first.computed().text("uid"));
        kind.delete(first, clusters.session());
        assertThat(observeOwned()).containsExactly(second);
    }

    @Test
    void tellsWhatHoldsItWhenItDoesNotGo() {
        Observed<Namespace.Spec> created = kind.create(spark(Map.of()), OWNERSHIP, clusters.session());
        clusters.post(
                "/apis/networking.k8s.io/v1/namespaces/spark/ingresses",
                "{\"metadata\": {\"name\": \"jeg\", \"finalizers\": [\"ingress.k8s.aws/resources\"]}}");

        assertThat(refusal(() -> kind.delete(created, clusters.session())).code())
                .isEqualTo(Code.TIMED_OUT);

        assertThat(observeOwned().getFirst().stateDetail())
                .hasValueSatisfying(detail -> assertThat(detail).contains("ingress.k8s.aws/resources"));
    }

    @Test
    void isAsItWasWhenTheProcessDiesBeforeItWrites() {
        Session dying = clusters.session(OWNER, DyingProcess.afterWrites(0));

        DyingProcess.run(() -> kind.create(spark(Map.of()), OWNERSHIP, dying));
        assertThat(observeOwned()).isEmpty();

        Observed<Namespace.Spec> created = kind.create(spark(Map.of()), OWNERSHIP, clusters.session());
        DyingProcess.run(() -> kind.delete(created, dying));
        assertThat(observeOwned()).containsExactly(created);
    }

    @Test
    void ownersTooLongForALabelAreFoundByTheirHash() {
        String owner = "a-very-long-environment-name-that-nobody-should-use-but-somebody-will.ap-southeast-1";
        Ownership ownership = new Ownership(owner, SPARK, "", 1, Ownership.Protection.NONE);
        kind.create(spark(Map.of()), ownership, clusters.session(owner, () -> {}));

        List<Observed<Namespace.Spec>> found =
                kind.observe(new Wanted(true, List.of(), parents()), clusters.session(owner, () -> {}));

        assertThat(found).extracting(Observed::ownership).containsExactly(Optional.of(ownership));
    }

    @Test
    void saysWhichRightIsMissing() {
        clusters.post("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", """
            {"metadata": {"name": "viewers"}, "roleRef": {"kind": "ClusterRole", "name": "view"},
             "subjects": [{"kind": "User", "name": "viewer"}]}
            """);
        clusters.mergePatch("/api/v1/namespaces/kube-system/configmaps/aws-auth", """
            {"data": {"mapUsers": "- userarn: arn:aws:iam::000000000000:user/viewer\\n  username: viewer\\n"}}
            """);
        clusters.actAs("AKIAVIEWER", "arn:aws:iam::000000000000:user/viewer");

        ProviderException refused = refusal(() -> kind.create(spark(Map.of()), OWNERSHIP, clusters.session()));

        assertThat(refused.code()).isEqualTo(Code.ACCESS_DENIED);
        assertThat(refused).hasMessageContaining("cannot patch resource \"namespaces\"");
        assertThat(refused.problem().hint()).contains("The caller needs the verb \"patch\" on namespaces.");
    }

    @Test
    void saysThatTheClusterDoesNotKnowTheCaller() {
        clusters.actAs("AKIASTRANGER", "arn:aws:iam::000000000000:user/stranger");

        ProviderException refused = refusal(this::observeOwned);

        assertThat(refused.code()).isEqualTo(Code.ACCESS_DENIED);
        assertThat(refused).hasMessageContaining("does not know the caller");
    }

    @Test
    void saysThatTheClusterDoesNotAnswer() {
        clusters.stopServing();

        ProviderException refused = refusal(this::observeOwned);

        assertThat(refused.code()).isEqualTo(Code.CLUSTER_UNREACHABLE);
        assertThat(refused).hasMessageContaining(TestClusters.CLUSTER);
    }

    @Test
    void cannotBeMadeInAClusterThatIsNotThere() {
        Namespace.Spec elsewhere = new Namespace.Spec("elsewhere", "spark", Map.of(), Map.of());

        assertThat(refusal(() -> kind.create(elsewhere, OWNERSHIP, clusters.session()))
                        .code())
                .isEqualTo(Code.CLUSTER_UNREACHABLE);
        assertThat(observe(new Wanted(true, List.of(sought(elsewhere)), List.of())))
                .isEmpty();
    }

    private static ProviderException refusal(Runnable call) {
        return catchThrowableOfType(ProviderException.class, call::run);
    }

    private List<Observed<Namespace.Spec>> observeOwned() {
        return observe(new Wanted(true, List.of(), parents()));
    }

    private List<Observed<Namespace.Spec>> observe(Wanted wanted) {
        return kind.observe(wanted, clusters.session());
    }

    private static List<Observed<?>> parents() {
        record Nothing() {}
        return List.of(Observed.ready(
                TestClusters.CLUSTER,
                new Nothing(),
                Value.map("name", Value.of(TestClusters.CLUSTER)),
                Optional.empty()));
    }

    private static Wanted.Sought sought(Namespace.Spec spec) {
        return new Wanted.Sought(Address.of("Namespace", spec.name()), false, SpecCodec.write(spec));
    }

    private static Ownership ownedAs(String name) {
        return new Ownership(OWNER, Address.of("Namespace", name), "", 1, Ownership.Protection.NONE);
    }

    private static Namespace.Spec named(String name) {
        return new Namespace.Spec(TestClusters.CLUSTER, name, Map.of(), Map.of());
    }

    private static Namespace.Spec spark(Map<String, String> labels) {
        return new Namespace.Spec(TestClusters.CLUSTER, "spark", labels, Map.of());
    }
}
