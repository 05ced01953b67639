package dev.envctl.value;

/// The name of a kind as users write it: `ManagedEndpoint`.
public record KindName(String text) implements Comparable<KindName> {

    public KindName {
        if (!text.matches("[A-Z][A-Za-z0-9]{0,62}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a kind name");
        }
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
