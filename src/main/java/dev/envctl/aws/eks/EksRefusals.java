package dev.envctl.aws.eks;

import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.provider.Session;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What EKS's refusals mean.
final class EksRefusals {

    static final String MISSING = "ResourceNotFoundException";

    private EksRefusals() {}

    static <T> Optional<T> found(Supplier<T> read) {
        return Refusals.found(read, MISSING);
    }

    static void unlessMissing(Runnable call) {
        Refusals.unless(call, MISSING);
    }

    /// Repeats a create call while IAM has not yet told EKS of a role that was made a moment ago.
    static <T> T onceRolesAreKnown(Session session, Supplier<T> create) {
        return Eventually.call(session, Eventually.PROPAGATION, EksRefusals::isAboutARole, () -> {
            session.beforeWrite();
            return create.get();
        });
    }

    private static boolean isAboutARole(AwsServiceException refusal) {
        String text = Refusals.message(refusal);
        return Refusals.is(refusal, "ResourcePropagationDelayException")
                || (Refusals.is(refusal, "InvalidParameterException", "InvalidRequestException")
                        && Stream.of(
                                        "Error in role params",
                                        "Role could not be assumed",
                                        "could not be assumed",
                                        "Amazon EKS Managed Policies",
                                        "IAM role's policy must include",
                                        "required service principals",
                                        "Misconfigured PodExecutionRole Trust Policy",
                                        "specified principalArn is invalid",
                                        "Role provided in the request does not exist")
                                .anyMatch(text::contains));
    }
}
