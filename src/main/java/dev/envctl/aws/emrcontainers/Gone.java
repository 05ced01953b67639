package dev.envctl.aws.emrcontainers;

import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awssdk.services.emrcontainers.model.EmrContainersException;
import software.amazon.awssdk.services.emrcontainers.model.ResourceNotFoundException;
import software.amazon.awssdk.services.emrcontainers.model.ValidationException;

/// What the service's errors mean. Its delete calls know no "not found": a missing object is a `ValidationException`,
/// to be told from others by its text only.
final class Gone {

    private Gone() {}

    static boolean saysSo(EmrContainersException refused) {
        String text = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
        return refused instanceof ResourceNotFoundException
                || (refused instanceof ValidationException
                        && Stream.of("not found", "doesn't exist", "does not exist", "already terminated")
                                .anyMatch(text::contains));
    }
}
