package dev.envctl.aws.acm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.testing.AwsBench;
import dev.envctl.testing.MotoServer;
import dev.envctl.testing.TurnableClock;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.envctl.testing.MotoServer#isInstalled")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CertificateMotoTest {

    private static final String KIND = "Certificate";

    private MotoServer moto;
    private AwsBench bench;

    @BeforeAll
    void start() {
        moto = MotoServer.start().orElseThrow();
        bench = new AwsBench(moto.endpoint(), new TurnableClock(Instant.now()));
    }

    @AfterAll
    void stop() {
        moto.close();
    }

    @Test
    void makesASelfSignedCertificateAndFindsItAgain() {
        Value.MapValue desired = selfSigned("a.example.com");

        LiveObject made = create("found", desired);

        assertThat(made.spec()).isEqualTo(desired);
        assertThat(made.phase()).isEqualTo(Phase.READY);
        assertThat(made.ownership()).contains(AwsBench.ownership(KIND, "found", 1));
        assertThat(observe("found", desired).spec()).isEqualTo(desired);
    }

    @Test
    void makesNoSecondOneAfterALostAnswer() {
        Value.MapValue desired = selfSigned("once.example.com");

        LiveObject first = create("once", desired);
        LiveObject second = create("once", desired);

        assertThat(second.id()).isEqualTo(first.id());
    }

    @Test
    void makesAnotherOneForTheNextGeneration() {
        Value.MapValue desired = selfSigned("twice.example.com");

        LiveObject first = create("twice", desired);
        LiveObject second = bench.kind(KIND).create(desired, AwsBench.ownership(KIND, "twice", 2), bench.session());

        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void renewsUnderTheSameArn() {
        Value.MapValue desired = selfSigned("renewed.example.com");
        AwsBench lastYear =
                new AwsBench(moto.endpoint(), new TurnableClock(Instant.now().minus(Duration.ofDays(336))));
        LiveObject made =
                lastYear.kind(KIND).create(desired, AwsBench.ownership(KIND, "renewed", 1), lastYear.session());

        LiveObject due = observe("renewed", desired);
        FieldPath validity = FieldPath.of("selfSigned", "validity");
        assertThat(due.spec().at(validity)).contains(Value.of("expiring"));

        LiveObject renewed = bench.kind(KIND)
                .update(due, desired, Set.of(validity), AwsBench.ownership(KIND, "renewed", 1), bench.session());
        assertThat(renewed.id()).isEqualTo(made.id());
        // moto forgets the tags of a certificate that is imported again
        assertThat(renewed.spec().get("selfSigned")).isEqualTo(desired.get("selfSigned"));
        assertThat(renewed.computed().text("serial"))
                .isNotEqualTo(made.computed().text("serial"));
    }

    @Test
    void importsAnotherCertificateInPlace() {
        Value.MapValue first = imported(certificate("imported.example.com"));
        Value.MapValue second = imported(certificate("imported.example.com"));
        LiveObject made = create("imported", first);

        LiveObject before = observe("imported", second);
        assertThat(before.spec().at(FieldPath.of("import", "certificate")).flatMap(Value::asText))
                .hasValueSatisfying(text -> assertThat(text).startsWith("serial "));

        LiveObject updated = bench.kind(KIND)
                .update(
                        before,
                        second,
                        Set.of(FieldPath.of("import", "certificate")),
                        AwsBench.ownership(KIND, "imported", 1),
                        bench.session());
        assertThat(updated.id()).isEqualTo(made.id());
        assertThat(updated.spec()).isEqualTo(second);
        assertThat(observe("imported", second).spec()).isEqualTo(second);
    }

    @Test
    void requestsACertificateAndTellsWhichRecordsItNeeds() {
        Value.MapValue desired = Value.map(
                "request",
                Value.map(
                        "domainName", Value.of("requested.example.com"),
                        "subjectAlternativeNames", Value.texts(List.of("www.requested.example.com")),
                        "validationMethod", Value.of("DNS"),
                        "keyAlgorithm", Value.of("RSA_2048")),
                "tags",
                Value.MapValue.EMPTY);

        LiveObject made = create("requested", desired);

        assertThat(made.spec()).isEqualTo(desired);
        assertThat(made.phase()).isEqualTo(Phase.READY);
        assertThat(made.computed().at(FieldPath.parse("/validationRecords/0/type")))
                .contains(Value.of("CNAME"));
    }

    @Test
    void changesTagsAndLeavesThoseAloneThatNobodyChanged() {
        Value.MapValue desired = selfSigned("tags.example.com");
        LiveObject made = create("tags", desired);
        Value.MapValue other = desired.with("tags", Value.map("stage", Value.of("test")));

        LiveObject updated = bench.kind(KIND)
                .update(
                        made,
                        other,
                        Set.of(FieldPath.of("tags", "stage")),
                        AwsBench.ownership(KIND, "tags", 1),
                        bench.session());

        assertThat(updated.spec().get("tags")).contains(Value.map("team", Value.of("data"), "stage", Value.of("test")));
    }

    @Test
    void isGivenUpWithoutBeingDeleted() {
        LiveObject made = create("released", selfSigned("released.example.com"));

        bench.kind(KIND).release(made, bench.session());

        assertThat(bench.owned(KIND)).noneMatch(live -> live.id().equals(made.id()));
        assertThat(bench.owned(KIND, AwsBench.external(KIND, "other", Value.map("arn", Value.of(made.id())))))
                .anyMatch(live -> live.id().equals(made.id()));
    }

    @Test
    void isDeletedTwiceWithoutAnError() {
        LiveObject made = create("deleted", selfSigned("deleted.example.com"));

        bench.kind(KIND).delete(made, bench.session());
        bench.kind(KIND).delete(made, bench.session());

        assertThat(bench.owned(KIND)).noneMatch(live -> live.id().equals(made.id()));
    }

    @Test
    void isLookedUpByItsDomain() {
        LiveObject made = create("domain", selfSigned("domain.example.com"));

        List<LiveObject> found = bench.owned(
                KIND, AwsBench.external(KIND, "other", Value.map("domainName", Value.of("domain.example.com"))));

        assertThat(found)
                .filteredOn(live -> live.soughtBy().isPresent())
                .extracting(LiveObject::id)
                .containsExactly(made.id());
    }

    private LiveObject create(String name, Value.MapValue desired) {
        Ownership ownership = AwsBench.ownership(KIND, name, 1);
        return bench.kind(KIND).create(desired, ownership, bench.session());
    }

    private LiveObject observe(String name, Value.MapValue desired) {
        return one(bench.owned(KIND, AwsBench.managed(KIND, name, desired)), name);
    }

    private static LiveObject one(List<LiveObject> live, String name) {
        return live.stream()
                .filter(each -> each.ownership().orElseThrow().address().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Value.MapValue selfSigned(String commonName) {
        return Value.map(
                "selfSigned",
                Value.map(
                        "commonName", Value.of(commonName),
                        "subjectAlternativeNames", Value.list(),
                        "keyAlgorithm", Value.of("EC_prime256v1"),
                        "validityDays", Value.of(365),
                        "renewBeforeDays", Value.of(30),
                        "validity", Value.of("valid")),
                "tags",
                Value.map("team", Value.of("data")));
    }

    private static SelfSigned.Made certificate(String commonName) {
        return new SelfSigned(commonName, List.of(), "RSA_2048", 30, Optional.empty(), SelfSigned.VALID)
                .make(Instant.now(), new SecureRandom());
    }

    private static Value.MapValue imported(SelfSigned.Made made) {
        return Value.map(
                "import",
                Value.map(
                        "certificate", Value.of(made.certificatePem()),
                        "privateKey", Value.Secret.of("env:KEY").reveal(made.privateKeyPem())),
                "tags",
                Value.MapValue.EMPTY);
    }
}
