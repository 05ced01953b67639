package dev.envctl.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.sandbox.EmulatedClusters;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.sandbox.aws.account.AccountSeed;
import dev.envctl.testing.ApiCalls;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SignedTokens;
import dev.envctl.testing.TurnableClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.eks.EksClient;

/// The nodes that kubectl sees are those that the node groups of EKS have.
class NodesTest {

    private static final String CLUSTER = "data-platform";
    private static final String GROUP = "default";
    private static final Duration LONG = Duration.ofMinutes(30);

    private final TurnableClock clock = new TurnableClock();
    private final Sandbox sandbox = Sandbox.inMemory(SandboxOptions.at(clock)
            .withSeeds(List.of(new AccountSeed()))
            .withKubernetes(EmulatedClusters.servedAt(Clock.systemUTC())));
    private final SandboxClients clients = new SandboxClients(sandbox.endpoint());
    private final EksClient eks = clients.client(EksClient.builder());
    private final Ec2Client ec2 = clients.client(Ec2Client.builder());

    @AfterEach
    void close() {
        sandbox.close();
    }

    private List<JsonNode> listed(String path) {
        JsonNode list = ApiCalls.send(
                        "GET",
                        sandbox.endpoint() + "/kubernetes/" + CLUSTER + "/api/v1/" + path,
                        SignedTokens.make(CLUSTER, "AKIAANYBODY"),
                        "application/json",
                        "")
                .body();
        return StreamSupport.stream(list.path("items").spliterator(), false).toList();
    }

    private List<String> texts(String pointer) {
        return listed("nodes").stream().map(node -> node.at(pointer).asText()).toList();
    }

    private List<String> names() {
        return texts("/metadata/name");
    }

    private List<String> versions() {
        return texts("/status/nodeInfo/kubeletVersion").stream().distinct().toList();
    }

    /// As the network interfaces of the instances have it.
    private List<String> expectedNames() {
        return ec2.describeNetworkInterfaces().networkInterfaces().stream()
                .filter(each -> each.description().startsWith("aws-K8S-"))
                .map(NetworkInterface::privateIpAddress)
                .map(address -> "ip-%s.ec2.internal".formatted(address.replace('.', '-')))
                .toList();
    }

    private void scale(int nodes) {
        eks.updateNodegroupConfig(request -> request.clusterName(CLUSTER)
                .nodegroupName(GROUP)
                .scalingConfig(scaling -> scaling.minSize(1).maxSize(9).desiredSize(nodes)));
        clock.turn(LONG);
    }

    @Test
    void areThoseOfTheGroupFromTheBeginning() {
        assertThat(texts("/spec/providerID"))
                .containsExactlyInAnyOrderElementsOf(ec2.describeNetworkInterfaces().networkInterfaces().stream()
                        .filter(each -> each.description().startsWith("aws-K8S-"))
                        .map(each -> "aws:///%s/%s"
                                .formatted(
                                        each.availabilityZone(),
                                        each.description().substring("aws-K8S-".length())))
                        .toList());
        assertThat(names()).hasSize(3).containsExactlyInAnyOrderElementsOf(expectedNames());
    }

    @Test
    void followTheSizeOfTheirGroup() {
        List<String> before = names();

        scale(9);

        assertThat(names()).hasSize(9).containsAll(before).containsExactlyInAnyOrderElementsOf(expectedNames());

        scale(2);

        assertThat(names()).hasSize(2).containsExactlyInAnyOrderElementsOf(expectedNames());
    }

    @Test
    void areReplacedByNodesOfTheNewVersionOnceTheyRoll() {
        List<String> before = texts("/spec/providerID");
        eks.updateClusterVersion(request -> request.name(CLUSTER).version("1.32"));
        clock.turn(LONG);
        assertThat(versions()).containsExactly("v1.31.7-eks-sandbox");

        eks.updateNodegroupVersion(request -> request.clusterName(CLUSTER).nodegroupName(GROUP));
        assertThat(versions()).containsExactly("v1.31.7-eks-sandbox");
        clock.turn(LONG);

        assertThat(versions()).containsExactly("v1.32.7-eks-sandbox");
        assertThat(texts("/spec/providerID")).hasSize(3).doesNotContainAnyElementsOf(before);
        assertThat(names()).containsExactlyInAnyOrderElementsOf(expectedNames());
    }

    @Test
    void showTheReleaseThatTheirGroupWasPutOn() {
        eks.updateNodegroupVersion(
                request -> request.clusterName(CLUSTER).nodegroupName(GROUP).releaseVersion("1.31.9-20261101"));
        clock.turn(LONG);

        assertThat(versions()).containsExactly("v1.31.9-eks-sandbox");
    }

    @Test
    void leaveTheirPodsToOthersWhenTheyGo() {
        eks.updateNodegroupVersion(
                request -> request.clusterName(CLUSTER).nodegroupName(GROUP).releaseVersion("1.31.9-20261101"));
        clock.turn(LONG);

        assertThat(listed("namespaces/kube-system/pods"))
                .isNotEmpty()
                .allSatisfy(pod ->
                        assertThat(names()).contains(pod.at("/spec/nodeName").asText()));
    }

    @Test
    void goWithTheirGroup() {
        scale(5);
        eks.deleteNodegroup(request -> request.clusterName(CLUSTER).nodegroupName(GROUP));
        clock.turn(LONG);

        assertThat(names()).isEmpty();
        assertThat(expectedNames()).isEmpty();
    }
}
