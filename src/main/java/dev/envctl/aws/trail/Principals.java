package dev.envctl.aws.trail;

/// Names in ARNs of callers.
final class Principals {

    private Principals() {}

    /// The role or user of an ARN: `arn:aws:iam::1:role/path/apply`, `arn:aws:sts::1:assumed-role/apply/session` →
    /// `role/apply`; `arn:aws:iam::1:user/alice` → `user/alice`.
    static String name(String arn) {
        String[] parts = arn.substring(arn.lastIndexOf(':') + 1).split("/", -1);
        return switch (parts[0]) {
            case "assumed-role" -> "role/" + (parts.length > 1 ? parts[1] : "");
            default -> parts[0] + "/" + parts[parts.length - 1];
        };
    }
}
