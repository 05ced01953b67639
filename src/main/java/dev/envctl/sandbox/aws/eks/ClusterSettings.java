package dev.envctl.sandbox.aws.eks;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import software.amazon.awssdk.services.eks.model.EncryptionConfig;
import software.amazon.awssdk.services.eks.model.LogSetup;
import software.amazon.awssdk.services.eks.model.Logging;

/// A cluster's settings as requests say them.
final class ClusterSettings {

    static final List<String> LOG_TYPES = List.of("api", "audit", "authenticator", "controllerManager", "scheduler");

    /// One-way, in this order.
    private static final List<String> MODES = List.of("CONFIG_MAP", "API_AND_CONFIG_MAP", "API");

    private ClusterSettings() {}

    static String checkedMode(String mode) {
        if (!MODES.contains(mode)) {
            throw Refusals.invalidParameter("The authentication mode is not valid: " + mode);
        }
        return mode;
    }

    static void checkModeChange(String before, String after) {
        if (MODES.indexOf(checkedMode(after)) <= MODES.indexOf(before)) {
            throw Refusals.invalidParameter(
                    "Unsupported authentication mode update from %s to %s".formatted(before, after));
        }
    }

    /// The types that are on after a request that turns some on and some off.
    static List<String> logTypes(Logging logging, List<String> before) {
        TreeSet<String> types = new TreeSet<>(before);
        for (LogSetup setup : logging.clusterLogging()) {
            setup.typesAsStrings().forEach(ClusterSettings::checkLogType);
            if (Boolean.TRUE.equals(setup.enabled())) {
                types.addAll(setup.typesAsStrings());
            } else {
                types.removeAll(setup.typesAsStrings());
            }
        }
        return List.copyOf(types);
    }

    private static void checkLogType(String type) {
        if (!LOG_TYPES.contains(type)) {
            throw Refusals.invalidParameter("The log type is not valid: " + type.toLowerCase(Locale.ROOT));
        }
    }

    static String keyArn(EncryptionConfig config) {
        if (!config.resources().equals(List.of("secrets"))) {
            throw Refusals.invalidParameter("The only resource that can be encrypted is secrets.");
        }
        String arn = config.provider().keyArn();
        if (arn == null || !arn.matches("arn:aws:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+")) {
            throw Refusals.invalidParameter("The keyArn in encryptionConfig provider is not valid: " + arn);
        }
        return arn;
    }
}
