package dev.envctl.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.envctl.testing.TurnableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final TurnableClock clock = new TurnableClock();
    private final List<Duration> waits = new ArrayList<>();
    private final TokenBucket bucket = new TokenBucket(10, 3, new AwsSettings.Time(clock, this::sleep));

    @Test
    void letsABurstThroughAndThenSoManyASecond() {
        take(3);
        assertThat(waits).isEmpty();

        take(2);
        assertThat(waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
    }

    @Test
    void savesUpNoMoreThanABurst() {
        clock.turn(Duration.ofHours(1));

        take(4);

        assertThat(waits).containsExactly(Duration.ofMillis(100));
    }

    @Test
    void halvesItsRateWhenTheServiceThrottles() {
        bucket.slowDown();
        take(1);
        bucket.slowDown();
        take(1);

        assertThat(waits.getFirst()).isEqualTo(Duration.ofMillis(200));
        assertThat(waits.getLast()).isGreaterThan(Duration.ofMillis(370));
    }

    @Test
    void neverStopsAltogether() {
        for (int i = 0; i < 50; i++) {
            bucket.slowDown();
        }

        assertThat(bucket.callsPerSecond()).isEqualTo(0.5);
    }

    @Test
    void isBackAtItsRateAfterHalfAMinute() {
        bucket.slowDown();
        assertThat(bucket.callsPerSecond()).isEqualTo(5);

        clock.turn(Duration.ofSeconds(6));
        assertThat(bucket.callsPerSecond()).isCloseTo(7, offset(0.01));

        clock.turn(Duration.ofSeconds(24));
        assertThat(bucket.callsPerSecond()).isEqualTo(10);
    }

    private void take(int times) {
        for (int i = 0; i < times; i++) {
            bucket.take();
        }
    }

    private void sleep(Duration duration) {
        waits.add(duration);
        clock.turn(duration);
    }
}
