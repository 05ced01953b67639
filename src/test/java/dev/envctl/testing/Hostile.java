package dev.envctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody writes who wants to be read as something else, and whether they are.
public final class Hostile {

    /// Markup of pages and of Markdown, people to call, our own marks, ends of all that it may stand in, and
    /// characters that steer terminals, turn the direction of writing, or are refused by PostgreSQL.
    public static final String TEXT = "x\"'><script>alert(1)</script><img src=q"
        + " onerror=alert(2)>[click](https://evil.example.com) ![i](https://evil.example.com) <!-- envctl:pull-request"
        + " --><!-- envctl:drift -->@alice #1 |`````\n\n"
        + "```\n"
        + "~~~\n"
        + "</details></summary>\u202e\u2066\u0000\u001b[2J\u0007";

    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,})([^`]*)");
    private static final String STEERING = ".*[\\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029].*";

    private Hostile() {}

    /// In double quotes of YAML.
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(letter -> quoted.append(
                        letter < 0x20 || letter > 0x7e || letter == '"' || letter == '\\'
                                ? "\\u%04x".formatted(letter)
                                : Character.toString(letter)));
        return quoted.append('"').toString();
    }

    /// What a forge reads as Markdown: outside of fences and code spans nothing is anybody's but ours.
    public static void assertHarmlessMarkdown(String markdown) {
        String rest = outsideOfCode(markdown);
        assertThat(rest)
                .as(markdown)
                .doesNotContain("<script", "<img", "evil.example.com", "@alice", "onerror", "#1", "<a", "envctl:drift");
        assertThat(count(rest, "<!-- envctl:pull-request -->")).as(markdown).isLessThanOrEqualTo(2);
        assertThat(count(rest, "<details>")).as(markdown).isEqualTo(count(rest, "</details>"));
        markdown.lines().forEach(Hostile::assertSteersNothing);
    }

    /// What is shown as it is.
    public static void assertSteersNothing(String line) {
        assertThat(Pattern.compile(STEERING, Pattern.DOTALL).matcher(line).matches())
                .as(line)
                .isFalse();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length;
    }

    private static String outsideOfCode(String markdown) {
        StringBuilder rest = new StringBuilder();
        Optional<String> fence = Optional.empty();
        for (String line : markdown.lines().toList()) {
            Matcher matcher = FENCE.matcher(line);
            if (fence.isPresent()) {
                boolean isEnd = matcher.matches()
                        && matcher.group(1).length() >= fence.get().length()
                        && matcher.group(2).isBlank();
                fence = isEnd ? Optional.empty() : fence;
            } else if (matcher.matches()) {
                fence = Optional.of(matcher.group(1));
            } else {
                rest.append(line.replaceAll("(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)", ""))
                        .append('\n');
            }
        }
        return rest.toString();
    }

    /// A page: only our own script, and nothing that runs or looks otherwise.
    public static void assertHarmlessPage(String page) {
        assertThat(page).startsWith("<!doctype html>");
        for (String part :
                List.of("<script>", "<img src=q", "\u202e", "\u2066", "\u0000", "\u001b", "href=\"https://evil")) {
            assertThat(page).doesNotContain(part);
        }
        assertThat(Pattern.compile("<[^>]+\\s(on[a-z]+|style)=|<script(?! src=\"/static/)|<style|javascript:")
                        .matcher(page)
                        .results()
                        .map(found -> found.group()))
                .isEmpty();
    }
}
