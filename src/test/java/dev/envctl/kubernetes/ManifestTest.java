package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.envctl.problem.Code;
import dev.envctl.provider.Missing;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.SpecCodec;
import dev.envctl.provider.Wanted;
import dev.envctl.testing.DyingProcess;
import dev.envctl.testing.TestClusters;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

    private static final String OWNER = "analytics.us-east-1";
    private static final Address WEB = Address.of("Manifest", "web");
    private static final Ownership OWNERSHIP = new Ownership(OWNER, WEB, "0123", 1, Ownership.Protection.NONE);
    private static final String DEPLOYMENT_PATH = "/apis/apps/v1/namespaces/default/deployments/web";
    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default, labels: {app: web}}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: web
                  image: nginx:1
                  resources: {requests: {cpu: 0.5, memory: 1Gi}}
                  ports: [{containerPort: 80}]
        """;

    private final TestClusters clusters = TestClusters.start();
    private final AtomicLong calls = new AtomicLong();
    private final Manifest kind = new Manifest(new ClusterClients(clusters, calls, 0));

    @AfterEach
    void close() {
        clusters.close();
    }

    @Test
    void isCreatedObservedChangedAndDeletedTwice() {
        Observed<Manifest.Spec> created = create(DEPLOYMENT);
        assertThat(created.spec().manifest()).isEqualTo(Yaml.map(DEPLOYMENT));
        assertThat(seek(DEPLOYMENT)).containsExactly(created);

        String changed = DEPLOYMENT.replace("nginx:1", "nginx:2");
        Observed<Manifest.Spec> updated = kind.update(created, spec(changed), Set.of(), OWNERSHIP, clusters.session());
        assertThat(updated.spec().manifest()).isEqualTo(Yaml.map(changed));
        assertThat(seek(changed)).containsExactly(updated);

        kind.delete(updated, clusters.session());
        assertThat(clusters.get(DEPLOYMENT_PATH).status()).isEqualTo(404);
        assertThat(seek(DEPLOYMENT)).isEmpty();
        kind.delete(updated, clusters.session());
    }

    @Test
    void comparesOnlyTheFieldsThatItApplied() {
        create(DEPLOYMENT);
        clusters.mergePatch(DEPLOYMENT_PATH, """
            {"metadata": {"annotations": {"theirs": "x"}}, "spec": {"replicas": 5, "paused": true}}
            """);

        assertThat(seek(DEPLOYMENT).getFirst().spec().manifest()).isEqualTo(Yaml.map(DEPLOYMENT));
    }

    @Test
    void showsWhatIsStillAppliedAlthoughNoDocumentNamesItAnyMore() {
        String labelled =
                DEPLOYMENT.replace("{app: web}}\nspec:\n  selector", "{app: web, team: data}}\nspec:\n  selector");
        create(labelled);

        assertThat(seek(DEPLOYMENT).getFirst().spec().manifest()).isEqualTo(Yaml.map(labelled));
        assertThat(observe(new Wanted(true, List.of(), List.of(parent())))
                        .getFirst()
                        .spec()
                        .manifest()
                        .toString())
                .contains("team", "containerPort");
    }

    @Test
    void showsWhatAPersonChangedAndTakesItBack() {
        Observed<Manifest.Spec> created = create(DEPLOYMENT);
        clusters.call(
                "PATCH",
                DEPLOYMENT_PATH,
                "application/json-patch+json",
                "[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/image\", \"value\": \"mine\"}]");
        assertThat(seek(DEPLOYMENT).getFirst().spec().manifest())
                .isEqualTo(Yaml.map(DEPLOYMENT.replace("nginx:1", "mine")));

        kind.update(created, spec(DEPLOYMENT), Set.of(), OWNERSHIP, clusters.session());

        assertThat(seek(DEPLOYMENT).getFirst().spec().manifest()).isEqualTo(Yaml.map(DEPLOYMENT));
    }

    @Test
    void namesTheManagerAndTheFieldOfAConflictAndTakesItOverWhenTold() {
        Observed<Manifest.Spec> created = create(DEPLOYMENT);
        clusters.call(
                "PATCH",
                DEPLOYMENT_PATH + "?fieldManager=flux",
                "application/apply-patch+yaml",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3}}");
        String scaled = DEPLOYMENT.replace("spec:\n  selector", "spec:\n  replicas: 2\n  selector");

        ProviderException conflict =
                refusal(() -> kind.update(created, spec(scaled), Set.of(), OWNERSHIP, clusters.session()));

        assertThat(conflict.code()).isEqualTo(Code.FIELD_CONFLICT);
        assertThat(conflict).hasMessageContaining(".spec.replicas to \"flux\"");
        assertThat(conflict.problem().hint().orElseThrow()).contains("forceConflicts");

        Manifest.Spec forced = new Manifest.Spec(TestClusters.CLUSTER, Yaml.map(scaled), Optional.of(true));
        kind.update(created, forced, Set.of(), OWNERSHIP, clusters.session());
        assertThat(clusters.get(DEPLOYMENT_PATH).body().at("/spec/replicas").asInt())
                .isEqualTo(2);
    }

    @Test
    void ofAKindThatIsNotServedIsNotedWhilePlanning() {
        Missing.ServedKind misspelt = unserved(DEPLOYMENT.replace("kind: Deployment", "kind: Deploiment"));

        assertThat(misspelt.cluster()).isEqualTo(TestClusters.CLUSTER);
        assertThat(misspelt.builtIn()).isTrue();
        assertThat(misspelt.problem().code()).isEqualTo(Code.KIND_NOT_SERVED);
        assertThat(misspelt.problem().detail()).contains("no kind \"Deploiment\" in apps/v1");
        assertThat(misspelt.problem().hint()).contains("Did you mean \"Deployment\"?");
    }

    /// `gateway.networking.k8s.io` looks as if it came with Kubernetes.
    @ParameterizedTest
    @CsvSource({
        "extensions/v1beta1, true",
        "networking.k8s.io/v1beta1, true",
        "gateway.networking.k8s.io/v1, false",
        "snapshot.storage.k8s.io/v1, false",
        "karpenter.sh/v1, false"
    })
    void isToldFromWhatAChartMayBring(String apiVersion, boolean builtIn) {
        String foo = "{apiVersion: %s, kind: Foo, metadata: {name: a, namespace: default}}".formatted(apiVersion);

        assertThat(unserved(foo).builtIn()).isEqualTo(builtIn);
    }

    @Test
    void ofAKindThatAChartMayBringIsAbsentUntilItIsServed() {
        String foo =
                "{apiVersion: example.com/v1, kind: Foo, metadata: {name: a, namespace: default}, spec: {size: 1}}";
        assertThat(seek(foo)).isEmpty();
        ProviderException early = refusal(() -> create(foo));
        assertThat(early.code()).isEqualTo(Code.KIND_NOT_SERVED);
        assertThat(early.problem().hint().orElseThrow()).contains("dependsOn");

        create("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: foos.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: Foo, plural: foos, singular: foo}
              versions: [{name: v1, served: true, storage: true}]
            """);
        create(foo);

        assertThat(seek(foo).getFirst().spec().manifest()).isEqualTo(Yaml.map(foo));
    }

    @Test
    void hasANamespaceIfAndOnlyIfItsKindHasOne() {
        assertThat(refusal(() -> create("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")))
                .hasMessageContaining("has no metadata.namespace");
        assertThat(refusal(() -> create("{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: default}}")))
                .hasMessageContaining("lives in no namespace");
    }

    @Test
    void isFoundWithoutItsDocumentInOneListingPerType() {
        for (String name : List.of("a", "b", "c")) {
            create("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: default}, data: {k: v}}"
                    .formatted(name));
        }
        long before = calls.get();

        assertThat(observe(new Wanted(true, List.of(), List.of(parent()))))
                .extracting(Observed::id)
                .containsExactly(
                        "data-platform/v1 ConfigMap default/a",
                        "data-platform/v1 ConfigMap default/b",
                        "data-platform/v1 ConfigMap default/c");
        assertThat(calls.get() - before).isEqualTo(2);
    }

    @Test
    void isFoundAgainAfterTheProcessDiedAtAnyWrite() {
        for (int writes = 0; writes < 2; writes++) {
            Session dying = clusters.session(OWNER, DyingProcess.afterWrites(writes));
            DyingProcess.run(() -> kind.create(spec(DEPLOYMENT), OWNERSHIP, dying));
            assertThat(seek(DEPLOYMENT)).isEmpty();
        }
        Observed<Manifest.Spec> created = create(DEPLOYMENT);
        DyingProcess.run(() -> kind.delete(created, clusters.session(OWNER, DyingProcess.afterWrites(1))));

        kind.delete(created, clusters.session());
        assertThat(clusters.get("/api/v1/namespaces/default/configmaps?labelSelector=envctl.dev/index")
                        .body()
                        .at("/items"))
                .isEmpty();
    }

    @Test
    void isNotWrittenOverWhenSomebodyElseWasFirst() {
        clusters.post("/api/v1/namespaces/default/configmaps", "{\"metadata\": {\"name\": \"a\"}}");

        assertThat(refusal(() -> create("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: default},"
                                + " data: {k: v}}"))
                        .code())
                .isEqualTo(Code.NOT_OURS);
    }

    @Test
    void isReleasedWithItsFieldsAndWithoutTheLedger() {
        Observed<Manifest.Spec> created = create(DEPLOYMENT);

        kind.release(created, clusters.session());

        assertThat(observe(new Wanted(true, List.of(), List.of(parent())))).isEmpty();
        assertThat(seek(DEPLOYMENT).getFirst().ownership()).isEmpty();
        assertThat(seek(DEPLOYMENT).getFirst().spec().manifest()).isEqualTo(Yaml.map(DEPLOYMENT));
    }

    private Observed<Manifest.Spec> create(String manifest) {
        return kind.create(spec(manifest), OWNERSHIP, clusters.session());
    }

    private static Manifest.Spec spec(String manifest) {
        return new Manifest.Spec(TestClusters.CLUSTER, Yaml.map(manifest), Optional.empty());
    }

    private List<Observed<Manifest.Spec>> seek(String manifest) {
        return observe(wanted(manifest));
    }

    private static Wanted wanted(String manifest) {
        return new Wanted(
                false, List.of(new Wanted.Sought(WEB, false, SpecCodec.write(spec(manifest)))), List.of(parent()));
    }

    private Missing.ServedKind unserved(String manifest) {
        Session session = clusters.session();
        assertThat(kind.observe(wanted(manifest), session)).isEmpty();
        return session.missing().servedKind(WEB).orElseThrow();
    }

    private List<Observed<Manifest.Spec>> observe(Wanted wanted) {
        return kind.observe(wanted, clusters.session());
    }

    private static Observed<?> parent() {
        record Nothing() {}
        return Observed.ready(
                TestClusters.CLUSTER,
                new Nothing(),
                Value.map("name", Value.of(TestClusters.CLUSTER)),
                Optional.empty());
    }

    private static ProviderException refusal(Runnable call) {
        return catchThrowableOfType(ProviderException.class, call::run);
    }
}
