package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.World;

final class Arns {

    private Arns() {}

    static String iam(String resource) {
        return "arn:aws:iam::" + World.ACCOUNT_ID + ":" + resource;
    }

    /// The name at the end of a role's or policy's ARN.
    static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
