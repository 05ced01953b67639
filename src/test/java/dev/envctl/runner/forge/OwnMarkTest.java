package dev.envctl.runner.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnMarkTest {

    private static final URI PAGE = URI.create("https://envctl.example.com");

    @Test
    void saysWhatItIsOf() {
        assertThat(OwnMark.of("drift", "environments/dev", PAGE).line())
                .isEqualTo("<!-- envctl drift environments/dev https://envctl.example.com -->");
        assertThat(OwnMark.of("pull-request", "", PAGE).line())
                .isEqualTo("<!-- envctl pull-request https://envctl.example.com -->");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a --> <b>bold</b>",
                "a\n<!-- envctl drift b -->",
                "a---b----c",
                "->",
                "--!>",
                "ümlaut/日本/🜁",
                "a b",
                "x\u0000\u2028y",
                "../..",
            })
    void noDirectoryBreaksOutOfIt(String directory) {
        String line = OwnMark.of("drift", directory, PAGE).line();

        assertThat(line).matches("<!-- envctl drift [A-Za-z0-9._*+%/:-]+ https://envctl\\.example\\.com -->");
        assertThat(line.substring(4, line.length() - 3)).doesNotContain("--");
    }

    @Test
    void everyDirectoryHasItsOwn() {
        String deep = "environments/".repeat(40);
        Set<OwnMark> marks = new HashSet<>();
        for (String directory : List.of("a", "A", "a b", "a+b", "a%20b", "a-b", "a--b", "a-%2Db", deep, deep + "/")) {
            marks.add(OwnMark.of("drift", directory, PAGE));
        }

        assertThat(marks).hasSize(10).allMatch(mark -> mark.line().length() + 2 <= OwnMark.LENGTH);
        assertThat(marks).doesNotContain(OwnMark.of("drift", "a", URI.create("https://other.example.com")));
    }

    @Test
    void theLongestFitsIntoTheRoomThatIsKeptForIt() {
        URI page = URI.create("https://" + "e".repeat(2000) + ".example.com");

        assertThat(OwnMark.of("pull-request", "ä".repeat(500), page).under(""))
                .hasSizeLessThanOrEqualTo(OwnMark.LENGTH);
    }

    @Test
    void onlyItsLastLineMakesATextOurs() {
        OwnMark mark = OwnMark.of("drift", "dev", PAGE);
        String ours = mark.under("Some text");

        assertThat(mark.isUnder(ours)).isTrue();
        assertThat(mark.isUnder(ours.replace("\n", "\r\n") + "\r\n")).isTrue();
        assertThat(mark.isUnder(ours + "\nand more")).isFalse();
        assertThat(mark.isUnder("> " + ours.replace("\n", "\n> "))).isFalse();
        assertThat(mark.isUnder(OwnMark.of("drift", "test", PAGE).under("Some text")))
                .isFalse();
    }
}
