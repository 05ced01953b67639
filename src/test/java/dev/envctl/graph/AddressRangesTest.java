package dev.envctl.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.testing.ContractCase;
import dev.envctl.testing.SandboxCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressRangesTest {

    private static final String VPC = """
        kind: Vpc
        metadata: {name: main}
        spec:
          cidrBlock: 10.0.0.0/16
          additionalCidrBlocks: [10.2.0.0/16]
        """;

    @TempDir
    private Path directory;

    @Test
    void rangesSideBySideAreNoProblem() throws IOException {
        assertThat(problems(VPC, subnet("a", "10.0.0.0/20"), subnet("b", "10.0.16.0/20"), subnet("c", "10.2.0.0/24")))
                .isEmpty();
    }

    @Test
    void subnetOutsideItsVpcIsShownAtItsRange() throws IOException {
        Problem problem = problems(VPC, subnet("a", "10.1.0.0/20")).getFirst();

        assertThat(problem.code().id()).isEqualTo("ENV-0124");
        assertThat(problem.detail())
                .isEqualTo("The range 10.1.0.0/20 of Subnet/a is not inside Vpc/main, which has 10.0.0.0/16,"
                        + " 10.2.0.0/16.");
        assertThat(problem.source().orElseThrow().location()).endsWith("case.yaml:18:14");
        assertThat(problem.hint()).isPresent();
    }

    @Test
    void subnetsThatOverlapAreBothNamedHostBitsAside() throws IOException {
        assertThat(problems(VPC, subnet("a", "10.0.0.0/20"), subnet("b", "10.0.8.7/21")))
                .extracting(Problem::detail)
                .containsExactly(
                        "The range 10.0.8.0/21 of Subnet/b has addresses in common with 10.0.0.0/20 of" + " Subnet/a.");
    }

    @Test
    void subnetsOfAVpcThatIsOnlyNamedByItsIdAreHeldAgainstEachOther() throws IOException {
        assertThat(problems(
                        subnet("a", "10.0.0.0/20").replace("${Vpc.main.vpcId}", "vpc-1"),
                        subnet("b", "10.0.0.0/24").replace("${Vpc.main.vpcId}", "vpc-1"),
                        subnet("c", "10.0.0.0/24").replace("${Vpc.main.vpcId}", "vpc-2")))
                .extracting(problem -> problem.code().id())
                .containsExactly("ENV-0125");
    }

    @Test
    void rangesThatEc2DoesNotTakeAreAllShown() throws IOException {
        assertThat(problems(
                        VPC.replace("10.0.0.0/16", "10.0.0.0/8").replace("[10.2.0.0/16]", "[10.2.0.0/29, everything]"),
                        subnet("a", "10.0.0.0")))
                .extracting(Problem::detail)
                .containsExactly(
                        "\"10.0.0.0/8\" is no IPv4 range from /16 to /28, as Vpc/main needs one.",
                        "\"10.2.0.0/29\" is no IPv4 range from /16 to /28, as Vpc/main needs one.",
                        "\"everything\" is no IPv4 range from /16 to /28, as Vpc/main needs one.",
                        "\"10.0.0.0\" is no IPv4 range from /16 to /28, as Subnet/a needs one.");
    }

    @Test
    void twoRangesOfOneVpcMustNotOverlap() throws IOException {
        assertThat(problems(VPC.replace("10.2.0.0/16", "10.0.128.0/17")))
                .extracting(problem -> problem.code().id())
                .containsExactly("ENV-0125");
    }

    private static String subnet(String name, String range) {
        return """
            kind: Subnet
            metadata: {name: %s}
            spec:
              vpcId: ${Vpc.main.vpcId}
              cidrBlock: %s
            """.formatted(name, range);
    }

    private List<Problem> problems(String... documents) throws IOException {
        StringBuilder text = new StringBuilder(ContractCase.ENVIRONMENT);
        for (String document : documents) {
            text.append("---\napiVersion: envctl.dev/v1\n").append(document);
        }
        Files.writeString(directory.resolve("case.yaml"), text);
        ResourceGraph graph = ResourceGraph.of(SandboxCloud.load(directory, Map.of()), _ -> List.of());
        ProblemException thrown = catchThrowableOfType(ProblemException.class, () -> AddressRanges.check(graph));
        return thrown == null ? List.of() : thrown.problems();
    }
}
