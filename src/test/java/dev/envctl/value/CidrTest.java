package dev.envctl.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.1.5/16, 10.0.0.0/16",
        "10.0.0.0/8, 10.0.0.0/8",
        "255.255.255.255/32, 255.255.255.255/32",
        "203.0.113.9/0, 0.0.0.0/0",
    })
    void hostBitsAreCleared(String text, String canonical) {
        assertThat(Cidr.parse(text)).hasValueSatisfying(cidr -> assertThat(cidr).hasToString(canonical));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.256/16", "10.0.0.0/33", "fd00::/8", "", "10.0.0/16"})
    void whatIsNoRangeIsNone(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/16, 10.0.255.0/24, true, true",
        "10.0.0.0/24, 10.0.0.0/16, true, false",
        "10.0.0.0/24, 10.0.1.0/24, false, false",
        "0.0.0.0/0, 255.255.255.255/32, true, true",
    })
    void rangesOverlapOrContainOneAnother(String one, String other, boolean overlaps, boolean contains) {
        Cidr first = Cidr.parse(one).orElseThrow();
        Cidr second = Cidr.parse(other).orElseThrow();

        assertThat(first.overlaps(second)).isEqualTo(overlaps);
        assertThat(second.overlaps(first)).isEqualTo(overlaps);
        assertThat(first.contains(second)).isEqualTo(contains);
    }
}
