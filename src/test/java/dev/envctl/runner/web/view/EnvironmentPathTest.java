package dev.envctl.runner.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.run.EnvironmentKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentPathTest {

    @ParameterizedTest
    @CsvSource({
        "acme/platform, environments/dev, acme/platform/-/environments/dev",
        "a/b/c, ., a/b/c/-/~2e",
        "a/b, '', a/b/-/~",
        "a/b, x/../y, a/b/-/x/~2e~2e/y",
        "a/-/b, c, a/~2d/b/-/c",
        "a/b, ä %2f;?#~, a/b/-/~c3~a4~20~252f~3b~3f~23~7e"
    })
    void isReadableWhereItCanBe(String repository, String directory, String path) {
        assertThat(EnvironmentPath.of(new EnvironmentKey("github", repository, directory)))
                .isEqualTo("github/" + path);
    }

    @Test
    void sameTextInAnotherPlaceIsAnotherPath() {
        assertThat(EnvironmentPath.of(new EnvironmentKey("f", "a", "b/-/c")))
                .isNotEqualTo(EnvironmentPath.of(new EnvironmentKey("f", "a/-/b", "c")));
    }

    @Property(tries = 300)
    void survivesBrowsersAndIsNobodyElses(
            @ForAll String repository, @ForAll String directory, @ForAll String other, @ForAll String another) {
        var key = new EnvironmentKey("f", repository, directory);
        var otherKey = new EnvironmentKey("f", other, another);
        String path = EnvironmentPath.of(key);

        assertThat(URI.create("/" + path).normalize().getRawPath()).isEqualTo("/" + path);
        assertThat(path.equals(EnvironmentPath.of(otherKey))).isEqualTo(same(key, otherKey));
    }

    /// Halves of surrogate pairs all become the same question mark; git has no such names.
    private static boolean same(EnvironmentKey one, EnvironmentKey other) {
        return utf8(one.repository()).equals(utf8(other.repository()))
                && utf8(one.directory()).equals(utf8(other.directory()));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
