package dev.envctl.aws.iam;

import dev.envctl.aws.Refusals;
import dev.envctl.provider.JsonValues;
import dev.envctl.value.Value;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Policy documents between what users write (an object, or JSON as text) and what IAM answers (percent-encoded JSON).
final class Policies {

    /// IAM shows a principal that it cannot (yet) resolve by its unique id.
    private static final Pattern UNRESOLVED = Pattern.compile("\"A(RO|ID)A[A-Z0-9]{12,}\"");

    private Policies() {}

    static Value decode(String encoded) {
        String json = encoded.startsWith("%")
                ? URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8)
                : encoded;
        return JsonValues.decode(json);
    }

    /// A principal or a policy that was made a moment ago is not known everywhere yet.
    static boolean isNotYetKnown(AwsServiceException refusal) {
        return isBusy(refusal)
                || (Refusals.is(refusal, "MalformedPolicyDocument")
                        && Refusals.message(refusal).contains("Invalid principal"));
    }

    static boolean isBusy(AwsServiceException refusal) {
        return Refusals.is(refusal, "ConcurrentModification", "EntityTemporarilyUnmodifiable");
    }

    static boolean hasUnresolvedPrincipal(Value document) {
        return UNRESOLVED.matcher(JsonValues.document(document)).find();
    }
}
