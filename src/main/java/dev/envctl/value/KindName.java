package dev.envctl.value;

import java.util.regex.Pattern;

/// The name of a kind as users write it: `ManagedEndpoint`.
public record KindName(String text) implements Comparable<KindName> {

    private static final Pattern PATTERN = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}");

    public KindName {
        if (!isLegal(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is not a kind name");
        }
    }

    public static boolean isLegal(String text) {
        return PATTERN.matcher(text).matches();
    }

    public static KindName of(String text) {
        return new KindName(text);
    }

    @Override
    public int compareTo(KindName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
