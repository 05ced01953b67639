package dev.envctl.sandbox.aws;

import dev.envctl.sandbox.World;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// Identifiers that look random and are not: those of seeded things follow from their names, those of new things from
/// how many of their sort were made before. A test that repeats its calls in a new world sees the same ids.
public final class Identifiers {

    private static final String TABLE = "identifiers";

    private Identifiers() {}

    /// The last number given out for one sort of thing.
    public record Counter(long last) {}

    /// `sg` → `sg-0c4f…`, as EC2 writes them.
    public static String ec2(World world, String prefix) {
        return seededEc2(prefix, next(world, prefix));
    }

    public static String seededEc2(String prefix, String name) {
        return prefix + "-0" + hex(prefix + "/" + name).substring(0, 16);
    }

    /// A UUID for the next of its sort.
    public static String uuid(World world, String sort) {
        return seededUuid(sort, next(world, sort));
    }

    public static String seededUuid(String sort, String name) {
        var hex = hex(sort + "/" + name);
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                "4" + hex.substring(13, 16),
                "8" + hex.substring(17, 20),
                hex.substring(20, 32));
    }

    /// Lower-case letters and digits, as EMR on EKS uses them.
    public static String base36(World world, String sort, int length) {
        return seededBase36(sort, next(world, sort), length);
    }

    public static String seededBase36(String sort, String name, int length) {
        return new BigInteger(hex(sort + "/" + name), 16).toString(36).substring(0, length);
    }

    /// 64 hexadecimal digits that follow from the text.
    public static String hex(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static String next(World world, String sort) {
        var counters = world.table(TABLE, Counter.class);
        var number = counters.get(sort).map(Counter::last).orElse(0L) + 1;
        counters.put(sort, new Counter(number));
        return String.format(Locale.ROOT, "#%d", number);
    }
}
