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

    /// It could not be kept, and whoever tried would try for ever.
    @Test
    void whatLiesDeeperThanCanBeKeptIsNobodysEnvironment() {
        String deep = "environments/" + "deep/".repeat(110) + "dev";
        bench.environment(deep, logGroup("second", 7));
        bench.environment("environments/new", logGroup("third", 7));

        assertThat(affected().changed()).containsExactly("environments/new");
    }

    @Test
    void anEnvironmentIsAffectedByTheModulesItUsesHoweverDeep() {
        bench.origin.write("shared/logs/policy.json", "{\"a\": 1}");

        assertThat(affected().changed()).containsExactly("environments/prod", "teams/data/lab");
    }

    @Test
    void anEnvironmentIsAffectedByItsLocalChartsHoweverTheyAreNamed() {
        bench.origin
                .write("environments/dev/release.yaml", release("charts/app"))
                .write("environments/prod/release.yaml", release("charts/packed-1.2.3.tgz"))
                .write(
                        "shared/app/module.yaml",
                        MODULE.replace("properties: {}", "properties: {chart: {type: string}}"))
                .write("shared/app/release.yaml", release("charts/${input.chart}"))
                .write("teams/data/lab/resources.yaml", call("../../../shared/app", "chart: lab"))
                .write("charts/app/values.yaml", "replicas: 1")
                .write("charts/packed-1.2.3.tgz", "packed")
                .write("charts/lab/templates/deployment.tpl", "x")
                .write("charts/nobodys/Chart.yaml", "name: nobodys");
        base = bench.origin.commit("Releases");

        bench.origin.write("charts/app/templates/new/notes.txt", "x");
        assertThat(next()).containsExactly("environments/dev");
        bench.origin.write("charts/packed-1.2.3.tgz", "packed again");
        assertThat(next()).containsExactly("environments/prod");
        bench.origin.remove("charts/lab/templates/deployment.tpl");
        assertThat(next()).containsExactly("teams/data/lab");
        bench.origin.write("charts/nobodys/Chart.yaml", "name: nobody").write("charts/app-2/Chart.yaml", "name: app");
        assertThat(next()).isEmpty();
    }

    @Test
    void whereAChartIsCannotBeWorkedOutEverythingThatItMayBeCounts() {
        bench.origin
                .write("environments/dev/release.yaml", release("charts/${environment.name}/app"))
                .write("environments/dev/broken.yaml", "kind: [")
                .write("charts/prod/app/Chart.yaml", "name: app");
        base = bench.origin.commit("A release beside a mistake");

        bench.origin.write("charts/prod/app/Chart.yaml", "name: other");
        assertThat(next()).containsExactly("environments/dev");
        bench.origin.remove("environments/dev/broken.yaml");
        base = bench.origin.commit("Mended");
        bench.origin.write("charts/prod/app/Chart.yaml", "name: another");
        assertThat(next()).isEmpty();
    }

    @Test
    void anEnvironmentIsAffectedByFilesThatItsDocumentsRead() {
        bench.origin.write("environments/dev/files/plugins.zip", "zip").write("shared/logs/files/note.txt", "note");
        base = bench.origin.commit("Files");

        bench.origin.write("environments/dev/files/plugins.zip", "zap");
        assertThat(next()).containsExactly("environments/dev");
        bench.origin.write("shared/logs/files/note.txt", "other");
        assertThat(next()).containsExactly("environments/prod", "teams/data/lab");
    }

    @Test
    void anEnvironmentIsAffectedByWhatItsLinksLeadTo() {
        bench.origin
                .write("attic/common.yaml", logGroup("common", 7))
                .write("attic/chart/Chart.yaml", "name: app")
                .link("environments/dev/common.yaml", "../../attic/common.yaml")
                .link("charts/app", "../attic/chart")
                .write("environments/dev/release.yaml", release("charts/app"));
        base = bench.origin.commit("Links");

        bench.origin.write("attic/common.yaml", logGroup("common", 14));
        assertThat(next()).containsExactly("environments/dev");
        bench.origin.write("attic/chart/Chart.yaml", "name: other");
        assertThat(next()).containsExactly("environments/dev");
        bench.origin.remove("charts/app").link("charts/app", "../attic");
        assertThat(next()).containsExactly("environments/dev");
    }

    /// What a commit with everything until now changes; the next change begins there.
    private List<String> next() {
        List<String> changed = affected().changed();
        base = bench.origin.head();
        return changed;
    }

    private static String release(String chart) {
        return """
            apiVersion: envctl.dev/v1
            kind: HelmRelease
            metadata: {name: app}
            spec:
              clusterName: spark
              namespace: apps
              name: app
              chart: {name: app, path: "%s"}
            """.formatted(chart);
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

    /// It would be tried again for ever, and nobody told.
    @Test
    void aBranchWithoutACommonCommitIsForItsAuthorToMend() {
        String orphan =
                bench.origin.orphan("elsewhere").write("README.md", "Else").commit("Elsewhere");

        assertThatThrownBy(() -> bench.repositories.affected(bench.repository(), base, orphan))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused ->
                                assertThat(refused.problems().getFirst().code()).isEqualTo(Code.COMMIT_UNUSABLE))
                .hasMessageContaining("have no commit in common");
    }

    @Test
    void whatIsNoCommitIsAskedOfNobody() {
        for (String odd : new String[] {"main", "--upload-pack=touch x", "../../x", "0".repeat(40)}) {
            assertThatThrownBy(() -> bench.repositories.environments(bench.repository(), odd))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problems().getFirst().code())
                                    .isEqualTo(Code.COMMIT_MISSING))
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
        return call(source, "");
    }

    private static String call(String source, String inputs) {
        return """
            apiVersion: envctl.dev/v1
            kind: Module
            metadata: {name: logs}
            spec: {source: "%s", inputs: {%s}}
            """.formatted(source, inputs);
    }
}
