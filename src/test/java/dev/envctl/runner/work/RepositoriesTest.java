package dev.envctl.runner.work;

import static dev.envctl.runner.work.WorkBench.logGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.work.Repositories.Affected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoriesTest {

    private static final String MODULE = """
        apiVersion: envctl.dev/v1
        kind: ModuleDefinition
        metadata: {name: logs}
        spec: {inputs: {type: object, properties: {}}}
        """;

    @TempDir
    private Path directory;

    private WorkBench bench;
    private String base = "";

    @BeforeEach
    void start() {
        bench = new WorkBench(directory);
        bench.environment("environments/dev", logGroup("first", 7))
                .environment("environments/prod", call("../../shared/logs"))
                .environment("teams/data/lab", call("../../../shared/outer"));
        bench.origin
                .write("shared/logs/module.yaml", MODULE)
                .write("shared/logs/policy.json", "{}")
                .write("shared/outer/module.yaml", MODULE)
                .write("shared/outer/inner.yaml", call("../logs"))
                .write("README.md", "Environments");
        base = bench.origin.commit("Three environments");
        bench.origin.branch("change");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void anEnvironmentIsAffectedByItsOwnFiles() {
        bench.origin.write("environments/dev/more.yaml", logGroup("second", 7)).write("README.md", "More");

        assertThat(affected().changed()).containsExactly("environments/dev");
    }

    @Test
    void anEnvironmentIsAffectedByTheModulesItUsesHoweverDeep() {
        bench.origin.write("shared/logs/policy.json", "{\"a\": 1}");

        assertThat(affected().changed()).containsExactly("environments/prod", "teams/data/lab");
    }

    @Test
    void nothingIsAffectedByWhatNobodyUses() {
        bench.origin.write("docs/a.md", "x").write("shared/unused/module.yaml", MODULE);

        assertThat(affected()).isEqualTo(new Affected(List.of(), List.of()));
    }

    @Test
    void aMoveTakesOneAwayAndBringsAnother() {
        bench.origin.move("environments/dev", "environments/test");

        assertThat(affected()).isEqualTo(new Affected(List.of("environments/test"), List.of("environments/dev")));
    }

    @Test
    void aFileMovedOutOfAnEnvironmentAffectsIt() {
        bench.origin.move("environments/dev/resources.yaml", "attic/resources.yaml");

        assertThat(affected()).isEqualTo(new Affected(List.of("environments/dev"), List.of()));
    }

    @Test
    void whatTheBaseBranchDidMeanwhileIsNotThePullRequests() {
        bench.origin.write("environments/dev/more.yaml", logGroup("second", 7));
        String head = bench.origin.commit("The pull request");
        bench.origin.checkOut("main").write("environments/prod/more.yaml", logGroup("third", 7));
        String moved = bench.origin.commit("Meanwhile");

        assertThat(bench.repositories.affected(bench.repository(), moved, head).changed())
                .containsExactly("environments/dev");
    }

    @Test
    void aModuleThatOnlyTheMergeBringsTogetherCounts() {
        bench.origin.write("shared/logs/policy.json", "{\"a\": 1}");
        String head = bench.origin.commit("The module");
        bench.origin.checkOut("main").write("environments/dev/logs.yaml", call("../../shared/logs"));
        String moved = bench.origin.commit("Its new user");

        assertThat(bench.repositories.affected(bench.repository(), moved, head).changed())
                .containsExactly("environments/dev", "environments/prod", "teams/data/lab");
    }

    @Test
    void aBrokenDocumentDoesNotHideItsEnvironment() {
        bench.origin.write("environments/dev/resources.yaml", "kind: [");

        assertThat(affected().changed()).containsExactly("environments/dev");
    }

    @Test
    void environmentsAreListedWithTheirOwners() {
        bench.origin.write("environments/dev/environment.yaml", "kind: Environment\nmetadata: {}\n");

        assertThat(bench.repositories.environments(bench.repository(), bench.origin.commit("Broken")))
                .extracting(
                        Repositories.Found::directory, found -> found.settings().map(each -> each.owner()))
                .containsExactly(
                        tuple("environments/dev", Optional.empty()),
                        tuple("environments/prod", Optional.of("prod.us-east-1")),
                        tuple("teams/data/lab", Optional.of("lab.us-east-1")));
    }

    @Test
    void theDefaultBranchIsAskedForEachTime() {
        String first = bench.repositories.head(bench.repository());
        bench.origin.checkOut("main").write("README.md", "Later");

        assertThat(first).isEqualTo(base);
        String later = bench.origin.commit("Later");
        assertThat(bench.repositories.head(bench.repository())).isEqualTo(later).isNotEqualTo(base);
    }

    @Test
    void whatIsNoCommitIsAskedOfNobody() {
        for (String odd : new String[] {"main", "--upload-pack=touch x", "../../x", "0".repeat(40)}) {
            assertThatThrownBy(() -> bench.repositories.environments(bench.repository(), odd))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problems().getFirst().code())
                                    .isEqualTo(Code.GIT_UNAVAILABLE))
                    .hasMessageContaining(odd);
        }
    }

    @Test
    void checkoutsOfTheDeadAreRemovedAndThoseOfTheLivingAreNot() throws IOException {
        Path checkouts = directory.resolve("data/checkouts");
        Path old = Files.createDirectories(checkouts.resolve("old/deep"));
        Files.setLastModifiedTime(checkouts.resolve("old"), FileTime.from(Instant.EPOCH));
        Files.createDirectories(checkouts.resolve("young"));
        bench.origin.write("README.md", "Other");
        affected();

        bench.repositories.removeLeftovers(Instant.EPOCH.plusSeconds(60));

        assertThat(old).doesNotExist();
        assertThat(checkouts).isDirectoryContaining("glob:**young");
        try (Stream<Path> left = Files.list(checkouts)) {
            assertThat(left).hasSize(1);
        }
    }

    private Affected affected() {
        return bench.repositories.affected(bench.repository(), base, bench.origin.commit("A change"));
    }

    private static String call(String source) {
        return """
            apiVersion: envctl.dev/v1
            kind: Module
            metadata: {name: logs}
            spec: {source: "%s"}
            """.formatted(source);
    }
}
