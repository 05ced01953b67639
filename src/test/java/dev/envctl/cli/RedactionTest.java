package dev.envctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.envctl.runner.run.LogContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RedactionTest {

    private static final Logger log = LoggerFactory.getLogger(RedactionTest.class);

    private final Redaction redaction = new Redaction();

    @Test
    void masksWhatItKnowsInEveryFormThatItTakes() {
        redaction.hide("a\"b\\c d/e&f");

        assertThat(redaction.masked("raw a\"b\\c d/e&f, json a\\\"b\\\\c d/e&f, address a%22b%5Cc+d%2Fe%26f"))
                .isEqualTo("raw ***, json ***, address ***");
    }

    @Test
    void leavesNoPartOfALongerSecretBehind() {
        redaction.hide("password-1");
        redaction.hide("password-1-and-more");

        assertThat(redaction.masked("password-1-and-more password-1")).isEqualTo("*** ***");
    }

    @Test
    void masksEveryLineOfAKey() {
        redaction.hide("-----BEGIN KEY-----\nMIIEowIBAAKCAQEA0123\nabcdefghijklmnop==\n-----END KEY-----\n");

        assertThat(redaction.masked("line 2 is MIIEowIBAAKCAQEA0123")).isEqualTo("line 2 is ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer SECRETSECRETSECRET",
                "Authorization: Basic SECRETSECRETSECRET==",
                "https://oauth2:SECRETSECRETSECRET@gitlab.com/acme/x.git",
                "ghs_SECRETSECRETSECRET",
                "github_pat_SECRETSECRETSECRET",
                "glpat-SECRETSECRETSECRET",
                "https://hooks.slack.com/services/T00/B00/SECRETSECRETSECRET",
                "eyJhbGciOiJSUzI1NiJ9.eyJTRUNSRVQiOiJ4In0.SECRETSECRETSECRET",
                "-----BEGIN RSA PRIVATE KEY-----\nSECRETSECRETSECRET\n-----END RSA PRIVATE KEY-----",
            })
    void masksWhatLooksLikeATokenOfSomebody(String text) {
        assertThat(redaction.masked("before " + text + " after"))
                .contains("before", "after", Redaction.MASK)
                .doesNotContain("SECRET");
    }

    @Test
    void leavesOrdinaryTextAlone() {
        String text = "run 17 of github:acme/platform:environments/dev: Plan: 1 to add, 0 to change, 0 to destroy.";

        assertThat(redaction.masked(text)).isEqualTo(text);
    }

    @Test
    void masksMessagesContextAndStackTracesOfTheLogAndNamesTheRun() throws IOException {
        redaction.hide("swordfish-swordfish");
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (ServiceLog _ = ServiceLog.open(ServiceLog.Format.JSON, stream, redaction);
                LogContext _ = LogContext.delivery("github", "swordfish-swordfish")) {
            log.warn(
                    "calling with {}",
                    "swordfish-swordfish",
                    new IllegalStateException("outer", new IOException("said swordfish-swordfish")));
        }

        String line = stream.toString(StandardCharsets.UTF_8);
        var event = new ObjectMapper().readTree(line);

        assertThat(line).doesNotContain("swordfish").endsWith("\n");
        assertThat(event.path("formattedMessage").asText()).isEqualTo("calling with ***");
        assertThat(event.path("mdc").path("forge").asText()).isEqualTo("github");
        assertThat(event.path("throwable").path("message").asText()).isEqualTo("outer");
        assertThat(event.path("throwable").path("cause").path("message").asText())
                .isEqualTo("said ***");
    }

    @Test
    void findsSecretsWithSlashesAndBackslashesInJsonToo() {
        redaction.hide("a/b\\/c\"d/e");
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (ServiceLog _ = ServiceLog.open(ServiceLog.Format.JSON, stream, redaction)) {
            log.warn("with {} at https://oauth2:pass-word@host/x and c:\\/d", "a/b\\/c\"d/e");
        }

        assertThat(stream.toString(StandardCharsets.UTF_8))
                .contains("\"formattedMessage\":\"with *** at https://***@host/x and c:\\\\/d\"");
    }

    @Test
    void givesTheLogOfCommandsBack() {
        var root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
        var before = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(before::add);

        ServiceLog.open(ServiceLog.Format.TEXT, new ByteArrayOutputStream(), redaction)
                .close();

        var after = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(after::add);
        assertThat(after).isEqualTo(before).isNotEmpty();
        assertThat(log.isInfoEnabled()).isFalse();
    }
}
