package dev.envctl.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void whatOneDoesNotNeedIsThereForTheOthers() {
        assertThat(Shares.divide(List.of(10, 100, 100), 110)).containsExactly(10, 50, 50);
        assertThat(Shares.divide(List.of(10, 20), 100)).containsExactly(10, 20);
        assertThat(Shares.divide(List.of(5, 5), -3)).containsExactly(0, 0);
        assertThat(Shares.divide(List.of(), 10)).isEmpty();
    }

    @Property(tries = 300)
    void nobodyGetsMoreThanItNeedsAndNoMoreIsGivenThanThereIs(
            @ForAll List<@IntRange(max = 10_000) Integer> needs, @ForAll @IntRange(max = 50_000) int room) {
        List<Integer> shares = Shares.divide(needs, room);

        int wanted = needs.stream().mapToInt(Integer::intValue).sum();
        int given = shares.stream().mapToInt(Integer::intValue).sum();
        assertThat(given).isLessThanOrEqualTo(room);
        for (int i = 0; i < needs.size(); i++) {
            assertThat(shares.get(i)).isBetween(0, needs.get(i));
        }
        if (wanted <= room) {
            assertThat(shares).isEqualTo(needs);
        } else {
            assertThat(given).isGreaterThan(room - Math.max(1, needs.size()));
        }
    }
}
