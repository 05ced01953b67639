package dev.envctl.runner.web.view;

import java.util.regex.Pattern;

/// Text that others wrote, made fit to be looked at. Markup is escaped by the templates; this is about what markup does
/// not cover: colours of a terminal, and characters that reorder or hide what stands beside them.
final class Shown {

    private static final Pattern TERMINAL = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");
    private static final Pattern TREACHEROUS =
            Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]");

    private Shown() {}

    static String text(String text) {
        return TREACHEROUS.matcher(TERMINAL.matcher(text).replaceAll("")).replaceAll("\ufffd");
    }
}
