package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.envctl.problem.Code;
import dev.envctl.provider.Clusters.AccessEntry;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.SpecCodec;
import dev.envctl.provider.Wanted;
import dev.envctl.sandbox.kubernetes.ClusterObjects;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmrContainersAccessTest {

    private static final String OWNER = "analytics.us-east-1";
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/";
    private static final String AWS_AUTH = "/api/v1/namespaces/kube-system/configmaps/aws-auth";
    private static final String PRINCIPAL =
            "arn:aws:iam::000000000000:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";
    private static final String POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEMRJobPolicy";

    private final TestClusters clusters = TestClusters.start();
    private final AtomicLong calls = new AtomicLong();
    private final EmrContainersAccess kind = new EmrContainersAccess(new ClusterClients(clusters, calls, 0), clusters);

    @BeforeEach
    void makeNamespaces() {
        for (String name : List.of("spark", "batch")) {
            clusters.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"%s\"}}".formatted(name));
        }
    }

    @AfterEach
    void close() {
        clusters.close();
    }

    @Test
    void byConfigMapIsCreatedObservedAndDeletedTwice() {
        clusters.withAuthenticationMode("CONFIG_MAP");
        String before = mapRoles();

        Observed<EmrContainersAccess.Spec> created = create("spark");
        assertThat(created.computed().text("mechanism")).contains("aws-auth");
        assertThat(created.spec().permissions()).isEqualTo("complete");
        assertThat(created.spec().mapping()).isEqualTo("complete");
        assertThat(emrMayWorkIn("spark")).isTrue();
        assertThat(mapRoles()).startsWith(before);
        assertThat(observeOwned()).containsExactly(created);

        kind.delete(created, clusters.session());
        assertThat(observeOwned()).isEmpty();
        assertThat(emrMayWorkIn("spark")).isFalse();
        assertThat(mapRoles()).isEqualTo(before);
        kind.delete(created, clusters.session());
    }

    @Test
    void byAccessEntryIsCreatedObservedAndDeletedTwice() {
        Observed<EmrContainersAccess.Spec> created = create("spark");
        assertThat(created.computed().text("mechanism")).contains("access-entry");
        assertThat(created.spec().permissions()).isEqualTo("complete");
        assertThat(clusters.entry().orElseThrow().policies())
                .containsExactly(new AccessEntry.Policy(POLICY, false, List.of("spark")));
        assertThat(clusters.entry().orElseThrow().principalArn()).isEqualTo(PRINCIPAL);
        assertThat(observeOwned()).containsExactly(created);

        kind.delete(created, clusters.session());
        assertThat(observeOwned()).isEmpty();
        assertThat(clusters.entry()).isEmpty();
        kind.delete(created, clusters.session());
    }

    @Test
    void sharesTheConfigMapEntryUntilTheLastNamespaceGoes() {
        clusters.withAuthenticationMode("CONFIG_MAP");
        Observed<EmrContainersAccess.Spec> spark = create("spark");
        Observed<EmrContainersAccess.Spec> batch = create("batch");

        kind.delete(spark, clusters.session());
        assertThat(emrMayWorkIn("batch")).isTrue();

        kind.delete(batch, clusters.session());
        assertThat(mapRoles()).doesNotContain("EMRContainers");
    }

    @Test
    void sharesTheAccessEntryUntilTheLastNamespaceGoes() {
        Observed<EmrContainersAccess.Spec> spark = create("spark");
        Observed<EmrContainersAccess.Spec> batch = create("batch");
        assertThat(clusters.entry().orElseThrow().policies().getFirst().namespaces())
                .containsExactly("batch", "spark");

        kind.delete(spark, clusters.session());
        assertThat(clusters.entry().orElseThrow().policies().getFirst().namespaces())
                .containsExactly("batch");

        kind.delete(batch, clusters.session());
        assertThat(clusters.entry()).isEmpty();
    }

    @Test
    void leavesAnAccessEntryThatOthersMade() {
        clusters.putEntry(new AccessEntry(PRINCIPAL, Map.of(), List.of()));

        kind.delete(create("spark"), clusters.session());

        assertThat(clusters.entry().orElseThrow().policies()).isEmpty();
    }

    @Test
    void showsWhichPartIsMissingAndRepairsIt() {
        clusters.withAuthenticationMode("CONFIG_MAP");
        create("spark");
        clusters.mergePatch(
                RBAC + "spark/roles/emr-containers",
                "{\"rules\": [{\"apiGroups\": [\"*\"], \"resources\": [\"*\"], \"verbs\": [\"get\", \"list\","
                        + " \"watch\"]}]}");
        clusters.delete(RBAC + "spark/rolebindings/emr-containers");
        clusters.mergePatch(AWS_AUTH, "{\"data\": {\"mapRoles\": \"[]\"}}");

        Observed<EmrContainersAccess.Spec> drifted = observeOwned().getFirst();
        assertThat(drifted.spec().permissions())
                .contains("secrets: create, patch, delete")
                .contains("RoleBinding emr-containers is missing");
        assertThat(drifted.spec().mapping()).startsWith("aws-auth has no entry for arn:aws:iam::000000000000:role/AWS");

        kind.update(drifted, desired("spark"), Set.of(), ownership("spark"), clusters.session());
        assertThat(emrMayWorkIn("spark")).isTrue();
        assertThat(observeOwned().getFirst().spec().permissions()).isEqualTo("complete");
    }

    @Test
    void replacesABindingToAnotherRole() {
        clusters.withAuthenticationMode("CONFIG_MAP");
        clusters.post(RBAC + "spark/rolebindings", """
            {"metadata": {"name": "emr-containers"}, "roleRef": {"kind": "ClusterRole", "name": "view"},
             "subjects": [{"kind": "User", "name": "emr-containers"}]}
            """);

        create("spark");

        assertThat(emrMayWorkIn("spark")).isTrue();
    }

    @Test
    void showsANamespaceThatEmrDroppedFromTheScope() {
        create("spark");
        clusters.disassociatePolicy(TestClusters.CLUSTER, PRINCIPAL, POLICY);

        assertThat(observeOwned().getFirst().spec().permissions())
                .isEqualTo("AmazonEMRJobPolicy does not cover the namespace spark");
    }

    @Test
    void changesItsMechanismWithTheDocument() {
        Observed<EmrContainersAccess.Spec> created = create("spark");
        EmrContainersAccess.Spec other = new EmrContainersAccess.Spec(
                TestClusters.CLUSTER, "spark", Optional.of("aws-auth"), "complete", "complete");

        Observed<EmrContainersAccess.Spec> updated =
                kind.update(created, other, Set.of(), ownership("spark"), clusters.session());

        assertThat(updated.spec()).isEqualTo(other);
        assertThat(emrMayWorkIn("spark")).isTrue();
        assertThat(clusters.entry()).isEmpty();
    }

    @Test
    void movesToAccessEntriesWhenTheClusterIgnoresTheConfigMap() {
        clusters.withAuthenticationMode("CONFIG_MAP");
        create("spark");
        clusters.withAuthenticationMode("API");
        Observed<EmrContainersAccess.Spec> found = observeOwned().getFirst();
        assertThat(found.spec().mapping()).contains("ignored");

        kind.update(found, desired("spark"), Set.of(), ownership("spark"), clusters.session());

        assertThat(observeOwned().getFirst().computed().text("mechanism")).contains("access-entry");
        assertThat(observeOwned().getFirst().spec().mapping()).isEqualTo("complete");
    }

    @Test
    void madeByHandIsFoundWithoutAnOwnerAndAdopted() {
        clusters.withAuthenticationMode("CONFIG_MAP");
        kind.release(create("spark"), clusters.session());
        assertThat(observeOwned()).isEmpty();

        Wanted wanted = new Wanted(true, List.of(sought("spark"), sought("batch")), List.of());
        List<Observed<EmrContainersAccess.Spec>> found = kind.observe(wanted, clusters.session());
        assertThat(found).extracting(Observed::ownership).containsExactly(Optional.empty());

        kind.claim(found.getFirst(), ownership("spark"), clusters.session());
        assertThat(observeOwned()).hasSize(1);
    }

    @Test
    void belongsToOneEnvironment() {
        create("spark");
        Ownership other =
                new Ownership("other.us-east-1", ownership("spark").address(), "", 1, Ownership.Protection.NONE);

        ProviderException refused = catchThrowableOfType(
                ProviderException.class, () -> kind.create(desired("spark"), other, clusters.session()));

        assertThat(refused.code()).isEqualTo(Code.OTHER_OWNER);
    }

    @Test
    void needsItsNamespace() {
        ProviderException refused = catchThrowableOfType(ProviderException.class, () -> create("nowhere"));

        assertThat(refused.code()).isEqualTo(Code.INVALID_REQUEST);
        assertThat(refused).hasMessageContaining("namespaces \"nowhere\" not found");
    }

    @Test
    void anotherEditOfTheConfigMapIsNotLost() {
        clusters.withAuthenticationMode("CONFIG_MAP");
        String theirs = mapRoles() + "- rolearn: arn:aws:iam::000000000000:role/late\n  username: late\n";
        AtomicLong writes = new AtomicLong();
        Runnable meanwhile = () -> {
            // the fourth write is that of aws-auth: ledger, Role and RoleBinding come before
            if (writes.incrementAndGet() == 4) {
                clusters.mergePatch(
                        AWS_AUTH,
                        new ObjectMapper()
                                .valueToTree(Map.of("data", Map.of("mapRoles", theirs)))
                                .toString());
            }
        };

        kind.create(desired("spark"), ownership("spark"), clusters.session(OWNER, meanwhile));

        assertThat(mapRoles()).startsWith(theirs).contains("EMRContainers");
    }

    @Test
    void convergesWhereverTheProcessDies() {
        for (String mode : List.of("CONFIG_MAP", "API_AND_CONFIG_MAP")) {
            clusters.withAuthenticationMode(mode);
            String before = mapRoles();
            for (int survived = 0; survived < 5; survived++) {
                createDyingAfter(survived);
                assertThat(observeOwned().getFirst().spec().permissions()).isEqualTo("complete");
                assertThat(observeOwned().getFirst().spec().mapping()).isEqualTo("complete");

                deleteDyingAfter(survived);
                assertThat(observeOwned()).isEmpty();
                assertThat(mapRoles()).isEqualTo(before);
                assertThat(clusters.entry()).isEmpty();
                assertThat(clusters.get(RBAC + "spark/roles").body().at("/items"))
                        .isEmpty();
                assertThat(clusters.get(RBAC + "spark/rolebindings").body().at("/items"))
                        .isEmpty();
            }
        }
    }

    private void createDyingAfter(int writes) {
        Session dying = clusters.session(OWNER, DyingProcess.afterWrites(writes));
        DyingProcess.run(() -> kind.create(desired("spark"), ownership("spark"), dying));
        List<Observed<EmrContainersAccess.Spec>> left = observeOwned();
        if (left.isEmpty()) {
            create("spark");
        } else {
            kind.update(left.getFirst(), desired("spark"), Set.of(), ownership("spark"), clusters.session());
        }
    }

    private void deleteDyingAfter(int writes) {
        Session dying = clusters.session(OWNER, DyingProcess.afterWrites(writes));
        DyingProcess.run(() -> kind.delete(observeOwned().getFirst(), dying));
        observeOwned().forEach(left -> kind.delete(left, clusters.session()));
    }

    @Test
    void isObservedInTheSameFewCallsHoweverManyThereAre() {
        clusters.withAuthenticationMode("CONFIG_MAP");
        create("spark");
        create("batch");
        long before = calls.get();

        assertThat(observeOwned()).hasSize(2);

        assertThat(calls.get() - before).isEqualTo(4);
    }

    private boolean emrMayWorkIn(String namespace) {
        return clusters.world()
                .transaction(() -> ClusterObjects.named(clusters.world(), TestClusters.CLUSTER)
                        .hasEmrAccess(namespace));
    }

    private String mapRoles() {
        return clusters.get(AWS_AUTH).text("/data/mapRoles");
    }

    private Observed<EmrContainersAccess.Spec> create(String namespace) {
        return kind.create(desired(namespace), ownership(namespace), clusters.session());
    }

    private List<Observed<EmrContainersAccess.Spec>> observeOwned() {
        record Nothing() {}
        Observed<?> cluster = Observed.ready(
                TestClusters.CLUSTER,
                new Nothing(),
                Value.map("name", Value.of(TestClusters.CLUSTER)),
                Optional.empty());
        return kind.observe(new Wanted(true, List.of(), List.of(cluster)), clusters.session());
    }

    private static Wanted.Sought sought(String namespace) {
        return new Wanted.Sought(ownership(namespace).address(), false, SpecCodec.write(desired(namespace)));
    }

    private static EmrContainersAccess.Spec desired(String namespace) {
        return new EmrContainersAccess.Spec(TestClusters.CLUSTER, namespace, Optional.empty(), "complete", "complete");
    }

    private static Ownership ownership(String namespace) {
        return new Ownership(OWNER, Address.of("EmrContainersAccess", namespace), "abc", 1, Ownership.Protection.NONE);
    }
}
