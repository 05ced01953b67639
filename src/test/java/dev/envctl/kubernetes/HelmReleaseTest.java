package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.marcnuri.helm.Helm;
import dev.envctl.problem.Code;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.SpecCodec;
import dev.envctl.provider.Wanted;
import dev.envctl.testing.DyingProcess;
import dev.envctl.testing.SignedTokens;
import dev.envctl.testing.TestClusters;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmReleaseTest {

    private static final String OWNER = "analytics.us-east-1";
    private static final Address LBC = Address.of("HelmRelease", "lbc");
    private static final Ownership OWNERSHIP = new Ownership(OWNER, LBC, "0123", 1, Ownership.Protection.NONE);
    private static final String EKS_CHARTS = "https://aws.github.io/eks-charts";
    private static final String VALUES = """
        {clusterName: data-platform, replicaCount: 2, createIngressClassResource: false, ingressClassParams: {create: false}}
        """;
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final String DEPLOYMENT =
            "/apis/apps/v1/namespaces/default/deployments/lbc-aws-load-balancer-controller";
    private static final String CRD =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/targetgroupbindings.elbv2.k8s.aws";

    @TempDir
    Path directory;

    private final TestClusters clusters = TestClusters.start();
    private final AtomicLong calls = new AtomicLong();

    @AfterEach
    void close() {
        clusters.close();
    }

    @Test
    void isInstalledUpgradedAndDeletedTwice() {
        Observed<HelmRelease.Spec> installed = create(lbc("1.13.0", VALUES));
        assertThat(installed.computed().text("status")).contains("deployed");
        assertThat(installed.computed().text("appVersion")).contains("v2.13.0");
        assertThat(seek(lbc("1.13.0", VALUES))).containsExactly(installed);
        assertThat(statuses()).containsExactly("deployed");
        assertThat(clusters.get(DEPLOYMENT).text("/status/availableReplicas")).isEqualTo("2");

        Observed<HelmRelease.Spec> upgraded = update(installed, lbc("1.14.0", VALUES));
        assertThat(upgraded.computed().get("revision")).contains(Value.of(2));
        assertThat(seek(lbc("1.14.0", VALUES))).containsExactly(upgraded);
        assertThat(statuses()).containsExactly("superseded", "deployed");
        assertThat(clusters.get(DEPLOYMENT).text("/spec/template/spec/containers/0/image"))
                .endsWith(":v2.14.0");

        kind().delete(upgraded, clusters.session());
        assertThat(clusters.get(DEPLOYMENT).status()).isEqualTo(404);
        assertNothingIsLeft();
        assertThat(seek(lbc("1.14.0", VALUES))).isEmpty();
        kind().delete(upgraded, clusters.session());
    }

    @Test
    void upgradesTheDefinitionsOfItsChartAndLeavesThemBehind() {
        Observed<HelmRelease.Spec> installed = create(lbc("1.13.0", VALUES));
        assertThat(chartOfDefinition()).isEqualTo("1.13.0");

        Observed<HelmRelease.Spec> upgraded = update(installed, lbc("1.14.0", VALUES));
        assertThat(chartOfDefinition()).isEqualTo("1.14.0");

        kind().delete(upgraded, clusters.session());
        assertThat(chartOfDefinition()).isEqualTo("1.14.0");
    }

    private String chartOfDefinition() {
        return clusters.get(CRD).text("/metadata/annotations/sandbox.envctl.dev~1chart");
    }

    @Test
    void isSeenByHelmItself() {
        create(lbc("1.13.0", VALUES));

        assertThat(Helm.list()
                        .withNamespace("default")
                        .withKubeConfigContents(kubeconfig())
                        .call())
                .singleElement()
                .satisfies(release -> {
                    assertThat(release.getName()).isEqualTo("lbc");
                    assertThat(release.getRevision()).isEqualTo("1");
                    assertThat(release.getStatus()).isEqualTo("deployed");
                    assertThat(release.getChart()).isEqualTo("aws-load-balancer-controller-1.13.0");
                    assertThat(release.getAppVersion()).isEqualTo("v2.13.0");
                });
        assertThat(Helm.get("lbc")
                        .values()
                        .withNamespace("default")
                        .withKubeConfigContents(kubeconfig())
                        .call())
                .contains("clusterName: data-platform");
    }

    @Test
    void marksItsObjectsAsHelmDoes() {
        create(lbc("1.13.0", VALUES));

        assertThat(clusters.get(DEPLOYMENT).text("/metadata/labels/app.kubernetes.io~1managed-by"))
                .isEqualTo("Helm");
        assertThat(clusters.get(DEPLOYMENT).text("/metadata/annotations/meta.helm.sh~1release-name"))
                .isEqualTo("lbc");
    }

    @Test
    void comparesValuesByWhatTheyMean() {
        create(lbc("1.13.0", VALUES));
        String reworded = """
            {ingressClassParams: {create: "false"}, createIngressClassResource: false, podLabels: {}, replicaCount: "2",
             clusterName: data-platform}
            """;

        assertThat(seek(lbc("1.13.0", reworded)).getFirst().spec().values()).isEqualTo(Yaml.map(reworded));
    }

    @Test
    void isObservedInOneListingBesideTheIndexAndInNoneWhereThereIsNoRelease() {
        kind().observe(new Wanted(true, List.of(), List.of(parent())), clusters.session());
        assertThat(calls.get()).isOne();

        create(lbc("1.13.0", VALUES));
        long before = calls.get();

        assertThat(kind().observe(
                                new Wanted(true, List.of(sought(lbc("1.13.0", VALUES))), List.of()),
                                clusters.session()))
                .hasSize(1);
        assertThat(calls.get() - before).isEqualTo(2);
    }

    @Test
    void takesOutWhatIsNotRenderedAnyMore() {
        Observed<HelmRelease.Spec> installed = create(lbc("1.13.0", VALUES));
        String account = "/api/v1/namespaces/default/serviceaccounts/lbc-aws-load-balancer-controller";
        assertThat(clusters.get(account).status()).isEqualTo(200);

        update(installed, lbc("1.13.0", VALUES.replace("replicaCount: 2", "serviceAccount: {create: false, name: x}")));

        assertThat(clusters.get(account).status()).isEqualTo(404);
    }

    @Test
    void convergesWhereverTheProcessDied() {
        for (int writes = 0; writes < 12; writes++) {
            HelmRelease.Spec spec = lbc(writes % 2 == 0 ? "1.13.0" : "1.14.0", VALUES);
            Session dying = clusters.session(OWNER, DyingProcess.afterWrites(writes));
            List<Observed<HelmRelease.Spec>> before = seek(spec);
            DyingProcess.run(() -> deploy(before, spec, dying));

            List<Observed<HelmRelease.Spec>> left = seek(spec);
            assertThat(left).allSatisfy(live -> assertThat(live.ownership()).contains(OWNERSHIP));
            Observed<HelmRelease.Spec> converged = deploy(left, spec, clusters.session());

            assertThat(seek(spec)).containsExactly(converged);
            assertThat(converged.spec().condition()).isEqualTo("deployed");
            assertThat(statuses().stream().filter("deployed"::equals)).hasSize(1);
            assertThat(statuses()).doesNotContain("pending-install", "pending-upgrade");
        }
    }

    private Observed<HelmRelease.Spec> deploy(
            List<Observed<HelmRelease.Spec>> live, HelmRelease.Spec spec, Session session) {
        return live.isEmpty()
                ? kind().create(spec, OWNERSHIP, session)
                : kind().update(live.getFirst(), spec, Set.of(), OWNERSHIP, session);
    }

    @Test
    void isDeletedWhereverTheProcessDied() {
        for (int writes = 0; writes < 9; writes++) {
            Observed<HelmRelease.Spec> installed = create(lbc("1.13.0", VALUES));
            Session dying = clusters.session(OWNER, DyingProcess.afterWrites(writes));
            DyingProcess.run(() -> kind().delete(installed, dying));

            seek(lbc("1.13.0", VALUES)).forEach(left -> kind().delete(left, clusters.session()));

            assertNothingIsLeft();
            assertThat(clusters.get(DEPLOYMENT).status()).isEqualTo(404);
        }
    }

    @Test
    void upgradedBySomebodyElseIsStillOursAndHasDrifted() {
        create(lbc("1.13.0", VALUES));
        upgradeLikeHelm("1.99.0");

        Observed<HelmRelease.Spec> found = seek(lbc("1.13.0", VALUES)).getFirst();
        assertThat(found.ownership()).contains(OWNERSHIP);
        assertThat(found.spec().chart().version()).contains("1.99.0");
        assertThat(found.spec().values()).isEqualTo(Yaml.map("{clusterName: theirs}"));

        Observed<HelmRelease.Spec> updated = update(found, lbc("1.13.0", VALUES));
        assertThat(updated.computed().get("revision")).contains(Value.of(3));
        assertThat(statuses()).containsExactly("superseded", "superseded", "deployed");
    }

    /// A new record without a mark of ours, and the old one written anew without annotations.
    private void upgradeLikeHelm(String version) {
        ReleaseRecord first = record(1);
        clusters.call("PUT", SECRETS + "/sh.helm.release.v1.lbc.v1", "application/json", secret(first.superseded()));
        Value.MapValue theirs = first.json()
                .with("version", Value.of(2))
                .with("config", Yaml.map("{clusterName: theirs}"))
                .with("info", Yaml.map("{status: deployed, description: Upgrade complete}"))
                .with(
                        "chart",
                        Yaml.map("{metadata: {name: aws-load-balancer-controller, version: %s}}".formatted(version)));
        clusters.post(SECRETS, secret(new ReleaseRecord(theirs)));
    }

    private ReleaseRecord record(int revision) {
        String data =
                clusters.get(SECRETS + "/sh.helm.release.v1.lbc.v" + revision).text("/data/release");
        return ReleaseRecord.decode(data).orElseThrow();
    }

    private static String secret(ReleaseRecord record) {
        return """
            {"metadata": {"name": "sh.helm.release.v1.lbc.v%d", "namespace": "default",
                          "labels": {"owner": "helm", "name": "lbc", "status": "%s", "version": "%d"}},
             "type": "helm.sh/release.v1", "data": {"release": "%s"}}
            """.formatted(record.revision(), record.status(), record.revision(), record.encoded());
    }

    @Test
    void uninstalledBySomebodyElseIsOursToInstallAgainOrToForget() {
        create(lbc("1.13.0", VALUES));
        clusters.delete(SECRETS + "/sh.helm.release.v1.lbc.v1");
        clusters.delete(DEPLOYMENT);

        Observed<HelmRelease.Spec> found = seek(lbc("1.13.0", VALUES)).getFirst();
        assertThat(found.spec().condition()).isEqualTo("not installed");
        assertThat(found.ownership()).contains(OWNERSHIP);

        Observed<HelmRelease.Spec> again = update(found, lbc("1.13.0", VALUES));
        assertThat(again.spec().condition()).isEqualTo("deployed");
        kind().delete(again, clusters.session());
        assertNothingIsLeft();
    }

    @Test
    void leftPendingBySomebodyElseIsTakenOverWhenTimeIsUp() {
        Observed<HelmRelease.Spec> installed = create(lbc("1.13.0", VALUES));
        Value.MapValue theirs = record(1)
                .json()
                .with("version", Value.of(2))
                .with(
                        "info",
                        Yaml.map("{status: pending-upgrade, last_deployed: \"%s\"}"
                                .formatted(clusters.clock().instant())));
        clusters.post(SECRETS, secret(new ReleaseRecord(theirs)));
        assertThat(seek(lbc("1.13.0", VALUES)).getFirst().spec().condition()).isEqualTo("pending-upgrade");
        var start = clusters.clock().instant();

        update(installed, lbc("1.13.0", VALUES));

        assertThat(clusters.clock().instant()).isAfter(start.plusSeconds(299));
        assertThat(statuses()).containsExactly("superseded", "failed", "deployed");
    }

    @Test
    void thatDoesNotBecomeReadyHasFailedAndSaysWhy() {
        HelmRelease.Spec hasty = new HelmRelease.Spec(
                TestClusters.CLUSTER,
                "default",
                "lbc",
                lbc("1.13.0", VALUES).chart(),
                Yaml.map(VALUES),
                Optional.empty(),
                Optional.of(1),
                "deployed");

        ProviderException late = refusal(() -> create(hasty));

        assertThat(late.code()).isEqualTo(Code.TIMED_OUT);
        assertThat(late).hasMessageContaining("Deployment lbc-aws-load-balancer-controller is not ready");
        Observed<HelmRelease.Spec> found = seek(hasty).getFirst();
        assertThat(found.spec().condition()).startsWith("failed: Deployment lbc-aws");
        assertThat(statuses()).containsExactly("failed");
        assertThat(update(found, lbc("1.13.0", VALUES)).spec().condition()).isEqualTo("deployed");
        assertThat(statuses()).containsExactly("failed", "deployed");
    }

    @Test
    void ofAChartThatDoesNotExistIsRefusedWhilePlanning() {
        ProviderException version = refusal(() -> seek(lbc("9.9.9", VALUES)));
        assertThat(version.code()).isEqualTo(Code.CHART_NOT_FOUND);
        assertThat(version)
                .hasMessage("The chart \"aws-load-balancer-controller\" in the repository " + EKS_CHARTS
                        + " has no version 9.9.9.");
        assertThat(version.problem().hint()).contains("The newest are: 1.14.0, 1.13.0.");
        assertThat(version.about()).contains(LBC);

        assertThat(refusal(() -> seek(of(chart("nope", EKS_CHARTS, "1.0.0")))))
                .hasMessage("The repository " + EKS_CHARTS + " has no chart \"nope\".");
        String elsewhere = clusters.chartRepository(EKS_CHARTS) + "/elsewhere";
        assertThat(refusal(() -> seek(of(chart("nope", elsewhere, "1.0.0")))))
                .hasMessageContaining("There is no chart repository at " + elsewhere);
        assertThat(refusal(() -> seek(of(new HelmRelease.ChartSpec(
                        "nope", Optional.empty(), Optional.empty(), Optional.of("charts/nope"))))))
                .hasMessageContaining("There is no chart at charts/nope");
    }

    @Test
    void doesNotTakeOverObjectsThatAreSomebodyElses() {
        String values = VALUES.replace("createIngressClassResource: false", "createIngressClassResource: true");

        ProviderException taken = refusal(() -> create(lbc("1.13.0", values)));

        assertThat(taken.code()).isEqualTo(Code.NOT_OURS);
        assertThat(taken).hasMessageContaining("networking.k8s.io/v1 IngressClass alb exists in cluster");
        assertThat(clusters.get(DEPLOYMENT).status()).isEqualTo(404);
    }

    @Test
    void isNotInstalledOverOneThatSomebodyElseInstalled() {
        create(lbc("1.13.0", VALUES));
        Ownership other = new Ownership("other.us-east-1", LBC, "", 1, Ownership.Protection.NONE);

        assertThat(refusal(() -> kind().create(
                                        lbc("1.13.0", VALUES), other, clusters.session("other.us-east-1", () -> {})))
                        .code())
                .isEqualTo(Code.NOT_OURS);
    }

    @Test
    void isAdoptedAndReleased() {
        Observed<HelmRelease.Spec> installed = create(lbc("1.13.0", VALUES));

        kind().release(installed, clusters.session());
        assertThat(seek(lbc("1.13.0", VALUES)).getFirst().ownership()).isEmpty();
        kind().claim(seek(lbc("1.13.0", VALUES)).getFirst(), OWNERSHIP, clusters.session());

        assertThat(seek(lbc("1.13.0", VALUES))).containsExactly(installed);
    }

    @Test
    void ofALocalChartIsUpgradedWhenItsFilesChange() throws IOException {
        localChart("kind: ConfigMap\nmetadata: {name: local}\ndata: {k: a}");
        HelmRelease.Spec spec = of(local());
        Observed<HelmRelease.Spec> installed = create(spec);
        assertThat(seek(spec).getFirst().spec().condition()).isEqualTo("deployed");

        localChart("kind: ConfigMap\nmetadata: {name: local}\ndata: {k: b}");

        assertThat(seek(spec).getFirst().spec().condition()).isEqualTo("the chart at local has changed");
        update(installed, spec);
        assertThat(clusters.get("/api/v1/namespaces/default/configmaps/local").text("/data/k"))
                .isEqualTo("b");
    }

    @Test
    void withHooksIsRefusedUnlessTheyAreTests() throws IOException {
        localChart("kind: Pod\nmetadata: {name: local, annotations: {\"helm.sh/hook\": test}}");
        assertThat(create(of(local())).spec().condition()).isEqualTo("deployed");
        assertThat(clusters.get("/api/v1/namespaces/default/pods/local").status())
                .isEqualTo(404);

        localChart("kind: Pod\nmetadata: {name: local, annotations: {helm.sh/hook: \"pre-install,pre-upgrade\"}}");
        assertThat(refusal(() -> create(of(local()))))
                .hasMessageContaining("has hooks, which envctl does not run: v1 Pod local (pre-install, pre-upgrade)");
    }

    @Test
    void thatDoesNotRenderSaysWhatHelmSays() {
        assertThat(refusal(() -> create(lbc("1.13.0", "{replicaCount: 1}"))))
                .hasMessageContaining("Rendering the chart \"aws-load-balancer-controller\" 1.13.0")
                .hasMessageContaining("clusterName is required");
    }

    private static HelmRelease.ChartSpec local() {
        return new HelmRelease.ChartSpec("local", Optional.empty(), Optional.empty(), Optional.of("local"));
    }

    private void localChart(String template) throws IOException {
        Path chart = directory.resolve("local");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "{apiVersion: v2, name: local, version: 0.1.0}");
        Files.writeString(chart.resolve("templates/object.yaml"), "apiVersion: v1\n" + template + "\n");
    }

    private HelmRelease kind() {
        KubernetesSettings settings = KubernetesSettings.in(directory).withChartRepository(clusters::chartRepository);
        return new HelmRelease(new ClusterClients(clusters, calls, 0), new Charts(settings));
    }

    private Observed<HelmRelease.Spec> create(HelmRelease.Spec spec) {
        return kind().create(spec, OWNERSHIP, clusters.session());
    }

    private Observed<HelmRelease.Spec> update(Observed<HelmRelease.Spec> current, HelmRelease.Spec spec) {
        return kind().update(current, spec, Set.of(), OWNERSHIP, clusters.session());
    }

    private List<Observed<HelmRelease.Spec>> seek(HelmRelease.Spec spec) {
        return kind().observe(new Wanted(false, List.of(sought(spec)), List.of()), clusters.session());
    }

    private static Wanted.Sought sought(HelmRelease.Spec spec) {
        return new Wanted.Sought(LBC, false, SpecCodec.write(spec));
    }

    private static HelmRelease.Spec lbc(String version, String values) {
        return new HelmRelease.Spec(
                TestClusters.CLUSTER,
                "default",
                "lbc",
                chart("aws-load-balancer-controller", EKS_CHARTS, version),
                Yaml.map(values),
                Optional.empty(),
                Optional.empty(),
                "deployed");
    }

    private static HelmRelease.Spec of(HelmRelease.ChartSpec chart) {
        return new HelmRelease.Spec(
                TestClusters.CLUSTER,
                "default",
                "lbc",
                chart,
                Value.MapValue.EMPTY,
                Optional.empty(),
                Optional.empty(),
                "deployed");
    }

    private static HelmRelease.ChartSpec chart(String name, String repository, String version) {
        return new HelmRelease.ChartSpec(name, Optional.of(repository), Optional.of(version), Optional.empty());
    }

    private void assertNothingIsLeft() {
        assertThat(clusters.get(SECRETS).body().at("/items")).isEmpty();
        assertThat(clusters.get("/api/v1/configmaps?labelSelector=envctl.dev/index")
                        .body()
                        .at("/items"))
                .isEmpty();
    }

    private static Observed<?> parent() {
        record Nothing() {}
        return Observed.ready(
                TestClusters.CLUSTER,
                new Nothing(),
                Value.map("name", Value.of(TestClusters.CLUSTER)),
                Optional.empty());
    }

    /// The statuses of all revisions, oldest first, by their Secrets' labels.
    private List<String> statuses() {
        return clusters.get(SECRETS + "?labelSelector=owner%3Dhelm")
                .body()
                .at("/items")
                .valueStream()
                .sorted((one, other) -> one.at("/metadata/labels/version").asInt()
                        - other.at("/metadata/labels/version").asInt())
                .map(secret -> secret.at("/metadata/labels/status").asText())
                .toList();
    }

    /// Helm's client sends no token over plain HTTP, but it does send what stands in the address.
    private String kubeconfig() {
        return """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "%s"}}]
            users: [{name: u, user: {}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            current-context: x
            """.formatted(clusters.address().replace("http://", "http://AKIASANDBOX:" + SignedTokens.SECRET + "@"));
    }

    private static ProviderException refusal(Runnable call) {
        return catchThrowableOfType(ProviderException.class, call::run);
    }
}
