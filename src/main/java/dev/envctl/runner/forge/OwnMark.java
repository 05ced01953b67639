package dev.envctl.runner.forge;

import dev.envctl.value.Sha256;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The last line of everything that we write into a forge, which keeps it and does not show it. It tells our texts from
/// those of people whose account has the same token, and one of our texts from the others. Anybody can copy it: what is
/// found by it is ours only when our account wrote it, too.
public record OwnMark(String line) {

    /// Characters that a text has less for itself.
    public static final int LENGTH = 500;

    private static final String BEGIN = "<!-- envctl ";

    private static final int LONGEST_WORD = 150;

    /// `what` is written over as one: of `page`, the runner's own address, and `about`, in which a directory may
    /// be. The same three give the same mark in every process and at all times.
    public static OwnMark of(String what, String about, URI page) {
        String thing = about.isEmpty() ? word(what) : word(what) + " " + word(about);
        return new OwnMark(BEGIN + thing + " " + word(page.toString()) + " -->");
    }

    /// Nothing of it can end the mark or begin another: letters, digits and `._*/:-`, two hyphens never together.
    private static String word(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("%3A", ":")
                .replace("--", "-%2D");
        return encoded.length() <= LONGEST_WORD ? encoded : encoded.substring(0, 80) + "~" + Sha256.hex(text);
    }

    public String under(String body) {
        return body + "\n\n" + line;
    }

    /// Only as the last line, which is ours alone: what stands above may quote anything.
    public boolean isUnder(String body) {
        return body.strip().endsWith("\n" + line);
    }

    /// Whether a text has a mark of ours anywhere, and so gives no commands.
    public static boolean isIn(String body) {
        return body.contains(BEGIN);
    }
}
