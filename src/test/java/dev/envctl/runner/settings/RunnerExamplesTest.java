package dev.envctl.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.testing.GoldenFiles;
import dev.envctl.testing.StrictManifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `examples/runner` shows can be used as it stands, once names and secrets are put in.
class RunnerExamplesTest {

    private static final Path EXAMPLES = Path.of("examples/runner");
    private static final Path KUBERNETES = EXAMPLES.resolve("kubernetes");

    static List<Path> settings() throws IOException {
        return yaml(EXAMPLES);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingsAreReadWithoutComplaint(Path file) {
        var read = new SettingsReader(Path.of(""), "host").read(file);

        assertThat(read.warnings()).isEmpty();
        assertThat(GoldenFiles.read(file)).startsWith("# yaml-language-server: $schema=../../schemas/Runner.json\n");
    }

    @Test
    void showEveryForgeAndBothDatabases() throws IOException {
        List<RunnerSettings> all = settings().stream()
                .map(file -> new SettingsReader(Path.of(""), "host").read(file).settings())
                .toList();

        assertThat(all.stream().flatMap(each -> each.forges().values().stream()))
                .extracting(RunnerSettings.ForgeSettings::type)
                .contains(RunnerSettings.ForgeType.values());
        assertThat(all).extracting(each -> each.database().url().isPresent()).contains(true, false);
    }

    @Test
    void manifestsHoldNothingThatKubernetesDoesNotKnow() throws IOException {
        assertThat(kinds())
                .containsExactlyInAnyOrder(
                        "Namespace",
                        "ServiceAccount",
                        "ConfigMap",
                        "Deployment",
                        "Service",
                        "Ingress",
                        "NetworkPolicy",
                        "PodDisruptionBudget");
        assertThat(manifests().stream()
                        .filter(object -> !object.getKind().equals("Namespace"))
                        .map(object -> object.getMetadata().getNamespace()))
                .containsOnly("envctl");
    }

    @Test
    void aMisspeltFieldWouldBeNoticed() throws IOException {
        Path file = directory.resolve("deployment.yaml");
        Files.writeString(
                file,
                GoldenFiles.read(KUBERNETES.resolve("deployment.yaml"))
                        .replace("terminationGracePeriodSeconds", "terminationGracePeriod"));

        assertThatThrownBy(() -> StrictManifests.read(file))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Deployment.Spec.Template.Spec has no field [terminationGracePeriod]");
    }

    @Test
    void selectorsFindThePodsOfTheDeployment() throws IOException {
        Map<String, String> labels =
                deployment().getSpec().getTemplate().getMetadata().getLabels();

        assertThat(labels)
                .containsAllEntriesOf(deployment().getSpec().getSelector().getMatchLabels());
        assertThat(labels).containsAllEntriesOf(one(Service.class).getSpec().getSelector());
        assertThat(labels)
                .containsAllEntriesOf(
                        one(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels());
        assertThat(labels)
                .containsAllEntriesOf(
                        one(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels());
        assertThat(pod().getTopologySpreadConstraints())
                .allSatisfy(spread -> assertThat(labels)
                        .containsAllEntriesOf(spread.getLabelSelector().getMatchLabels()));
    }

    @Test
    void thePortIsTheSameOnTheWholeWay() throws IOException {
        var port = container().getPorts().getFirst();
        var service = one(Service.class);
        var servicePort = service.getSpec().getPorts().getFirst();
        var backend = one(Ingress.class)
                .getSpec()
                .getRules()
                .getFirst()
                .getHttp()
                .getPaths()
                .getFirst()
                .getBackend()
                .getService();

        assertThat(inConfigMap().listen().port()).isEqualTo(port.getContainerPort());
        assertThat(servicePort.getTargetPort().getStrVal()).isEqualTo(port.getName());
        assertThat(backend.getName()).isEqualTo(service.getMetadata().getName());
        assertThat(backend.getPort().getName()).isEqualTo(servicePort.getName());
        assertThat(one(NetworkPolicy.class).getSpec().getIngress().getFirst().getPorts())
                .extracting(each -> each.getPort().getStrVal())
                .containsExactly(port.getName());
        assertThat(Stream.of(
                        container().getStartupProbe(),
                        container().getLivenessProbe(),
                        container().getReadinessProbe()))
                .allSatisfy(probe ->
                        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo(port.getName()));
        assertThat(one(Ingress.class).getSpec().getTls().getFirst().getHosts())
                .containsExactly(inConfigMap().publicUrl().getHost());
    }

    @Test
    void everySecretAndTheSettingsAreMountedWhereTheyAreLookedFor() throws IOException {
        String mount = container().getVolumeMounts().stream()
                .filter(each -> each.getName().equals("secrets"))
                .findFirst()
                .orElseThrow()
                .getMountPath();
        List<String> mounted = volume("secrets").getSecret().getItems().stream()
                .map(KeyToPath::getPath)
                .map(path -> mount + "/" + path)
                .toList();
        String settings = one(ConfigMap.class).getData().get("runner.yaml");
        List<String> wanted = Pattern.compile(Pattern.quote(mount) + "/[\\w.-]+")
                .matcher(settings)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(mounted).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(volume("settings").getConfigMap().getName())
                .isEqualTo(one(ConfigMap.class).getMetadata().getName());
        assertThat(container().getArgs()).contains("serve", "/etc/envctl/runner.yaml");
        assertThat(container().getVolumeMounts()).anySatisfy(each -> {
            assertThat(each.getName()).isEqualTo("data");
            assertThat(Path.of(each.getMountPath())).isEqualTo(inConfigMap().dataDirectory());
        });
        assertThat(container().getVolumeMounts().stream().map(each -> each.getName()))
                .containsExactlyInAnyOrderElementsOf(
                        pod().getVolumes().stream().map(Volume::getName).toList());
    }

    @Test
    void podsAreManyConfinedAndGivenTimeToEnd() throws IOException {
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(2);
        assertThat(inConfigMap().database().url()).isPresent();
        assertThat(pod().getTerminationGracePeriodSeconds())
                .isGreaterThan(inConfigMap().shutdownGrace().toSeconds());
        assertThat(pod().getServiceAccountName())
                .isEqualTo(one(ServiceAccount.class).getMetadata().getName());
        assertConfined(pod());
        assertThat(container().getResources().getLimits()).containsKey("memory");
        assertThat(one(PodDisruptionBudget.class).getSpec().getMinAvailable().getIntVal())
                .isLessThan(deployment().getSpec().getReplicas());
    }

    @Test
    void theCronJobSaysThatTheCloudHasMovedByFailing() throws IOException {
        CronJob job = (CronJob) StrictManifests.read(EXAMPLES.resolve("drift-only/cronjob.yaml"));
        PodSpec pod = job.getSpec().getJobTemplate().getSpec().getTemplate().getSpec();

        assertThat(pod.getContainers().getFirst().getArgs()).startsWith("drift").contains("--detailed-exitcode");
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        assertThat(job.getSpec().getJobTemplate().getSpec().getBackoffLimit()).isZero();
        assertConfined(pod);
    }

    private static void assertConfined(PodSpec pod) {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream()))
                .extracting(Container::getSecurityContext)
                .allSatisfy(context -> {
                    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
                    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
                });
    }

    @TempDir
    private Path directory;

    private RunnerSettings inConfigMap() throws IOException {
        Path file = directory.resolve("runner.yaml");
        Files.writeString(file, one(ConfigMap.class).getData().get("runner.yaml"));
        var read = new SettingsReader(directory, "host").read(file);
        assertThat(read.warnings()).isEmpty();
        return read.settings();
    }

    private static Deployment deployment() throws IOException {
        return one(Deployment.class);
    }

    private static PodSpec pod() throws IOException {
        return deployment().getSpec().getTemplate().getSpec();
    }

    private static Container container() throws IOException {
        return pod().getContainers().getFirst();
    }

    private static Volume volume(String name) throws IOException {
        return pod().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> kinds() throws IOException {
        return manifests().stream().map(HasMetadata::getKind).toList();
    }

    private static <T> T one(Class<T> type) throws IOException {
        Optional<T> found =
                manifests().stream().filter(type::isInstance).map(type::cast).findFirst();
        return found.orElseThrow();
    }

    private static List<HasMetadata> manifests() throws IOException {
        return yaml(KUBERNETES).stream().map(StrictManifests::read).toList();
    }

    private static List<Path> yaml(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
