package dev.envctl.sandbox.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who signed a request for which region and service, from the `Authorization` header or the query string of a
/// presigned URL. The signature itself is not checked: the sandbox accepts any secret.
record Signature(String accessKeyId, String region, String service) {

    private static final Pattern CREDENTIAL = Pattern.compile("([^/,=\\s]+)/\\d{8}/([^/]*)/([^/]+)/aws4_request");

    static boolean isPresent(Optional<String> authorization, Optional<String> algorithm) {
        return authorization
                        .filter(value -> value.startsWith("AWS4-HMAC-SHA256"))
                        .isPresent()
                || algorithm.filter("AWS4-HMAC-SHA256"::equals).isPresent();
    }

    static Optional<Signature> of(WireRequest request) {
        return request.header("Authorization")
                .filter(value -> value.startsWith("AWS4-HMAC-SHA256"))
                .or(() -> request.parameter("X-Amz-Credential"))
                .map(CREDENTIAL::matcher)
                .filter(Matcher::find)
                .map(found -> new Signature(found.group(1), found.group(2), found.group(3)));
    }
}
