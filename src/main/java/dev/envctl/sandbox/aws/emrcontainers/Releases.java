package dev.envctl.sandbox.aws.emrcontainers;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Release labels: which there are, and how they are answered.
final class Releases {

    private static final Pattern LABEL = Pattern.compile("emr-([567])\\.([0-9]+)\\.([0-9]+)-(latest|20[0-9]{6})");

    private Releases() {}

    static void check(@Nullable String label) {
        if (label == null || !label.matches("[.\\-_/A-Za-z0-9]{1,64}")) {
            throw Refusals.invalid("Release label is invalid: " + label);
        }
        var parts = LABEL.matcher(label);
        if (!parts.matches() || !exists(parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3))) {
            throw Refusals.notFound("Release %s doesn't exist.".formatted(label));
        }
    }

    /// 5.32 to 5.36, 6.2 to 6.15 and 7.0 to 7.13.
    private static boolean exists(String major, int minor, String patch) {
        if (!patch.equals("0")) {
            return false;
        }
        return switch (major) {
            case "5" -> minor >= 32 && minor <= 36;
            case "6" -> minor >= 2 && minor <= 15;
            default -> minor <= 13;
        };
    }

    /// The moving alias is answered as the version alone: `emr-6.2.0-latest` → `emr-6.2.0`.
    static String answered(String label) {
        return label.replaceFirst("-latest$", "");
    }
}
