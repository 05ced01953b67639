package dev.envctl.aws.emr;

import dev.envctl.value.Address;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/// Addresses for mappings that no document names: they carry no ledger, so their name is made from what they are, the
/// same in every run. `USER`, `alice@example.com` → `StudioSessionMapping/user-alice-example-com`.
final class MappingNames {

    private static final int LONGEST = 63;

    private MappingNames() {}

    static Address plain(String identityType, String identityName) {
        return Address.of("StudioSessionMapping", cut(words(identityType, identityName), LONGEST));
    }

    /// For one whose plain name is taken: `alice.b` and `alice-b` read alike.
    static Address distinct(String identityType, String identityName) {
        CRC32 sum = new CRC32();
        sum.update((identityType + "/" + identityName).getBytes(StandardCharsets.UTF_8));
        String suffix = String.format(Locale.ROOT, "-%08x", sum.getValue());
        return Address.of(
                "StudioSessionMapping", cut(words(identityType, identityName), LONGEST - suffix.length()) + suffix);
    }

    private static String words(String identityType, String identityName) {
        return (identityType.toLowerCase(Locale.ROOT) + "-" + identityName).replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static String cut(String name, int length) {
        return name.substring(0, Math.min(name.length(), length));
    }
}
