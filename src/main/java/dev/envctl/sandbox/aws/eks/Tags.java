package dev.envctl.sandbox.aws.eks;

import java.util.Map;

/// EKS's rules for tags.
final class Tags {

    private static final int MAXIMUM = 50;

    private Tags() {}

    static void check(Map<String, String> tags) {
        if (tags.size() > MAXIMUM) {
            throw Refusals.invalidParameter("A resource has at most 50 tags.");
        }
        tags.forEach(Tags::check);
    }

    private static void check(String key, String value) {
        if (key.isEmpty() || key.length() > 128 || value.length() > 256) {
            throw Refusals.invalidParameter("Tag keys have 1 to 128 characters and values up to 256: " + key);
        }
        if (key.startsWith("aws:") || value.startsWith("aws:")) {
            throw Refusals.invalidParameter("Neither tag keys nor values can start with aws: " + key);
        }
    }
}
