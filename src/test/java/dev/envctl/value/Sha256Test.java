package dev.envctl.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {

    /// The example of FIPS 180-2.
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isWhatTheStandardSays() {
        assertThat(Sha256.hex("abc")).isEqualTo(ABC);
        assertThat(Sha256.hex(new byte[] {'a', 'b', 'c'})).isEqualTo(ABC);
        assertThat(Sha256.hex("abc", 8)).isEqualTo("ba7816bf");
        assertThat(Sha256.of("abc")).hasSize(32).isEqualTo(Sha256.begun().digest(new byte[] {'a', 'b', 'c'}));
    }

    @Test
    void readsTextsAsUtf8() {
        assertThat(Sha256.hex("ä")).isEqualTo(Sha256.hex(new byte[] {(byte) 0xc3, (byte) 0xa4}));
    }
}
