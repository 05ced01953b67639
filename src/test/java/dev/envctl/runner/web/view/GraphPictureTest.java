package dev.envctl.runner.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.report.GraphText;
import dev.envctl.report.GraphText.Edge;
import dev.envctl.value.Address;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphPictureTest {

    private static final Address A = address("Role/a");
    private static final Address B = address("Role/b");
    private static final Address C = address("studio.Role/c");
    private static final Address D = address("Role/d");

    /// `b` and `c` wait for `a`, `d` for all.
    private static final String DIAMOND = GraphText.mermaid(
            List.of(A, B, C, D),
            List.of(new Edge(B, A), new Edge(C, A), new Edge(D, B), new Edge(D, C), new Edge(D, A)));

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    @Test
    void whatWaitsStandsRightOfAllThatItWaitsFor() {
        assertThat(Graph.read(DIAMOND).layers())
                .containsExactly(List.of("Role/a"), List.of("Role/b", "studio.Role/c"), List.of("Role/d"));
    }

    @Test
    void drawsABoxForEachAndALineForEachReference() {
        GraphPicture picture = GraphPicture.of(DIAMOND, List.of()).orElseThrow();

        assertThat(picture.boxes()).hasSize(4);
        assertThat(picture.lines()).hasSize(5);
        assertThat(picture.boxes()).allSatisfy(box -> {
            assertThat(box.x() + box.width()).isLessThan(picture.width());
            assertThat(box.y() + box.height()).isLessThan(picture.height());
        });
        assertThat(picture.sentences())
                .containsExactly(
                        "Role/a waits for nothing",
                        "Role/b waits for Role/a",
                        "studio.Role/c waits for Role/a",
                        "Role/d waits for Role/b, studio.Role/c, Role/a");
    }

    @Test
    void boxesDoNotOverlap() {
        List<GraphPicture.Box> boxes =
                GraphPicture.of(DIAMOND, List.of()).orElseThrow().boxes();

        for (GraphPicture.Box one : boxes) {
            assertThat(boxes)
                    .filteredOn(other -> !other.full().equals(one.full()))
                    .noneMatch(other -> one.x() < other.x() + other.width()
                            && other.x() < one.x() + one.width()
                            && one.y() < other.y() + other.height()
                            && other.y() < one.y() + one.height());
        }
    }

    @Test
    void aBoxSaysWhatIsWrongBeforeWhatIsWell() {
        List<ResourceRow> resources = ResourceRow.read("""
            {"resources": [
              {"address": "Role/a", "health": "healthy", "healthy": true, "sync": "drift", "in_sync": false},
              {"address": "Role/b", "health": "failed", "healthy": false, "sync": "in sync", "in_sync": true},
              {"address": "Role/d", "health": "healthy", "healthy": true, "sync": "in sync", "in_sync": true}]}
            """);

        assertThat(GraphPicture.of(DIAMOND, resources).orElseThrow().boxes())
                .extracting(box -> box.state().text())
                .containsExactly("drift", "failed", "unknown", "healthy");
    }

    @Test
    void aGraphThatNobodyCouldReadIsLeftToWords() {
        List<Address> many = IntStream.range(0, 401)
                .mapToObj(number -> address("Role/r" + number))
                .toList();

        GraphPicture picture =
                GraphPicture.of(GraphText.mermaid(many, List.of()), List.of()).orElseThrow();

        assertThat(picture.isDrawn()).isFalse();
        assertThat(picture.sentences()).hasSize(401);
    }

    @Test
    void aCycleEndsAsWell() {
        String cycle = GraphText.mermaid(List.of(A, B), List.of(new Edge(A, B), new Edge(B, A), new Edge(A, A)));

        assertThat(GraphPicture.of(cycle, List.of()).orElseThrow().boxes()).hasSize(2);
    }

    @Test
    void otherTextIsNoGraph() {
        assertThat(GraphPicture.of("graph? n0 --> n1\n<svg>", List.of())).isEmpty();
        assertThat(ResourceRow.read("not JSON")).isEmpty();
        assertThat(ResourceRow.read("{\"resources\": 7}")).isEmpty();
    }

    @Test
    void aLongChainIsLaidOutInTime() {
        List<Address> nodes = IntStream.range(0, 400)
                .mapToObj(number -> address("Role/r" + number))
                .toList();
        List<Edge> edges = IntStream.range(0, 399)
                .mapToObj(number -> new Edge(nodes.get(number), nodes.get(number + 1)))
                .toList();

        assertThat(Graph.read(GraphText.mermaid(nodes, edges)).layers()).hasSize(400);
    }
}
