package dev.envctl.aws;

import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The token that makes a create call repeatable: a run that starts again after a lost answer sends the same one and is
/// given the same object. `life` tells one life of an address from the next, or else the object created after a delete
/// would be the dead one: where terminated objects stay listed under their tags it is how many of ours are gone.
public final class ClientToken {

    private static final int LENGTH = 48;

    private ClientToken() {}

    public static String of(Ownership ownership, long life) {
        String identity = String.join(
                "\n",
                ownership.environment(),
                ownership.address().toString(),
                Integer.toString(ownership.generation()),
                ownership.applied(),
                Long.toString(life));
        return HexFormat.of()
                .formatHex(Sha256.begun().digest(identity.getBytes(StandardCharsets.UTF_8)))
                .substring(0, LENGTH);
    }

    /// For services that do not list what is gone and do not say how long they remember a token: one that holds for
    /// an hour. An object that was deleted and is made again later is not answered with the dead one.
    public static String forThisHour(Ownership ownership, Session session) {
        return of(ownership, session.clock().instant().getEpochSecond() / 3600);
    }
}
