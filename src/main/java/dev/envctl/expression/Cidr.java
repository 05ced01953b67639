package dev.envctl.expression;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// Address blocks, IPv4 and IPv6.
final class Cidr {

    private static final Pattern BLOCK = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/(\\d{1,3})");

    private Cidr() {}

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
