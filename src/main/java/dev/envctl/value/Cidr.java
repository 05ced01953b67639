package dev.envctl.value;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An IPv4 range, by its first address and the length of its prefix. Host bits are cleared: `10.0.1.5/16` is
/// `10.0.0.0/16`.
public record Cidr(long first, int length) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    private static final int BITS = 32;

    public Cidr {
        first = first & -size(length);
    }

    /// Empty when the text is no IPv4 range.
    public static Optional<Cidr> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int group = 1; group <= 4; group++) {
            int part = Integer.parseInt(parts.group(group));
            if (part > 255) {
                return Optional.empty();
            }
            address = address << 8 | part;
        }
        int length = Integer.parseInt(parts.group(5));
        return length > BITS ? Optional.empty() : Optional.of(new Cidr(address, length));
    }

    public boolean contains(Cidr other) {
        return first <= other.first && other.last() <= last();
    }

    public boolean overlaps(Cidr other) {
        return first <= other.last() && other.first <= last();
    }

    private long last() {
        return first + size(length) - 1;
    }

    private static long size(int length) {
        return 1L << (BITS - length);
    }

    @Override
    public String toString() {
        return "%d.%d.%d.%d/%d".formatted(first >> 24 & 255, first >> 16 & 255, first >> 8 & 255, first & 255, length);
    }
}
