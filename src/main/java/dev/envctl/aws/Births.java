package dev.envctl.aws;

import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Creates without a client token. When the answer of a create gets lost, the repeated call finds the object there: it
/// is ours if it was born with our tags, and stays somebody else's if not.
public final class Births {

    private Births() {}

    /// Runs a create and takes "exists already" for success when what exists has this owner and address.
    public static <S extends Record> void make(
            Runnable create, String existsCode, Supplier<Optional<Observed<S>>> existing, Ownership ownership) {
        try {
            create.run();
        } catch (AwsServiceException refusal) {
            if (!Refusals.is(refusal, existsCode) || !isOurs(existing.get(), ownership)) {
                throw refusal;
            }
        }
    }

    private static <S extends Record> boolean isOurs(Optional<Observed<S>> existing, Ownership ownership) {
        return existing.flatMap(Observed::ownership)
                .filter(found -> found.environment().equals(ownership.environment())
                        && found.address().equals(ownership.address()))
                .isPresent();
    }
}
