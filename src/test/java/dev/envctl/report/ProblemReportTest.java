package dev.envctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Source;
import dev.envctl.testing.GoldenFiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemReportTest {

    private static final Source PLACE =
            new Source("environments/dev/endpoint.yaml", 9, 3, 12, "  relaeseLabel: emr-7.9.0-latest");

    private final Problem unknownField = Problem.of(
                    Code.UNKNOWN_FIELD, "ManagedEndpoint has no field \"relaeseLabel\". Did you mean \"releaseLabel\"?")
            .at(PLACE);

    @Test
    void pointsAtTheLineWithACaret() {
        assertThat(text(unknownField)).isEqualTo("""
            error: Unknown field [ENV-0104]
              --> environments/dev/endpoint.yaml:9:3
               |
             9 |   relaeseLabel: emr-7.9.0-latest
               |   ^^^^^^^^^^^^ ManagedEndpoint has no field "relaeseLabel". Did you mean "releaseLabel"?
            """);
    }

    @Test
    void putsFurtherLinesAndTheHintBelow() {
        Problem cycle = Problem.of(Code.CIRCULAR_REFERENCE, "These refer to one another:\nRole/a\nRole/b")
                .at(new Source("a.yaml", 120, 1, 4, "kind: Role"))
                .withHint("Break the circle:\n\n    envctl graph environments/dev");

        assertThat(text(cycle)).isEqualTo("""
            error: Circular reference [ENV-0204]
                --> a.yaml:120:1
                 |
             120 | kind: Role
                 | ^^^^ These refer to one another:
                 |      Role/a
                 |      Role/b
                 = Break the circle:

                       envctl graph environments/dev
            """);
    }

    @Test
    void doesWithoutAPlace() {
        Problem account = Problem.of(Code.WRONG_ACCOUNT, "The caller is in 1, the environment in 2.")
                .withHint("Set AWS_PROFILE.");

        assertThat(text(account)).isEqualTo("""
            error: Wrong account [ENV-0501]
              The caller is in 1, the environment in 2.
              Set AWS_PROFILE.
            """);
    }

    @Test
    void cutsALongLineAroundTheRange() {
        String line = "x".repeat(500) + "HERE" + "y".repeat(500);
        String text = text(unknownField.at(new Source("a.yaml", 1, 501, 4, line)));

        List<String> lines = text.lines().toList();
        assertThat(lines.get(3)).hasSizeLessThan(180);
        assertThat(lines.get(3).indexOf("HERE")).isEqualTo(lines.get(4).indexOf("^^^^"));
    }

    @Test
    void keepsTheCaretInPlaceBehindTabsAndControlCharacters() {
        String text = text(unknownField.at(new Source("a.yaml", 1, 4, 2, "\t\u001b\tab")));

        List<String> lines = text.lines().toList();
        assertThat(lines.get(3)).doesNotContain("\u001b", "\t");
        assertThat(lines.get(3).indexOf("ab")).isEqualTo(lines.get(4).indexOf("^^"));
    }

    @Test
    void survivesARangeBeyondTheLine() {
        assertThat(text(unknownField.at(new Source("a.yaml", 3, 40, 9, "short"))))
                .contains("a.yaml:3:40");
    }

    @Test
    void showsTwentyAndCountsTheRest() {
        List<Problem> many = new ArrayList<>();
        for (int i = 0; i < 34; i++) {
            many.add(Problem.of(Code.UNKNOWN_FIELD, "Field " + i + "."));
        }

        String text = new ProblemText(Style.TEXT).render(many);

        assertThat(text).contains("Field 19.").doesNotContain("Field 20.").endsWith("and 14 more\n");
    }

    @Test
    void putsErrorsBeforeWarningsAndTellsEqualOnesOnce() {
        Problem warning = Problem.of(Code.SELECTION_INCOMPLETE, "Partial.");
        String text = new ProblemText(Style.TEXT).render(List.of(warning, unknownField, unknownField));

        assertThat(text.indexOf("error:")).isZero();
        assertThat(text.lastIndexOf("error:")).isZero();
        assertThat(text).contains("warning: Partial plan");
    }

    @Test
    void hasTheShapeOfTerraformsDiagnostics() {
        GoldenFiles.check(
                "report/problem/diagnostics.json",
                Json.pretty(ProblemJson.document(List.of(
                        unknownField,
                        Problem.of(Code.SELECTION_INCOMPLETE, "Partial.").withHint("Plan all.")))));
    }

    private static String text(Problem problem) {
        return new ProblemText(Style.TEXT).render(problem);
    }
}
