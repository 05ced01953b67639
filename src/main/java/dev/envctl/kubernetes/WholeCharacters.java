package dev.envctl.kubernetes;

import java.io.Reader;

/// Hands out a text in pieces, none of which ends within a character that is stored in two, such as an emoji. The YAML
/// library stops with an internal error at one that does; to read a repository's index in a single piece would take
/// several times its memory.
final class WholeCharacters extends Reader {

    private final String text;
    private int position;

    WholeCharacters(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] target, int offset, int length) {
        if (position == text.length()) {
            return -1;
        }
        int end = Math.min(text.length(), position + length);
        boolean splits = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        int whole = splits && end - position > 1 ? end - 1 : end;
        text.getChars(position, whole, target, offset);
        int read = whole - position;
        position = whole;
        return read;
    }

    @Override
    public void close() {
        // there is nothing to be closed
    }
}
