package dev.envctl.runner.review;

import dev.envctl.value.Sha256;

/// Names for what must happen once, and hashes of what was said.
final class Once {

    /// What the column takes.
    private static final int LONGEST = 1000;

    private Once() {}

    static String key(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, 20) + hash(text);
    }

    static String hash(String text) {
        return Sha256.hex(text);
    }
}
