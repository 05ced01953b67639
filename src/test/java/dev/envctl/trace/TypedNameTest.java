package dev.envctl.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.value.Address;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypedNameTest {

    private static final List<TypedName.Candidate> CANDIDATES = List.of(
            candidate("ManagedEndpoint/pyspark", "notebooks"),
            candidate("ManagedEndpoint/pyspark-large", "large"),
            candidate("studio.ManagedEndpoint/iceberg", "iceberg"));

    private static TypedName.Candidate candidate(String address, String name) {
        return new TypedName.Candidate("dev", Address.parse(address).orElseThrow(), Optional.of(name));
    }

    private static String chosen(String typed) {
        return TypedName.choose(typed, CANDIDATES).address().toString();
    }

    private static ProblemException refused(String typed) {
        return catchThrowableOfType(ProblemException.class, () -> TypedName.choose(typed, CANDIDATES));
    }

    @Test
    void takesAnAddressANameOrAPartOfIt() {
        assertThat(chosen("studio.ManagedEndpoint/iceberg")).isEqualTo("studio.ManagedEndpoint/iceberg");
        assertThat(chosen("notebooks")).isEqualTo("ManagedEndpoint/pyspark");
        assertThat(chosen("ice")).isEqualTo("studio.ManagedEndpoint/iceberg");
        assertThat(chosen("studio")).isEqualTo("studio.ManagedEndpoint/iceberg");
        assertThat(chosen("LARGE")).isEqualTo("ManagedEndpoint/pyspark-large");
    }

    @Test
    void prefersTheWholeNameToAPart() {
        assertThat(chosen("pyspark")).isEqualTo("ManagedEndpoint/pyspark");
    }

    @Test
    void listsWhatAPartCouldMean() {
        assertThat(refused("py").problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(Code.AMBIGUOUS_ADDRESS);
            assertThat(problem.detail()).contains("dev ManagedEndpoint/pyspark\n", "dev ManagedEndpoint/pyspark-large");
        });
    }

    @Test
    void suggestsTheNearestAndListsTheRest() {
        assertThat(refused("icebrg").problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(Code.UNKNOWN_ADDRESS);
            assertThat(problem.detail()).contains("Did you mean \"iceberg\"?");
            assertThat(problem.hint().orElseThrow()).contains("dev ManagedEndpoint/pyspark");
        });
    }

    @Test
    void doesNotTakeTheKindForAName() {
        assertThatThrownBy(() -> chosen("managed")).isInstanceOf(ProblemException.class);
    }

    @Test
    void saysSoWhereThereAreNone() {
        assertThatThrownBy(() -> TypedName.choose("pyspark", List.of())).isInstanceOf(ProblemException.class);
    }
}
