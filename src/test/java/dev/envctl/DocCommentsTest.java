package dev.envctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocCommentsTest {

    private static final String LONG = "word ".repeat(30).strip();

    @Test
    void fillsAParagraphThatRunsPastTheMargin() {
        String filled = DocComments.fill("    /// " + LONG + "\n    /// and more\n    int x;\n");

        assertThat(filled.lines())
                .hasSize(3)
                .allMatch(line -> line.length() <= 120)
                .last()
                .isEqualTo("    int x;");
        assertThat(filled).contains("word and more").endsWith("\n");
    }

    @Test
    void leavesParagraphsThatFitAsTheyAre() {
        String source = "/// short\n/// lines\n///\n/// another\nclass A {}\n";

        assertThat(DocComments.fill(source)).isEqualTo(source);
    }

    @Test
    void leavesCodeAndTablesAlone() {
        String source = "/// ```\n/// " + LONG + "\n/// ```\n/// | " + LONG + " |\n";

        assertThat(DocComments.fill(source)).isEqualTo(source);
    }

    @Test
    void keepsItemsApart() {
        String filled = DocComments.fill("/// - " + LONG + "\n/// - two\n");

        assertThat(filled.lines()).hasSize(3);
        assertThat(filled).contains("\n///   word").contains("\n/// - two\n");
    }

    @Test
    void anItemTakesItsIndentedLinesWithIt() {
        String filled = DocComments.fill("/// - " + LONG + "\n///   and more\n");

        assertThat(filled.lines()).hasSize(2).last().asString().endsWith("word and more");
    }

    @Test
    void filledTextStaysAsItIs() {
        String once = DocComments.fill("/// " + LONG + "\n/// " + LONG + "\n/// - " + LONG + "\nclass A {}\n");

        assertThat(DocComments.fill(once)).isEqualTo(once);
    }
}
