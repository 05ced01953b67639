package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.ScribbledYaml;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.snakeyaml.engine.v2.api.Load;

/// Documents that nobody would write, in white space that somebody might.
class YamlLayoutProperties {

    @Property(tries = 500)
    void theMeaningStays(@ForAll long content, @ForAll long hand) {
        String text = ScribbledYaml.text(content, hand);

        String formatted = YamlLayout.of(text);

        assertThat(loaded(formatted)).as(text).isEqualTo(loaded(text));
        assertThat(YamlLayout.isSame(text, formatted)).as(text).isTrue();
    }

    @Property(tries = 500)
    void formattedTwiceIsFormattedOnce(@ForAll long content, @ForAll long hand) {
        String formatted = YamlLayout.of(ScribbledYaml.text(content, hand));

        assertThat(YamlLayout.of(formatted)).isEqualTo(formatted);
    }

    @Property(tries = 500)
    void whoeverWroteItDoesNotShow(@ForAll long content, @ForAll long oneHand, @ForAll long otherHand) {
        String one = ScribbledYaml.text(content, oneHand);
        String other = ScribbledYaml.text(content, otherHand);

        assertThat(YamlLayout.of(one)).as("%s%n%n%s", one, other).isEqualTo(YamlLayout.of(other));
    }

    private static List<Object> loaded(String text) {
        List<Object> documents = new ArrayList<>();
        new Load(YamlReader.settings(text).build()).loadAllFromString(text).forEach(documents::add);
        return documents;
    }
}
