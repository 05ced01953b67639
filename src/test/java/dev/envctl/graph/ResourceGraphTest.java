package dev.envctl.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.LanguageFixtures;
import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceGraphTest {

    @TempDir
    private Path directory;

    /// As NAT gateways wait for the route to the internet, and private route tables lead to NAT gateways.
    @Test
    void waitsForNothingThatStandsBehindOneOfItsKind() {
        ResourceGraph graph = graph("""
            kind: Role
            metadata: {name: gateway}
            forEach: [a, b]
            spec: {roleName: "${each.key}"}
            ---
            kind: Mapping
            metadata: {name: behind}
            forEach: [a, b]
            spec: {user: "${Role.gateway[each.key].arn}"}
            ---
            kind: Mapping
            metadata: {name: before}
            spec: {user: x}
            """);

        assertThat(graph.dependenciesOf(address("Role/gateway:a"))).containsExactly(address("Mapping/before"));
        assertThat(graph.dependenciesOf(address("Role/gateway:b"))).containsExactly(address("Mapping/before"));
        assertThat(graph.dependenciesOf(address("Mapping/behind:b"))).containsExactly(address("Role/gateway:b"));
    }

    private ResourceGraph graph(String documents) {
        var environment = LanguageFixtures.load(
                directory, Map.of("environment.yaml", LanguageFixtures.ENVIRONMENT, "main.yaml", documents));
        return ResourceGraph.of(
                environment, kind -> kind.equals(KindName.of("Role")) ? List.of(KindName.of("Mapping")) : List.of());
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
