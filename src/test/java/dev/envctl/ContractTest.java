package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.apply.ApplyResult;
import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Plan;
import dev.envctl.provider.KindDriver;
import dev.envctl.provider.Traits;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.KindSchema;
import dev.envctl.spec.Environment;
import dev.envctl.testing.ContractCase;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every kind: it is documented, its example is valid, and its objects live and die in the sandbox as
/// the interface promises. A kind gets its case in `src/test/resources/contract/<Kind>.yaml`: a small environment
/// around one resource called `subject`, with the inputs that change it in place or replace it named in the first
/// lines.
class ContractTest {

    @TempDir
    Path directory;

    static List<KindName> kinds() {
        return List.copyOf(SandboxCloud.kinds().byName().sequencedKeySet());
    }

    static Stream<KindName> managedKinds() {
        return kinds().stream()
                .filter(kind -> SandboxCloud.schemas().get(kind).spec().isPresent());
    }

    /// What nobody owns is never deleted.
    static Stream<KindName> deletedKinds() {
        return managedKinds()
                .filter(kind -> SandboxCloud.kinds().get(kind).traits().ledger() != Traits.Ledger.NONE);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isDescribedFieldByField(KindName kind) {
        KindSchema schema = SandboxCloud.schemas().get(kind);

        assertThat(schema.description()).isNotBlank();
        assertDescribed(kind.text(), schema.attributes());
        schema.spec().ifPresent(spec -> assertDescribed(kind + ".spec", spec));
        schema.external().ifPresent(external -> assertDescribed(kind + ".external", external));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tellsItsTraits(KindName kind) {
        KindDriver<?> driver = SandboxCloud.kinds().get(kind);
        Traits traits = driver.traits();

        assertThat(traits.rank()).isBetween(1, 99);
        assertThat(traits.actions()).isNotEmpty();
        FieldSchema attributes = SandboxCloud.schemas().get(kind).attributes();
        assertThat(traits.naturalKey()).allMatch(field -> attributes.at(field).isPresent());
        assertThat(traits.references()).allMatch(field -> attributes.at(field).isPresent());
    }

    /// The examples refer to one another, so they are one environment.
    @Test
    void everyKindHasAnExampleThatValidates() throws Exception {
        Files.writeString(directory.resolve("environment.yaml"), ContractCase.ENVIRONMENT);
        for (KindName kind : kinds()) {
            Files.copy(Path.of("examples/kinds", kind + ".yaml"), directory.resolve(kind + ".yaml"));
        }

        Environment environment = SandboxCloud.load(directory, Map.of());

        assertThat(environment.resources())
                .extracting(resource -> resource.address().kind())
                .containsAll(kinds());
    }

    @Test
    void theStudioOnAnExistingClusterValidates() {
        assertThat(SandboxCloud.load(Path.of("examples/studio-on-existing-cluster"), Map.of())
                        .resources())
                .hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @MethodSource("managedKinds")
    void livesAndDiesAsPromised(KindName kind) {
        ContractCase contract = ContractCase.of(kind, directory);
        try (SandboxCloud cloud = new SandboxCloud()) {
            applied(cloud, cloud.plan(contract.asWritten()));
            assertSettled(cloud, contract.asWritten());

            Environment current = contract.asWritten();
            if (contract.hasUpdate()) {
                current = contract.updated();
                assertAction(cloud.plan(current), contract.subject(), Action.UPDATE);
                applied(cloud, cloud.plan(current));
                assertSettled(cloud, current);
            }
            if (contract.hasReplacement()) {
                current = contract.replaced();
                Plan replacement = cloud.plan(current);
                assertThat(change(replacement, contract.subject()).action().isReplacement())
                        .as(Plans.changes(replacement))
                        .isTrue();
                applied(cloud, replacement);
                assertSettled(cloud, current);
            }

            Plan destroy = cloud.planDestroy(current);
            applied(cloud, destroy);
            assertThat(cloud.planDestroy(current).isEmpty()).isTrue();
            assertThat(applied(cloud, cloud.planDestroy(current)).destroyed()).isZero();
        }
    }

    /// A deletion of something that is gone already is no error.
    @ParameterizedTest
    @MethodSource("deletedKinds")
    void deletesTwiceWithoutComplaint(KindName kind) {
        ContractCase contract = ContractCase.of(kind, directory);
        try (SandboxCloud cloud = new SandboxCloud()) {
            applied(cloud, cloud.plan(contract.asWritten()));
            Plan destroy = cloud.planDestroy(contract.asWritten());

            contract.deleteSubjectTwice(cloud, destroy);

            applied(cloud, cloud.planDestroy(contract.asWritten()));
        }
    }

    private static void assertDescribed(String where, FieldSchema schema) {
        schema.fields().forEach((name, field) -> {
            assertThat(field.description()).as(where + "." + name).isNotBlank();
            assertDescribed(where + "." + name, field);
        });
        schema.items().ifPresent(items -> assertDescribed(where + "[]", items));
    }

    private static ApplyResult applied(SandboxCloud cloud, Plan plan) {
        ApplyResult result = cloud.apply(plan);
        assertThat(result.isComplete())
                .as("%s%n%s", Plans.changes(plan), result.outcomes())
                .isTrue();
        return result;
    }

    private static void assertSettled(SandboxCloud cloud, Environment environment) {
        Plan again = cloud.plan(environment);
        assertThat(Plans.changes(again)).isEmpty();
        assertThat(Plans.steps(again)).isEmpty();
    }

    private static void assertAction(Plan plan, Address address, Action action) {
        assertThat(change(plan, address).action()).as(Plans.changes(plan)).isEqualTo(action);
    }

    private static Change change(Plan plan, Address address) {
        return plan.changes().stream()
                .filter(change -> change.address().equals(address))
                .findFirst()
                .orElseThrow();
    }
}
