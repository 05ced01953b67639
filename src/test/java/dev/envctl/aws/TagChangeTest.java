package dev.envctl.aws;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.Ownership;
import dev.envctl.provider.Ownership.Protection;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagChangeTest {

    private static final Ownership LEDGER =
            new Ownership("dev.us-east-1", Address.of("Role", "job"), "1234", 1, Protection.NONE);

    private static final Map<String, String> CURRENT = Map.of("team", "a", "old", "x", "somebody/else", "y");
    private static final Map<String, String> DESIRED = Map.of("team", "b");

    @Test
    void writesAndRemovesOnlyWhatChanged() {
        TagChange change = TagChange.of(CURRENT, DESIRED, paths("/tags/team", "/tags/old"), LEDGER);

        assertThat(change.set()).containsEntry("team", "b").containsAllEntriesOf(LEDGER.tags());
        assertThat(change.remove()).containsExactly("old");
        assertThat(change.appliedTo(CURRENT))
                .containsEntry("somebody/else", "y")
                .doesNotContainKey("old");
    }

    @Test
    void changeOfAllTagsReplacesThem() {
        TagChange change = TagChange.of(CURRENT, DESIRED, paths("/tags"), LEDGER);

        assertThat(change.remove()).containsExactlyInAnyOrder("old", "somebody/else");
    }

    @Test
    void changeOfOtherFieldsWritesOnlyTheLedger() {
        TagChange change = TagChange.of(CURRENT, DESIRED, paths("/description"), LEDGER);

        assertThat(change.set()).isEqualTo(LEDGER.tags());
        assertThat(change.remove()).isEmpty();
    }

    private static Set<FieldPath> paths(String... pointers) {
        return Set.of(pointers).stream().map(FieldPath::parse).collect(toSet());
    }
}
