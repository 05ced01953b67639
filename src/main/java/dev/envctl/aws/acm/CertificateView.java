package dev.envctl.aws.acm;

import dev.envctl.aws.acm.Certificate.Import;
import dev.envctl.aws.acm.Certificate.Request;
import dev.envctl.aws.acm.Certificate.Spec;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.SpecCodec;
import dev.envctl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.GetCertificateResponse;

/// A live certificate in the words of a spec. ACM does not say how an imported certificate came to be, so it is read in
/// the form that its document has; and where the document says the same thing in another spelling (line breaks in a
/// PEM, the domain repeated among its alternatives) it is shown in the document's.
record CertificateView(CertificateDetail live, Map<String, String> tags, Value.MapValue desired, Instant now) {

    /// `body` fetches the certificate itself; only an `import` needs it.
    Spec spec(Supplier<GetCertificateResponse> body) {
        Map<String, String> userTags = Ownership.userTags(tags);
        if (live.type() != CertificateType.IMPORTED) {
            return new Spec(Optional.empty(), Optional.empty(), Optional.of(request()), userTags);
        }
        if (desired.get("import").isPresent()) {
            return new Spec(Optional.of(imported(body.get())), Optional.empty(), Optional.empty(), userTags);
        }
        if (desired.get("selfSigned").isPresent() || isMadeHere()) {
            return new Spec(Optional.empty(), Optional.of(selfSigned()), Optional.empty(), userTags);
        }
        Import other = new Import(described(), Optional.empty(), Optional.empty());
        return new Spec(Optional.of(other), Optional.empty(), Optional.empty(), userTags);
    }

    private boolean isMadeHere() {
        return String.valueOf(live.subject()).contains("O=" + SelfSigned.ORGANIZATION);
    }

    /// For people, where the text itself is of no use: `serial 1f:02 of spark.example.com, valid until
    /// 2027-01-01T00:00:00Z`.
    private String described() {
        return "serial %s of %s, valid until %s".formatted(live.serial(), live.domainName(), live.notAfter());
    }

    private Import imported(GetCertificateResponse body) {
        Optional<Import> wanted =
                desired.get("import").map(value -> SpecCodec.read((Value.MapValue) value, Import.class));
        String certificate = wanted.map(Import::certificate)
                .filter(text -> Pem.isSame(text, body.certificate(), "import.certificate"))
                .orElseGet(this::described);
        Optional<String> chain = wanted.flatMap(Import::certificateChain).flatMap(text -> chain(text, body));
        // the key never comes back; what the document refers to stands for it
        return new Import(certificate, wanted.flatMap(Import::privateKey), chain);
    }

    private static Optional<String> chain(String desired, GetCertificateResponse body) {
        return Optional.ofNullable(body.certificateChain())
                .filter(text -> !text.isBlank())
                .map(live -> Pem.isSame(desired, live, "import.certificateChain") ? desired : live);
    }

    private SelfSigned selfSigned() {
        Optional<SelfSigned> wanted =
                desired.get("selfSigned").map(value -> SpecCodec.read((Value.MapValue) value, SelfSigned.class));
        int days = Math.toIntExact(
                Duration.between(live.notBefore(), live.notAfter()).plusHours(1).toDays());
        Optional<Integer> renewBefore = wanted.flatMap(SelfSigned::renewBeforeDays);
        return new SelfSigned(
                live.domainName(),
                names(wanted.map(SelfSigned::subjectAlternativeNames)),
                algorithm(),
                days,
                renewBefore,
                SelfSigned.validity(live.notAfter(), renewBefore, days, now));
    }

    private Request request() {
        Optional<Request> wanted =
                desired.get("request").map(value -> SpecCodec.read((Value.MapValue) value, Request.class));
        String method = live.domainValidationOptions().stream()
                .map(option -> Optional.ofNullable(option.validationMethodAsString()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("DNS");
        return new Request(live.domainName(), names(wanted.map(Request::subjectAlternativeNames)), method, algorithm());
    }

    /// ACM puts the domain itself among the alternatives; a document may or may not.
    private List<String> names(Optional<List<String>> wanted) {
        Set<String> have = withDomain(live.subjectAlternativeNames());
        return wanted.filter(names -> withDomain(names).equals(have))
                .orElseGet(() -> live.subjectAlternativeNames().stream()
                        .filter(name -> !name.equals(live.domainName()))
                        .toList());
    }

    private Set<String> withDomain(List<String> names) {
        Set<String> all = new LinkedHashSet<>(names);
        all.add(live.domainName());
        return all;
    }

    /// Given as `RSA_2048`, answered as `RSA-2048`.
    private String algorithm() {
        return String.valueOf(live.keyAlgorithmAsString()).replace('-', '_');
    }
}
