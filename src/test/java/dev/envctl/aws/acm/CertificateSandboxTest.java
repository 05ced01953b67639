package dev.envctl.aws.acm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.LiveObject;
import dev.envctl.sandbox.Fault;
import dev.envctl.testing.AwsBench;
import dev.envctl.testing.EmrSandbox;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateSandboxTest {

    private static final String KIND = "Certificate";

    private final EmrSandbox sandbox = new EmrSandbox();
    private final AwsBench bench = sandbox.bench();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA_2048", "EC_prime256v1"})
    void isImportedOnceThoughItsAnswerIsLost(String keyAlgorithm) {
        sandbox.faults().on("acm", "ImportCertificate").once().then(new Fault.CutAfter());

        LiveObject made = create(selfSigned(keyAlgorithm));

        assertThat(made.spec()).isEqualTo(selfSigned(keyAlgorithm));
        assertThat(sandbox.calls().of("acm", "ImportCertificate")).hasSize(1);
        assertThat(create(selfSigned(keyAlgorithm)).id()).isEqualTo(made.id());
    }

    @Test
    void keepsArnAndTagsWhenItIsRenewed() {
        LiveObject made = create(selfSigned("RSA_2048"));

        LiveObject renewed = bench.kind(KIND)
                .update(
                        made,
                        selfSigned("RSA_2048"),
                        Set.of(FieldPath.of("selfSigned", "validity")),
                        AwsBench.ownership(KIND, "endpoint", 1),
                        bench.session());

        assertThat(renewed.id()).isEqualTo(made.id());
        assertThat(renewed.spec()).isEqualTo(made.spec());
        assertThat(renewed.computed().text("serial"))
                .isNotEqualTo(made.computed().text("serial"));
    }

    @Test
    void isRequestedWithoutWaitingForSomebodysDnsRecord() {
        Value.MapValue desired = Value.map(
                "request",
                Value.map(
                        "domainName", Value.of("spark.example.com"),
                        "subjectAlternativeNames", Value.list(),
                        "validationMethod", Value.of("DNS"),
                        "keyAlgorithm", Value.of("RSA_2048")),
                "tags",
                Value.MapValue.EMPTY);

        LiveObject made = create(desired);

        assertThat(made.state()).isEqualTo("PENDING_VALIDATION");
        assertThat(made.stateDetail())
                .hasValueSatisfying(text -> assertThat(text).startsWith("waits for the DNS record _"));
        assertThat(made.spec()).isEqualTo(desired);
    }

    @Test
    void isDeletedTwiceWithoutAnError() {
        LiveObject made = create(selfSigned("RSA_2048"));

        bench.kind(KIND).delete(made, bench.session());
        bench.kind(KIND).delete(made, bench.session());

        assertThat(sandbox.calls().of("acm", "DeleteCertificate")).hasSize(2);
    }

    private LiveObject create(Value.MapValue desired) {
        return bench.kind(KIND).create(desired, AwsBench.ownership(KIND, "endpoint", 1), bench.session());
    }

    private static Value.MapValue selfSigned(String keyAlgorithm) {
        return Value.map(
                "selfSigned",
                Value.map(
                        "commonName", Value.of("*.spark.example.com"),
                        "subjectAlternativeNames", Value.texts(List.of("spark.example.com")),
                        "keyAlgorithm", Value.of(keyAlgorithm),
                        "validityDays", Value.of(365),
                        "renewBeforeDays", Value.of(30),
                        "validity", Value.of("valid")),
                "tags",
                Value.map("team", Value.of("data")));
    }
}
