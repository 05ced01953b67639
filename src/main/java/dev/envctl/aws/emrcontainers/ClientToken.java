package dev.envctl.aws.emrcontainers;

import dev.envctl.provider.Ownership;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The token that makes a create call repeatable: a run that starts again after a lost answer sends the same one and is
/// given the same object. Terminated objects stay listed under their tags, so how many of ours are already gone tells
/// one life of an address from the next; without it the object created after a delete would be the dead one.
final class ClientToken {

    private static final int LENGTH = 48;

    private ClientToken() {}

    static String of(Ownership ownership, long goneBefore) {
        String identity = String.join(
                "\n",
                ownership.environment(),
                ownership.address().toString(),
                Integer.toString(ownership.generation()),
                ownership.applied(),
                Long.toString(goneBefore));
        return HexFormat.of()
                .formatHex(sha256().digest(identity.getBytes(StandardCharsets.UTF_8)))
                .substring(0, LENGTH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256; this is a bug in envctl", impossible);
        }
    }
}
