package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.envctl.problem.Code;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
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

class ServiceAccountTest {

    private static final String OWNER = "analytics.us-east-1";
    private static final Address CONTROLLER = Address.of("ServiceAccount", "controller");
    private static final Ownership OWNERSHIP = new Ownership(OWNER, CONTROLLER, "0123", 1, Ownership.Protection.NONE);
    private static final String PATH = "/api/v1/namespaces/default/serviceaccounts/controller";
    private static final String ROLE = "eks.amazonaws.com/role-arn";

    private final TestClusters clusters = TestClusters.start();
    private final AtomicLong calls = new AtomicLong();
    private final ServiceAccount kind = new ServiceAccount(new ClusterClients(clusters, calls, 0));

    @AfterEach
    void close() {
        clusters.close();
    }

    @Test
    void isCreatedObservedChangedAndDeletedTwice() {
        Observed<ServiceAccount.Spec> created = kind.create(spec("a"), OWNERSHIP, clusters.session());
        assertThat(created.spec()).isEqualTo(spec("a"));
        assertThat(owned()).containsExactly(created);

        Observed<ServiceAccount.Spec> updated =
                kind.update(created, spec("b"), Set.of(), OWNERSHIP, clusters.session());
        assertThat(clusters.get(PATH).text("/metadata/annotations/eks.amazonaws.com~1role-arn"))
                .isEqualTo("b");
        assertThat(owned()).containsExactly(updated);

        kind.delete(updated, clusters.session());
        kind.delete(updated, clusters.session());
        assertThat(clusters.get(PATH).status()).isEqualTo(404);
        assertThat(owned()).isEmpty();
        assertThat(calls.get()).isPositive();
    }

    @Test
    void leavesAloneWhatOthersAddAndShowsWhatTheyChange() {
        kind.create(spec("a"), OWNERSHIP, clusters.session());
        clusters.mergePatch(PATH, "{\"metadata\": {\"annotations\": {\"theirs\": \"x\"}}}");
        assertThat(owned().getFirst().spec()).isEqualTo(spec("a"));

        clusters.mergePatch(PATH, "{\"metadata\": {\"annotations\": {\"%s\": \"mine\"}}}".formatted(ROLE));
        assertThat(seek().getFirst().spec().annotations()).isEqualTo(Map.of(ROLE, "mine"));
    }

    @Test
    void isNotWrittenOverWhenSomebodyElseWasFirst() {
        clusters.post("/api/v1/namespaces/default/serviceaccounts", "{\"metadata\": {\"name\": \"controller\"}}");

        assertThat(catchThrowableOfType(
                                ProviderException.class, () -> kind.create(spec("a"), OWNERSHIP, clusters.session()))
                        .code())
                .isEqualTo(Code.NOT_OURS);
    }

    @Test
    void isAdoptedAndReleased() {
        clusters.post("/api/v1/namespaces/default/serviceaccounts", "{\"metadata\": {\"name\": \"controller\"}}");

        kind.claim(seek().getFirst(), OWNERSHIP, clusters.session());
        assertThat(owned()).hasSize(1);

        kind.release(owned().getFirst(), clusters.session());
        assertThat(owned()).isEmpty();
        assertThat(clusters.get(PATH).status()).isEqualTo(200);
    }

    @Test
    void isDeletedWhereverTheProcessDied() {
        for (int writes = 0; writes < 2; writes++) {
            Observed<ServiceAccount.Spec> created = kind.create(spec("a"), OWNERSHIP, clusters.session());
            int after = writes;
            DyingProcess.run(() -> kind.delete(created, clusters.session(OWNER, DyingProcess.afterWrites(after))));

            kind.delete(created, clusters.session());

            assertThat(clusters.get("/api/v1/configmaps?labelSelector=envctl.dev/index")
                            .body()
                            .at("/items"))
                    .isEmpty();
        }
    }

    private List<Observed<ServiceAccount.Spec>> owned() {
        record Nothing() {}
        Observed<?> parent = Observed.ready(
                TestClusters.CLUSTER,
                new Nothing(),
                Value.map("name", Value.of(TestClusters.CLUSTER)),
                Optional.empty());
        return kind.observe(new Wanted(true, List.of(), List.of(parent)), clusters.session());
    }

    private List<Observed<ServiceAccount.Spec>> seek() {
        Wanted.Sought sought = new Wanted.Sought(CONTROLLER, false, SpecCodec.write(spec("a")));
        return kind.observe(new Wanted(false, List.of(sought), List.of()), clusters.session());
    }

    private static ServiceAccount.Spec spec(String role) {
        return new ServiceAccount.Spec(TestClusters.CLUSTER, "default", "controller", Map.of(), Map.of(ROLE, role));
    }
}
