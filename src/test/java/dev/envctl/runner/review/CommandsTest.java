package dev.envctl.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.review.Command.Given;
import dev.envctl.runner.review.Command.Mistake;
import dev.envctl.runner.review.Command.Verb;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    @ParameterizedTest
    @CsvSource({
        "/envctl plan, PLAN, ''",
        "/envctl apply environments/dev, APPLY, environments/dev",
        "/envctl  unlock\tdev, UNLOCK, dev",
        "'   /envctl help  ', HELP, ''",
        "/envctl, HELP, ''"
    })
    void readsACommand(String comment, Verb verb, String environment) {
        assertThat(Commands.parse(comment))
                .containsExactly(new Given(verb, environment.isEmpty() ? Optional.empty() : Optional.of(environment)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Looks good.\n/envctl apply",
                "> /envctl apply",
                "```\n/envctl apply\n```",
                "    /envctl apply",
                "\t/envctl apply",
                "`/envctl apply`",
                "please /envctl apply",
                "/envctlx apply",
                "/Envctl apply",
                "envctl apply",
                "- /envctl apply",
                "<!-- x -->\n/envctl apply"
            })
    void whatIsQuotedFencedOrSaidInPassingIsNoCommand(String comment) {
        assertThat(Commands.parse(comment)).isEmpty();
    }

    @Test
    void readsSeveralUpToTheFirstLineThatIsNone() {
        assertThat(Commands.parse("\r\n/envctl plan dev\r\n\r\n/envctl apply dev\r\nthanks\r\n/envctl unlock dev"))
                .containsExactly(new Given(Verb.PLAN, Optional.of("dev")), new Given(Verb.APPLY, Optional.of("dev")));
    }

    @Test
    void hearsSoManyAndSaysWhenThereAreMore() {
        List<Command> commands = Commands.parse("/envctl plan\n".repeat(1000));

        assertThat(commands).hasSize(Commands.MOST + 1);
        assertThat(commands.getLast()).isEqualTo(new Mistake("Only the first 5 commands of a comment are heard."));
    }

    @Test
    void aTypingErrorIsAnsweredWithTheNearestWord() {
        assertThat(Commands.parse("/envctl aply dev"))
                .containsExactly(new Mistake("`aply` is no command. Did you mean `apply`?"));
        assertThat(Commands.parse("/envctl Apply"))
                .containsExactly(new Mistake("`Apply` is no command. Did you mean `apply`?"));
        assertThat(Commands.parse("/envctl <script>`x`"))
                .containsExactly(new Mistake(
                        "`` <script>`x` `` is no command. There are `plan`, `apply`, `unlock` and `help`."));
    }

    @Test
    void takesOneEnvironmentAtMost() {
        assertThat(Commands.parse("/envctl apply dev prod"))
                .containsExactly(new Mistake("`/envctl apply` takes one environment at most."));
    }

    @Property(tries = 200)
    void anyCommentIsReadOrLeftAlone(@ForAll String comment) {
        assertThat(Commands.parse(comment)).hasSizeLessThanOrEqualTo(Commands.MOST + 1);
        assertThat(Commands.parse("/envctl plan " + comment)).hasSizeLessThanOrEqualTo(Commands.MOST + 1);
    }
}
