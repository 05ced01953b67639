package dev.envctl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.Ownership;
import dev.envctl.value.Address;
import org.junit.jupiter.api.Test;

final class ClientTokenTest {

    private static final Ownership PYSPARK = ownership("analytics.us-east-1", "pyspark", "4f2a9c1e", 1);

    @Test
    void isTheSameInEveryRunAndOnEveryMachine() {
        assertThat(ClientToken.of(PYSPARK, 0)).isEqualTo("ce163c117a7f727adcece955fbb543a054019547c2d3d96e");
    }

    @Test
    void fitsIntoWhatTheServiceTakes() {
        assertThat(ClientToken.of(PYSPARK, 0)).matches("[0-9a-f]{1,64}");
    }

    @Test
    void changesOnceAPredecessorIsGone() {
        assertThat(ClientToken.of(PYSPARK, 1)).isNotEqualTo(ClientToken.of(PYSPARK, 0));
    }

    @Test
    void differsByOwnerAddressGenerationAndContent() {
        assertThat(new Ownership[] {
                    PYSPARK,
                    ownership("analytics.eu-west-1", "pyspark", "4f2a9c1e", 1),
                    ownership("analytics.us-east-1", "scala", "4f2a9c1e", 1),
                    ownership("analytics.us-east-1", "pyspark", "00000000", 1),
                    ownership("analytics.us-east-1", "pyspark", "4f2a9c1e", 2)
                })
                .extracting(ownership -> ClientToken.of(ownership, 0))
                .doesNotHaveDuplicates();
    }

    private static Ownership ownership(String environment, String name, String applied, int generation) {
        return new Ownership(
                environment, Address.of("ManagedEndpoint", name), applied, generation, Ownership.Protection.NONE);
    }
}
