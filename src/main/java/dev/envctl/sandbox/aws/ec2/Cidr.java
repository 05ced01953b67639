package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// CIDR blocks as EC2 stores them: host bits cleared, IPv6 shortened.
final class Cidr {

    private static final Pattern BLOCK = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]+)/([0-9]{1,3})");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private Cidr() {}

    static String canonicalIpv4(String block) {
        if (block.contains(":")) {
            throw invalid(block);
        }
        return canonical(block);
    }

    static String canonicalIpv6(String block) {
        if (!block.contains(":")) {
            throw invalid(block);
        }
        return canonical(block);
    }

    /// Whether every address of the inner IPv4 block is in the outer one.
    static boolean contains(String outer, String inner) {
        return first(outer) <= first(inner) && last(inner) <= last(outer);
    }

    static boolean overlap(String one, String other) {
        return first(one) <= last(other) && first(other) <= last(one);
    }

    static int length(String block) {
        return Integer.parseInt(block.substring(block.indexOf('/') + 1));
    }

    /// The address so many after the block's first.
    static String address(String block, int number) {
        var address = first(block) + number;
        return "%d.%d.%d.%d".formatted(address >> 24 & 255, address >> 16 & 255, address >> 8 & 255, address & 255);
    }

    private static long first(String block) {
        var address = 0L;
        for (var part : parse(block.substring(0, block.indexOf('/')), block)) {
            address = address << 8 | (part & 0xff);
        }
        return address;
    }

    private static long last(String block) {
        return first(block) + (1L << (32 - length(block))) - 1;
    }

    private static String canonical(String block) {
        var parts = BLOCK.matcher(block);
        if (!parts.matches()) {
            throw invalid(block);
        }
        var address = parse(parts.group(1), block);
        var length = Integer.parseInt(parts.group(2));
        if (length > address.length * 8) {
            throw invalid(block);
        }
        return text(masked(address, length)) + "/" + length;
    }

    private static byte[] parse(String address, String block) {
        if (!address.contains(":") && !IPV4.matcher(address).matches()) {
            throw invalid(block);
        }
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException malformed) {
            throw invalid(block);
        }
    }

    private static byte[] masked(byte[] address, int length) {
        var masked = address.clone();
        for (var bit = length; bit < address.length * 8; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return masked;
    }

    private static String text(byte[] address) {
        try {
            return address.length == 4
                    ? InetAddress.getByAddress(address).getHostAddress()
                    : shortened(Inet6Address.getByAddress("", address, -1).getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }

    /// RFC 5952: the longest run of two or more zero groups becomes `::`.
    private static String shortened(byte[] address) {
        var groups = new ArrayList<String>();
        for (var index = 0; index < 16; index += 2) {
            groups.add(Integer.toHexString(((address[index] & 0xff) << 8) | (address[index + 1] & 0xff)));
        }
        for (var run = 8; run >= 2; run--) {
            for (var start = 0; start + run <= 8; start++) {
                if (groups.subList(start, start + run).stream().allMatch("0"::equals)) {
                    return joined(groups.subList(0, start)) + "::" + joined(groups.subList(start + run, 8));
                }
            }
        }
        return joined(groups);
    }

    private static String joined(List<String> groups) {
        return String.join(":", groups);
    }

    private static AwsError invalid(String block) {
        return new AwsError("InvalidParameterValue", 400, "CIDR block %s is malformed".formatted(block));
    }
}
