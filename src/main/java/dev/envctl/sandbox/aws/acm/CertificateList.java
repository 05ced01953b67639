package dev.envctl.sandbox.aws.acm;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Pages;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;

/// Listing certificates. Without asked-for key types, only the small RSA ones are shown.
final class CertificateList {

    private static final List<String> DEFAULT_KEY_TYPES = List.of("RSA_1024", "RSA_2048");

    private CertificateList() {}

    static ListCertificatesResponse list(ListCertificatesRequest request, Call call) {
        var keyTypes = Optional.ofNullable(request.includes())
                .filter(includes -> includes.hasKeyTypes())
                .map(includes -> includes.keyTypesAsStrings())
                .orElse(DEFAULT_KEY_TYPES);
        var statuses = request.certificateStatusesAsStrings();
        var matching = new AcmStore(call.world())
                .certificates()
                .where(row -> keyTypes.contains(row.keyAlgorithm())
                        && (statuses.isEmpty()
                                || statuses.contains(
                                        Descriptions.status(row, call.now()).toString())));
        var page = Pages.page(matching, request.nextToken(), size(request), CertificateList::invalidToken);
        return ListCertificatesResponse.builder()
                .certificateSummaryList(page.rows().stream()
                        .map(row -> Descriptions.summary(row, call.now()))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static int size(ListCertificatesRequest request) {
        var size = Optional.ofNullable(request.maxItems()).orElse(1000);
        if (size < 1 || size > 1000) {
            throw new AwsError("InvalidArgsException", 400, "maxItems must be between 1 and 1000");
        }
        return size;
    }

    private static AwsError invalidToken(String token) {
        return new AwsError("InvalidArgsException", 400, "The provided token is invalid: " + token);
    }
}
