package dev.envctl.plan.preflight;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IPv4 addresses.
record CidrBlock(long first, int length) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    private static final int BITS = 32;

    /// Empty for anything else, IPv6 included.
    static Optional<CidrBlock> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int group = 1; group <= 4; group++) {
            address = address * 256 + Integer.parseInt(parts.group(group));
        }
        int length = Integer.parseInt(parts.group(5));
        return length > BITS
                ? Optional.empty()
                : Optional.of(new CidrBlock(address >> (BITS - length) << (BITS - length), length));
    }

    boolean contains(CidrBlock other) {
        return length <= other.length && other.first >> (BITS - length) == first >> (BITS - length);
    }

    boolean overlaps(CidrBlock other) {
        return contains(other) || other.contains(this);
    }
}
