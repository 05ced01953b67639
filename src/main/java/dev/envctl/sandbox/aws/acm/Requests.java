package dev.envctl.sandbox.aws.acm;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.RequestCertificateResponse;

/// Asking ACM to issue a certificate.
final class Requests {

    /// How long ACM remembers an idempotency token.
    private static final Duration TOKEN_MEMORY = Duration.ofHours(1);

    private static final int MAXIMUM_NAMES = 100;
    private static final Pattern DOMAIN =
            Pattern.compile("(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])");

    private Requests() {}

    static RequestCertificateResponse request(RequestCertificateRequest request, Call call) {
        var store = new AcmStore(call.world());
        var names = new LinkedHashSet<String>();
        names.add(Optional.ofNullable(request.domainName()).orElse(""));
        names.addAll(request.subjectAlternativeNames());
        names.forEach(Requests::checkDomain);
        if (names.size() > MAXIMUM_NAMES) {
            throw new AwsError("LimitExceededException", 400, "A certificate has at most 100 names.");
        }
        var row = replayed(store, request, call).orElseGet(() -> requested(store, request, List.copyOf(names), call));
        store.certificates().put(row.arn(), row);
        return RequestCertificateResponse.builder().certificateArn(row.arn()).build();
    }

    private static void checkDomain(String name) {
        if (!DOMAIN.matcher(name).matches()) {
            throw Pem.invalid("1 validation error detected: Value '%s' is not a domain name".formatted(name));
        }
    }

    private static Optional<CertificateRow> replayed(AcmStore store, RequestCertificateRequest request, Call call) {
        return Optional.ofNullable(request.idempotencyToken())
                .flatMap(token -> store
                        .certificates()
                        .where(row -> row.domainName().equals(request.domainName())
                                && row.request()
                                        .flatMap(CertificateRow.Request::idempotencyToken)
                                        .equals(Optional.of(token))
                                && call.now().isBefore(row.createdAt().plus(TOKEN_MEMORY)))
                        .stream()
                        .findFirst());
    }

    private static CertificateRow requested(
            AcmStore store, RequestCertificateRequest request, List<String> names, Call call) {
        return new CertificateRow(
                store.newArn(call.region()),
                names.getFirst(),
                names,
                Optional.ofNullable(request.keyAlgorithmAsString()).orElse("RSA_2048"),
                call.now(),
                Optional.of(new CertificateRow.Request(
                        Optional.ofNullable(request.validationMethodAsString()).orElse("EMAIL"),
                        Optional.ofNullable(request.idempotencyToken()))),
                Optional.empty(),
                List.of(),
                AcmService.checkedTags(request.tags()));
    }
}
