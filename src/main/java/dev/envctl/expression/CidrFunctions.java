package dev.envctl.expression;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// What expressions can do with address blocks, IPv4 and IPv6.
final class CidrFunctions {

    private static final Pattern BLOCK = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/(\\d{1,3})");

    private CidrFunctions() {}

    /// `subnet("10.0.0.0/16", 4, 2)` is `10.0.32.0/20`: the block cut into 2^newBits parts, the part number
    /// `index`.
    static String subnet(String block, int newBits, int index) {
        var matcher = BLOCK.matcher(block);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"%s\" is not an address block such as 10.0.0.0/16".formatted(block));
        }
        byte[] address = bytes(matcher.group(1), block);
        int bits = address.length * 8;
        int prefix = Integer.parseInt(matcher.group(2)) + newBits;
        if (newBits < 0 || prefix > bits) {
            throw new IllegalArgumentException("\"%s\" cannot be cut by %d more bits".formatted(block, newBits));
        }
        BigInteger number = BigInteger.valueOf(index);
        if (index < 0 || number.bitLength() > newBits) {
            throw new IllegalArgumentException("%d more bits leave no part number %d".formatted(newBits, index));
        }
        BigInteger mask = BigInteger.ONE.shiftLeft(bits - prefix + newBits).subtract(BigInteger.ONE);
        BigInteger network = new BigInteger(1, address).andNot(mask).or(number.shiftLeft(bits - prefix));
        return text(network, address.length) + "/" + prefix;
    }

    /// Whether every address of the second block is one of the first.
    static boolean contains(String block, String part) {
        Span outer = Span.of(block);
        Span inner = Span.of(part);
        return outer.bits() == inner.bits()
                && outer.first().compareTo(inner.first()) <= 0
                && outer.last().compareTo(inner.last()) >= 0;
    }

    /// Whether any two of the blocks share an address.
    static boolean overlap(List<String> blocks) {
        List<Span> sorted = blocks.stream()
                .map(Span::of)
                .sorted(Comparator.comparing(Span::bits).thenComparing(Span::first))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            Span before = sorted.get(i - 1);
            Span here = sorted.get(i);
            // Blocks lie apart or within one another, so neighbours tell.
            if (before.bits() == here.bits() && before.last().compareTo(here.first()) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// A block as its first and last address, each `bits` long.
    private record Span(int bits, BigInteger first, BigInteger last) {

        static Span of(String block) {
            var matcher = BLOCK.matcher(block);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "\"%s\" is not an address block such as 10.0.0.0/16".formatted(block));
            }
            byte[] address = bytes(matcher.group(1), block);
            int bits = address.length * 8;
            int prefix = Integer.parseInt(matcher.group(2));
            if (prefix > bits) {
                throw new IllegalArgumentException("\"%s\" is not an address block".formatted(block));
            }
            BigInteger host = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
            BigInteger first = new BigInteger(1, address).andNot(host);
            return new Span(bits, first, first.or(host));
        }
    }

    private static byte[] bytes(String address, String block) {
        if (address.indexOf(':') < 0 && !address.matches("(\\d{1,3}\\.){3}\\d{1,3}")) {
            throw new IllegalArgumentException("\"%s\" is not an address block such as 10.0.0.0/16".formatted(block));
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException("\"%s\" is not an address block".formatted(block), malformed);
        }
    }

    private static String text(BigInteger network, int length) {
        byte[] bytes = new byte[length];
        byte[] significant = network.toByteArray();
        for (int i = 1; i <= Math.min(length, significant.length); i++) {
            bytes[length - i] = significant[significant.length - i];
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + length + " bytes; this is a bug in envctl", impossible);
        }
    }
}
