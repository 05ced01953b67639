package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.plan.Action;
import dev.envctl.plan.Change;
import dev.envctl.plan.Plan;
import dev.envctl.spec.Environment;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.testing.Examples;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.testing.SandboxContents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The architectures of the built-in modules, from an account in which nobody has made anything to notebooks and jobs,
/// and back.
class ArchitecturesTest {

    private static final Path STUDIO = Path.of("examples/emr-studio-on-eks");
    private static final Path PLATFORM = Path.of("examples/emr-on-eks-platform");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "examples/emr-studio-on-eks",
                "examples/emr-on-eks-platform",
                "examples/two-teams-one-cluster",
                "environments/dev",
            })
    void riseFromNothingAndLeaveNothingBehind(String example) {
        Environment environment = load(Path.of(example), Map.of("onDelete: retain", "onDelete: delete"));
        try (SandboxCloud cloud = SandboxCloud.empty()) {
            List<String> before = SandboxContents.of(cloud.sandbox());

            apply(cloud, environment);
            Plan again = cloud.plan(environment);
            assertThat(again.isEmpty()).as(Plans.changes(again)).isTrue();
            Plan destruction = cloud.planDestroy(environment);
            assertThat(cloud.apply(destruction).isComplete()).isTrue();

            assertThat(SandboxContents.of(cloud.sandbox()))
                    .filteredOn(line -> !line.contains("AWSServiceRoleFor"))
                    .isEqualTo(before);
        }
    }

    @Test
    void prodIsProtected() {
        Environment environment = load(Path.of("environments/prod"), Map.of());

        assertThat(environment.resources().stream()
                        .filter(resource -> resource.lifecycle().protect())
                        .map(resource -> resource.address().toString()))
                .containsExactly("studio.Bucket/main", "studio.cluster.Cluster/main", "studio.studio.Studio/main");
        assertThat(environment.settings().deletes()).isEqualTo(EnvironmentSettings.DeleteProtection.DENY);
    }

    /// However many roles, subnets and log groups there are. Only what S3 tells one by one counts: three calls for
    /// each bucket and one for its index, two for each object.
    @ParameterizedTest
    @CsvSource({"studio: false, airflow: false, 33", "studio: true, airflow: true, 45"})
    void plansThePlatformInFewCalls(String studio, String airflow, long calls) {
        Map<String, String> switches = Map.of("studio: true", studio, "airflow: true", airflow);
        try (SandboxCloud cloud = SandboxCloud.empty()) {
            apply(cloud, load(PLATFORM, switches));

            Plan again = cloud.plan(load(PLATFORM, switches));

            assertThat(again.statistics().apiCalls()).isLessThanOrEqualTo(calls);
        }
    }

    @Test
    void changeNoMoreThanAnInputTouches() {
        try (SandboxCloud cloud = SandboxCloud.empty()) {
            apply(cloud, load(STUDIO, Map.of()));

            assertThat(changes(cloud, "    users:", "    releaseLabel: emr-7.10.0-latest\n    users:"))
                    .containsExactly("+/- studio.jobs.ManagedEndpoint/endpoint:pyspark");
            assertThat(changes(cloud, "bob@example.com", "bob@example.com, carol@example.com"))
                    .containsExactly("+ studio.studio.StudioSessionMapping/user:carol@example.com");
            assertThat(changes(cloud, "    users:", "    chartVersion: 1.13.0\n    users:"))
                    .containsExactly("~ studio.load-balancers.HelmRelease/main");
            assertThat(changes(cloud, "    users:", "    maxNodes: 6\n    users:"))
                    .containsExactly("~ studio.cluster.Nodegroup/main");
        }
    }

    /// Everything that stands in the network goes along, each with its reason; people, roles and the bucket stay.
    @Test
    void moveToAnotherNetworkAsAWhole() {
        try (SandboxCloud cloud = SandboxCloud.empty()) {
            apply(cloud, load(STUDIO, Map.of()));
            Environment moved = load(STUDIO, Map.of("    users:", "    cidr: 10.9.0.0/16\n    users:"));

            Plan plan = cloud.plan(moved);

            assertThat(plan.changes().stream().filter(change -> change.action().isReplacement()))
                    .allSatisfy(change -> assertThat(change.reasons()).isNotEmpty())
                    .extracting(change -> change.address().toString())
                    .contains(
                            "studio.network.Vpc/main",
                            "studio.network.Subnet/private:us-east-1a",
                            "studio.network.NatGateway/nat:us-east-1a",
                            "studio.cluster.Cluster/main",
                            "studio.cluster.Nodegroup/main",
                            "studio.load-balancers.HelmRelease/main",
                            "studio.jobs.Namespace/main",
                            "studio.jobs.VirtualCluster/main",
                            "studio.jobs.ManagedEndpoint/endpoint:pyspark",
                            "studio.studio.Studio/main");
            assertThat(plan.changes().stream().filter(change -> change.action() == Action.NO_OP))
                    .extracting(change -> change.address().toString())
                    .contains("studio.Bucket/main", "studio.cluster.Role/nodes", "studio.studio.Role/service");
            assertThat(cloud.apply(plan).isComplete()).isTrue();
            assertThat(cloud.plan(moved).isEmpty()).isTrue();
        }
    }

    /// Within one network, too: the cluster would hold on to the old subnets while they are to be deleted.
    @Test
    void takesTheClusterAlongWhenItsSubnetsMove() {
        try (SandboxCloud cloud = SandboxCloud.empty()) {
            apply(cloud, load(STUDIO, Map.of()));

            Plan plan =
                    cloud.plan(load(STUDIO, Map.of("    users:", """
                        privateSubnetCidrs: [10.0.96.0/20, 10.0.112.0/20]
                        publicSubnetCidrs: [10.0.224.0/22, 10.0.228.0/22]
                        users:\
                        """.indent(4).stripTrailing())));

            assertThat(Plans.changes(plan))
                    .contains("-/+ studio.cluster.Cluster/main")
                    .doesNotContain("studio.network.Vpc/main");
        }
    }

    // ---- fixtures

    private Environment load(Path example, Map<String, String> changes) {
        return Examples.inSandbox(example, directory, changes);
    }

    private static void apply(SandboxCloud cloud, Environment environment) {
        assertThat(cloud.apply(cloud.plan(environment)).isComplete()).isTrue();
    }

    private List<String> changes(SandboxCloud cloud, String text, String other) {
        return cloud.plan(load(STUDIO, Map.of(text, other))).changes().stream()
                .filter(change -> !change.isQuiet())
                .map(ArchitecturesTest::line)
                .toList();
    }

    private static String line(Change change) {
        return change.action().symbol().strip() + " " + change.address();
    }
}
