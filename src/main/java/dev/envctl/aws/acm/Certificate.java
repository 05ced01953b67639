package dev.envctl.aws.acm;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.CreateOnce;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.TaggedKind;
import dev.envctl.aws.Tagging;
import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.FieldName;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.SpecCodec;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ResourceInUseException;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/// A certificate in ACM, in one of three forms: imported, self-signed (made here, imported, and made anew under the
/// same ARN before it expires), or requested from Amazon.
///
/// A requested certificate counts as ready while it is `PENDING_VALIDATION`: it exists and can be referred to, and what
/// is missing is a DNS record that somebody else has to make. Waiting for that would hold up an apply for up to three
/// days; `validationRecords` and the state's explanation say what to do instead.
public final class Certificate implements TaggedKind<Certificate.Spec> {

    public record Spec(
            @FieldName("import") Optional<Import> imported,
            Optional<SelfSigned> selfSigned,
            Optional<Request> request,
            Map<String, String> tags) {}

    public record Import(String certificate, Optional<Value.Secret> privateKey, Optional<String> certificateChain) {}

    public record Request(
            String domainName, List<String> subjectAlternativeNames, String validationMethod, String keyAlgorithm) {}

    private static final Traits TRAITS = Traits.of(30, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT)
            .withStates(states())
            .withTypical(Duration.ofSeconds(3), Duration.ofSeconds(3))
            .withActions(
                    "acm:AddTagsToCertificate",
                    "acm:DeleteCertificate",
                    "acm:DescribeCertificate",
                    "acm:GetCertificate",
                    "acm:ImportCertificate",
                    "acm:ListCertificates",
                    "acm:ListTagsForCertificate",
                    "acm:RemoveTagsFromCertificate",
                    "acm:RequestCertificate",
                    "tag:GetResources");

    /// Made and kept by EMR on EKS for its endpoints.
    private static final String MANAGED_BY_EMR = "emr-container:endpoint:managed-certificate";

    private final AwsClients clients;
    private final Tagging tagging;
    private final SecureRandom random = new SecureRandom();

    public Certificate(AwsClients clients) {
        this.clients = clients;
        this.tagging = new Tagging(clients);
    }

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        states.put("PENDING_VALIDATION", Phase.READY);
        states.put("ISSUED", Phase.READY);
        // healed in place: by a renewal, or by importing the next one
        states.put("INACTIVE", Phase.READY);
        states.put("EXPIRED", Phase.READY);
        states.put("VALIDATION_TIMED_OUT", Phase.FAILED);
        states.put("REVOKED", Phase.FAILED);
        states.put("FAILED", Phase.FAILED);
        return Ordered.copyOf(states);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("Certificate", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        Stream<Observed<Spec>> owned = wanted.includeOwned() ? owned(wanted, session) : Stream.of();
        Stream<Observed<Spec>> lookedUp = wanted.sought().stream()
                .filter(Wanted.Sought::external)
                .flatMap(sought -> lookUp(sought.criteria(), session).map(live -> live.soughtBy(sought.address())));
        return Stream.concat(owned, lookedUp).toList();
    }

    private Stream<Observed<Spec>> owned(Wanted wanted, Session session) {
        return Tagging.select(tagging.owned(session), "acm", "certificate/").keySet().stream()
                .flatMap(arn -> observed(arn, wanted, session).stream())
                .filter(live -> live.ownership()
                        .filter(owner ->
                                owner.environment().equals(session.place().owner()))
                        .isPresent());
    }

    private Optional<Observed<Spec>> observed(String arn, Wanted wanted, Session session) {
        Optional<CertificateDetail> live = describe(arn);
        if (live.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> tags = tags(arn);
        Value.MapValue desired = Ownership.from(tags)
                .flatMap(owner -> documentOf(live.get(), owner, wanted))
                .orElse(Value.MapValue.EMPTY);
        return Optional.of(observed(live.get(), tags, desired, session));
    }

    /// By address; under an earlier name by what it is for, since the ledger does not know the new name yet.
    private static Optional<Value.MapValue> documentOf(CertificateDetail live, Ownership owner, Wanted wanted) {
        List<Wanted.Sought> managed =
                wanted.sought().stream().filter(sought -> !sought.external()).toList();
        return managed.stream()
                .filter(sought -> sought.address().equals(owner.address()))
                .findFirst()
                .or(() -> managed.stream()
                        .filter(sought -> domainOf(sought.criteria()).equals(Optional.of(live.domainName())))
                        .findFirst())
                .map(Wanted.Sought::criteria);
    }

    private static Optional<String> domainOf(Value.MapValue desired) {
        return desired.at(FieldPath.of("selfSigned", "commonName"))
                .or(() -> desired.at(FieldPath.of("request", "domainName")))
                .flatMap(Value::asText)
                .or(() -> desired.at(FieldPath.of("import", "certificate"))
                        .flatMap(Value::asText)
                        .flatMap(text -> Pem.commonName(
                                Pem.read(text, "import.certificate").getFirst())));
    }

    private Stream<Observed<Spec>> lookUp(Value.MapValue criteria, Session session) {
        Stream<String> arns = criteria.text("arn")
                .map(Stream::of)
                .orElseGet(() -> list(session).stream()
                        .filter(summary ->
                                criteria.text("domainName").equals(Optional.ofNullable(summary.domainName())))
                        .map(CertificateSummary::certificateArn));
        return arns.flatMap(arn -> observed(arn, new Wanted(false, List.of(), List.of()), session).stream())
                .filter(live -> criteria.text("domainName")
                        .filter(domain -> !live.computed().text("domainName").equals(Optional.of(domain)))
                        .isEmpty());
    }

    /// All key types: by default the list leaves out everything but RSA up to 2048 bits.
    private List<CertificateSummary> list(Session session) {
        return session.once("acm/certificates", this::list);
    }

    private List<CertificateSummary> list() {
        return clients
                .acm()
                .listCertificatesPaginator(
                        request -> request.includes(includes -> includes.keyTypes(KeyAlgorithm.knownValues())))
                .certificateSummaryList()
                .stream()
                .toList();
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String arn = new CreateOnce<>(session, () -> madeBefore(desired, ownership), _ -> false)
                .orElse(() -> make(desired, ownership, session));
        return untilDescribed(arn, desired, session);
    }

    /// A certificate of this address and generation that an earlier attempt made before its answer was lost.
    private Optional<String> madeBefore(Spec desired, Ownership ownership) {
        Optional<String> domain = domainOf(SpecCodec.write(desired));
        return list().stream()
                .filter(summary -> domain.equals(Optional.ofNullable(summary.domainName())))
                .map(CertificateSummary::certificateArn)
                .filter(arn -> Ownership.from(tags(arn))
                        .filter(found -> found.isSameLifeAs(ownership))
                        .isPresent())
                .findFirst();
    }

    private String make(Spec desired, Ownership ownership, Session session) {
        List<Tag> tags = tags(ownership.allTags(desired.tags()));
        if (desired.request().isPresent()) {
            return request(desired.request().get(), tags);
        }
        var body = body(desired, session)
                .tags(tags)
                .overrideConfiguration(override -> override.addPlugin(CreateOnce.SINGLE_ATTEMPT))
                .build();
        return clients.acm().importCertificate(body).certificateArn();
    }

    /// The token only holds together the SDK's own retries: ACM remembers it for an hour, in which the certificate
    /// may well be deleted and wanted again.
    private String request(Request desired, List<Tag> tags) {
        return clients.acm()
                .requestCertificate(request -> {
                    request.domainName(desired.domainName())
                            .validationMethod(desired.validationMethod())
                            .keyAlgorithm(desired.keyAlgorithm())
                            .idempotencyToken(UUID.randomUUID().toString().replace("-", ""))
                            .tags(tags);
                    // an empty list is refused
                    if (!desired.subjectAlternativeNames().isEmpty()) {
                        request.subjectAlternativeNames(desired.subjectAlternativeNames());
                    }
                })
                .certificateArn();
    }

    private ImportCertificateRequest.Builder body(Spec desired, Session session) {
        var request = ImportCertificateRequest.builder();
        if (desired.selfSigned().isPresent()) {
            var made = desired.selfSigned().get().make(session.clock().instant(), random);
            return request.certificate(SdkBytes.fromUtf8String(made.certificatePem()))
                    .privateKey(SdkBytes.fromUtf8String(made.privateKeyPem()));
        }
        Import imported = desired.imported()
                .orElseThrow(() -> new IllegalStateException("nothing to import; this is a bug in envctl"));
        String key = imported.privateKey()
                .flatMap(Value.Secret::content)
                .orElseThrow(() -> new IllegalStateException("a key that was not resolved; this is a bug in envctl"));
        imported.certificateChain().ifPresent(chain -> request.certificateChain(SdkBytes.fromUtf8String(chain)));
        return request.certificate(SdkBytes.fromUtf8String(imported.certificate()))
                .privateKey(SdkBytes.fromUtf8String(key));
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        if (changed.stream().anyMatch(path -> !path.startsWith(FieldPath.of("tags")))) {
            importAgain(current, desired, session);
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return untilDescribed(current.id(), desired, session);
    }

    /// Keeps the ARN. Sending it twice does no harm, and tags are not allowed in this call.
    private void importAgain(Observed<Spec> current, Spec desired, Session session) {
        if (current.spec().request().isPresent() || desired.request().isPresent()) {
            throw ProviderException.of(
                            Code.INVALID_REQUEST,
                            "Certificate %s cannot be changed between requested and imported.".formatted(current.id()))
                    .withHint("Replace it: --replace with its address makes another one first.");
        }
        session.beforeWrite();
        clients.acm()
                .importCertificate(
                        body(desired, session).certificateArn(current.id()).build());
    }

    /// A load balancer lets go of its certificate only some time after it has been deleted.
    @Override
    public void delete(Observed<Spec> current, Session session) {
        session.beforeWrite();
        try {
            Eventually.run(
                    session,
                    Duration.ofMinutes(20),
                    ResourceInUseException.class::isInstance,
                    () -> clients.acm().deleteCertificate(request -> request.certificateArn(current.id())));
        } catch (ResourceNotFoundException gone) {
            session.report(current.id(), "gone");
        }
    }

    @Override
    public void tag(Observed<Spec> current, Map<String, String> tags) {
        clients.acm()
                .addTagsToCertificate(
                        request -> request.certificateArn(current.id()).tags(tags(tags)));
    }

    @Override
    public void untag(Observed<Spec> current, List<String> keys) {
        List<Tag> tags =
                keys.stream().map(key -> Tag.builder().key(key).build()).toList();
        clients.acm()
                .removeTagsFromCertificate(
                        request -> request.certificateArn(current.id()).tags(tags));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return untilDescribed(current.id(), current.spec(), session);
    }

    /// ACM thinks for a moment before it knows which DNS records prove a domain.
    private Observed<Spec> untilDescribed(String arn, Spec desired, Session session) {
        CertificateDetail live = session.waitFor("certificate " + arn)
                .every(Duration.ofSeconds(3))
                .atMost(Duration.ofMinutes(5))
                .until(() -> describe(arn).filter(Certificate::isComplete));
        return observed(live, tags(arn), SpecCodec.write(desired), session);
    }

    private static boolean isComplete(CertificateDetail live) {
        return live.status() != CertificateStatus.PENDING_VALIDATION
                || (live.hasDomainValidationOptions()
                        && live.domainValidationOptions().stream().allMatch(Certificate::isTold));
    }

    private static boolean isTold(DomainValidation option) {
        return option.validationMethod() != ValidationMethod.DNS || option.resourceRecord() != null;
    }

    private Optional<CertificateDetail> describe(String arn) {
        try {
            return Optional.of(clients.acm()
                    .describeCertificate(request -> request.certificateArn(arn))
                    .certificate());
        } catch (ResourceNotFoundException gone) {
            return Optional.empty();
        }
    }

    private Map<String, String> tags(String arn) {
        try {
            return Tagging.map(
                    clients.acm()
                            .listTagsForCertificate(request -> request.certificateArn(arn))
                            .tags(),
                    Tag::key,
                    tag -> Optional.ofNullable(tag.value()).orElse(""));
        } catch (ResourceNotFoundException gone) {
            return Map.of();
        }
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private Observed<Spec> observed(
            CertificateDetail live, Map<String, String> tags, Value.MapValue desired, Session session) {
        Spec spec = new CertificateView(live, tags, desired, session.clock().instant())
                .spec(() -> clients.acm().getCertificate(request -> request.certificateArn(live.certificateArn())));
        return new Observed<>(
                live.certificateArn(),
                spec,
                computed(live),
                Ownership.from(tags).filter(_ -> !tags.containsKey(MANAGED_BY_EMR)),
                TRAITS.states().getOrDefault(live.statusAsString(), Phase.READY),
                live.statusAsString(),
                detail(live),
                Optional.empty());
    }

    private static Optional<String> detail(CertificateDetail live) {
        List<String> open = live.status() == CertificateStatus.PENDING_VALIDATION ? records(live) : List.of();
        return open.isEmpty()
                ? Optional.ofNullable(live.failureReasonAsString())
                : Optional.of("waits for the DNS record " + String.join(", ", open));
    }

    private static List<String> records(CertificateDetail live) {
        return live.domainValidationOptions().stream()
                .filter(option -> option.resourceRecord() != null)
                .map(DomainValidation::resourceRecord)
                .map(record -> "%s %s %s".formatted(record.name(), record.typeAsString(), record.value()))
                .distinct()
                .toList();
    }

    private static Value.MapValue computed(CertificateDetail live) {
        Map<String, Value> computed = new LinkedHashMap<>();
        computed.put("arn", Value.of(live.certificateArn()));
        computed.put("domainName", Value.of(live.domainName()));
        computed.put("status", Value.of(live.statusAsString()));
        computed.put("type", Value.of(live.typeAsString()));
        Optional.ofNullable(live.serial()).ifPresent(serial -> computed.put("serial", Value.of(serial)));
        Optional.ofNullable(live.notAfter()).ifPresent(end -> computed.put("notAfter", Value.of(end.toString())));
        List<Value> records = new ArrayList<>();
        live.domainValidationOptions().stream()
                .filter(option -> option.resourceRecord() != null)
                .map(DomainValidation::resourceRecord)
                .distinct()
                .forEach(record -> records.add(Value.map(
                        "name", Value.of(record.name()),
                        "type", Value.of(record.typeAsString()),
                        "value", Value.of(record.value()))));
        computed.put("validationRecords", new Value.ListValue(records));
        return new Value.MapValue(computed);
    }
}
