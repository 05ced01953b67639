package dev.envctl.aws.emr;

import java.util.Locale;
import software.amazon.awssdk.services.emr.model.EmrException;
import software.amazon.awssdk.services.emr.model.InvalidRequestException;

/// EMR has one error for nearly everything, so a missing Studio or mapping is known by its words.
final class Missing {

    private Missing() {}

    static boolean saysSo(EmrException refused) {
        return refused instanceof InvalidRequestException && text(refused).contains("does not exist");
    }

    static boolean saysExists(EmrException refused) {
        return refused instanceof InvalidRequestException && text(refused).contains("already exists");
    }

    /// A service role that IAM has not yet told EMR about.
    static boolean saysNotAssumable(EmrException refused) {
        String text = text(refused);
        return refused instanceof InvalidRequestException
                && text.contains("permission")
                && (text.contains("assume") || text.contains("service role"));
    }

    private static String text(EmrException refused) {
        return String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
    }
}
