package dev.envctl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.Ownership;
import dev.envctl.provider.Ownership.Protection;
import dev.envctl.provider.Wanted;
import dev.envctl.provider.Wanted.Sought;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListedTagsTest {

    private static final String ARN = "arn:aws:logs:us-east-1:000000000000:log-group:/jobs";
    private static final Address ADDRESS = Address.of("LogGroup", "jobs");
    private static final Ownership SETTLED = new Ownership("dev.us-east-1", ADDRESS, "abc12345", 1, Protection.NONE);
    private static final MapValue DESIRED = Value.map("tags", Value.map("team", Value.of("data")));
    private static final Map<String, String> TAGS = SETTLED.allTags(Map.of("team", "data"));

    @Test
    void believesAListingThatSaysWhatWouldBeWrittenAnyway() {
        assertThat(listed(TAGS, settled()).settled(ARN)).contains(TAGS);
    }

    @ParameterizedTest
    @CsvSource({
        "team, platform",
        "team,",
        "more, tags",
        "envctl.dev/applied, abc1234X",
        "envctl.dev/protected, true",
        "envctl.dev/address, LogGroup/renamed",
        "envctl.dev/environment, others.us-east-1",
        "envctl.dev/mark, true",
    })
    void asksTheObjectWhereTheListingSaysAnythingElse(String key, String value) {
        Map<String, String> tags = new HashMap<>(TAGS);
        Optional.ofNullable(value).ifPresentOrElse(text -> tags.put(key, text), () -> tags.remove(key));

        assertThat(listed(tags, settled()).settled(ARN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"envctl.dev/generation, 2", "aws:cloudformation:stack-name, jobs"})
    void takesNoOffenceAtWhatNoPlanDecides(String key, String value) {
        Map<String, String> tags = new HashMap<>(TAGS);
        tags.put(key, value);

        assertThat(listed(tags, settled()).settled(ARN)).contains(tags);
    }

    @Test
    void asksTheObjectWhereNobodyKnowsWhatItsLedgerShouldBe() {
        assertThat(listed(TAGS, settled().withoutSettled()).settled(ARN)).isEmpty();
        assertThat(new ListedTags(Map.of(ARN, TAGS), new Wanted(true, List.of(), List.of())).settled(ARN))
                .isEmpty();
        assertThat(ListedTags.NONE.settled(ARN)).isEmpty();
    }

    @Test
    void holdsAKindsOwnMarksAgainstTheDocumentToo() {
        Map<String, String> mark = Map.of("envctl.dev/mark", "true");
        Map<String, String> marked = new HashMap<>(TAGS);
        marked.putAll(mark);

        assertThat(listed(marked, settled()).settled(ARN, _ -> mark)).contains(marked);
        assertThat(listed(TAGS, settled()).settled(ARN, _ -> mark)).isEmpty();
    }

    @Test
    void isContentWithTheTagsWhereTheDocumentIsNotKnownAsAWhole() {
        Sought waiting = settled().withoutSettled();
        Map<String, String> others = new HashMap<>(TAGS);
        others.put("team", "platform");

        assertThat(listed(TAGS, waiting).documented(ARN)).contains(TAGS);
        assertThat(listed(others, waiting).documented(ARN)).isEmpty();
        assertThat(listed(TAGS, settled()).documented(ARN)).isEmpty();
    }

    private static Sought settled() {
        return new Sought(ADDRESS, false, DESIRED, Optional.of(SETTLED));
    }

    private static ListedTags listed(Map<String, String> tags, Sought sought) {
        return new ListedTags(Map.of(ARN, tags), new Wanted(true, List.of(sought), List.of()));
    }
}
