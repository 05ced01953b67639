package dev.envctl.aws.emr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.value.Address;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MappingNamesTest {

    @Test
    void readsLikeWhatTheMappingIs() {
        assertThat(MappingNames.plain("USER", "alice@example.com"))
                .hasToString("StudioSessionMapping/user-alice-example-com");
        assertThat(MappingNames.plain("GROUP", "data-engineers"))
                .hasToString("StudioSessionMapping/group-data-engineers");
    }

    @Test
    void tellsApartWhatReadsAlike() {
        assertThat(MappingNames.plain("USER", "a.b")).isEqualTo(MappingNames.plain("USER", "a-b"));
        assertThat(MappingNames.distinct("USER", "a.b")).isNotEqualTo(MappingNames.distinct("USER", "a-b"));
    }

    @Test
    void staysALegalNameHoweverLongTheIdentityIs() {
        Address address = MappingNames.distinct("USER", "x".repeat(200) + " ü/\\@example.com");

        assertThat(address.name()).hasSize(63);
        assertThat(Address.parse(address.toString())).isEqualTo(Optional.of(address));
    }
}
