package dev.envctl.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.expression.Evaluator;
import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.spec.YamlTexts;
import dev.envctl.testing.Environments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    private static final ResourceGraph GRAPH = ResourceGraph.of(Environments.of("""
        Thing/a
        Solo/b parent=${Thing/a.id}
        studio.Thing/c
        Thing/d
        """), _ -> List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Thing/d                                | Thing/d",
                "Solo/*                                 | Thing/a, Solo/b",
                "studio.*                               | studio.Thing/c",
                "kind == 'Solo'                         | Thing/a, Solo/b",
                "module == 'studio'                     | studio.Thing/c",
                "kind == 'Thing' && name.startsWith('d') | Thing/d",
            })
    void choosesByAddressPatternAndExpressionWithWhatTheChosenDependOn(String selection, String chosen) {
        assertThat(String.join(
                        ", ",
                        parse(selection).choose(GRAPH).stream()
                                .map(Object::toString)
                                .toList()))
                .isEqualTo(chosen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thing/none", "kind == 'None'", "kind = 'Thing'", "kind =="})
    void saysWhenNothingIsChosenOrTheExpressionIsNone(String selection) {
        assertThatThrownBy(() -> parse(selection).choose(GRAPH))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown ->
                                assertThat(thrown.problems().getFirst().code()).isEqualTo(Code.INVALID_SELECTION));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind==Solo          | Solo is none of kind, name, address, module. Text stands in quotes",
                "kind=='Solo'&&nme=='x' | nme is none of kind",
                "kind=='Solo'?1:2    | it is neither true nor false for Thing/a",
                "name+1==2           | The selection name+1==2: No matching overload",
            })
    void saysWhatIsWrongWithAnExpression(String selection, String what) {
        assertThatThrownBy(() -> parse(selection).choose(GRAPH))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problems().getFirst().detail())
                                .contains(what)
                                .doesNotContain("bug in envctl"));
    }

    @Test
    void keepsTheOrderOfTheGraph() {
        assertThat(parse("*").choose(GRAPH)).hasSize(4);
    }

    private static Selection parse(String selection) {
        return Selection.parse(selection, new Evaluator(YamlTexts::parse)::evaluate);
    }
}
