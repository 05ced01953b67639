package dev.envctl.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.review.Naming.Known;
import dev.envctl.runner.review.Naming.Unclear;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTest {

    private static final SequencedMap<String, String> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("environments/dev", "analytics-dev");
        KNOWN.put("environments/prod", "");
        KNOWN.put("other/prod", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"environments/dev", "environments/dev/", "dev", "analytics-dev"})
    void findsAnEnvironmentByDirectoryLastPartAndName(String typed) {
        assertThat(Naming.find(typed, KNOWN)).isEqualTo(new Known("environments/dev"));
    }

    @Test
    void asksWhenItCanBeTwo() {
        assertThat(Naming.find("prod", KNOWN))
                .isEqualTo(new Unclear("`prod` can be `environments/prod` or `other/prod`."));
    }

    @Test
    void suggestsWhatWasProbablyMeant() {
        assertThat(Naming.find("environments/dve", KNOWN))
                .isEqualTo(new Unclear(
                        "There is no environment `environments/dve` here. Did you mean `environments/dev`?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "environments/../environments/dev", "/", "*", "environments/*"})
    void findsNothingButWhatIsKnown(String typed) {
        assertThat(Naming.find(typed, KNOWN)).isInstanceOf(Unclear.class);
    }

    @Test
    void namesAreShownShortAndInert() {
        String typed = "`<img src=x>".repeat(100);

        assertThat(Naming.find(typed, KNOWN))
                .isInstanceOfSatisfying(
                        Unclear.class,
                        unclear -> assertThat(unclear.text())
                                .hasSizeLessThan(200)
                                .startsWith("There is no environment `` `<img"));
    }
}
