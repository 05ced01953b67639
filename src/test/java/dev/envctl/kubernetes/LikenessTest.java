package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.value.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikenessTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {a: 2}             | {a: "2"}
        {a: true}          | {a: "true"}
        {a: 500m}          | {a: 0.5}
        {a: 1Gi}           | {a: 1024Mi}
        {b: 1, a: 2}       | {a: 2, b: 1}
        {a: 1}             | {a: 1, b: {}}
        {a: 1, b: []}      | {a: 1}
        {a: {b: null}}     | {}
        {}                 | {a: {b: {c: []}}}
        {a: [{b: "1"}, 2]} | {a: [{b: 1}, "2"]}
        """)
    void meansTheSame(String live, String document) {
        assertThat(Likeness.settle(Yaml.map(live), Yaml.map(document))).isEqualTo(Yaml.map(document));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {a: 2}      | {a: 3}
        {a: x}      | {a: ""}
        {a: 1Gi}    | {a: 1G}
        {a: [1, 2]} | {a: [2, 1]}
        {a: 0}      | {}
        {a: false}  | {}
        """)
    void doesNotMeanTheSame(String live, String document) {
        assertThat(Likeness.settle(Yaml.map(live), Yaml.map(document))).isEqualTo(Yaml.map(live));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = "{a: \"1\", b: 2} | {a: 1, b: 3} | {a: 1, b: 2}")
    void onlyTheRealDifferenceIsLeft(String live, String document, String settled) {
        Value.MapValue expected = Yaml.map(settled);

        assertThat(Likeness.settle(Yaml.map(live), Yaml.map(document))).isEqualTo(expected);
    }
}
