package dev.envctl.sandbox.aws.eks;

/// The Kubernetes versions that the sandbox's EKS offers, from [#OLDEST] to [#NEWEST].
final class Versions {

    static final String DEFAULT = "1.34";

    private static final int OLDEST = 28;
    private static final int NEWEST = 35;

    private Versions() {}

    static String checked(String version) {
        if (!version.matches("1\\.[0-9]{2}") || minor(version) < OLDEST || minor(version) > NEWEST) {
            throw Refusals.invalidParameter("unsupported Kubernetes version " + version);
        }
        return version;
    }

    static int minor(String version) {
        return Integer.parseInt(version.substring(version.indexOf('.') + 1));
    }
}
