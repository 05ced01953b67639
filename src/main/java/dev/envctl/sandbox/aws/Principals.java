package dev.envctl.sandbox.aws;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Who signs with an access key. Any key is the user `sandbox`, except a key `USER_<name>`, which is that user's, those
/// that [#issue] has given to an assumed role, and two sorts by which the usual failures can be shown: a key `EXPIRED…`
/// has expired, a key `INVALID…` is nobody's.
public final class Principals {

    public static final String USER_ARN = "arn:aws:iam::" + World.ACCOUNT_ID + ":user/sandbox";

    private static final String NAMED = "USER_";

    /// `userId` is what GetCallerIdentity calls the caller.
    public record Principal(String arn, String userId, Optional<String> secretAccessKey) {}

    /// Temporary credentials of an assumed role.
    record Session(String arn, String userId, String secretAccessKey, Instant expiration) {}

    private static final Principal USER = new Principal(USER_ARN, "AIDASANDBOXUSER000001", Optional.empty());

    private Principals() {}

    /// Remembers the keys of an assumed role until they expire.
    public static void issue(World world, String accessKeyId, Principal principal, Instant expiration) {
        sessions(world)
                .put(
                        accessKeyId,
                        new Session(
                                principal.arn(),
                                principal.userId(),
                                principal.secretAccessKey().orElse(""),
                                expiration));
    }

    /// Empty for a key that is nobody's, or has expired.
    public static Optional<Principal> find(World world, String accessKeyId) {
        return isInvalid(accessKeyId) || isExpired(world, accessKeyId)
                ? Optional.empty()
                : Optional.of(sessions(world)
                        .get(accessKeyId)
                        .map(session ->
                                new Principal(session.arn(), session.userId(), Optional.of(session.secretAccessKey())))
                        .orElseGet(() -> user(accessKeyId)));
    }

    private static Principal user(String accessKeyId) {
        if (!accessKeyId.startsWith(NAMED)) {
            return USER;
        }
        String name = accessKeyId.substring(NAMED.length());
        return new Principal(
                "arn:aws:iam::%s:user/%s".formatted(World.ACCOUNT_ID, name), namedId(name), Optional.empty());
    }

    private static String namedId(String user) {
        return "AIDA" + Identifiers.hex("user/" + user).substring(0, 17).toUpperCase(Locale.ROOT);
    }

    /// What GetCallerIdentity calls a principal.
    public static String userId(World world, String arn) {
        String user = arn.substring(arn.lastIndexOf('/') + 1);
        if (arn.contains(":user/") && !arn.equals(USER_ARN)) {
            return namedId(user);
        }
        return sessions(world).rows().stream()
                .filter(session -> session.arn().equals(arn))
                .map(Session::userId)
                .findFirst()
                .orElse(USER.userId());
    }

    static boolean isInvalid(String accessKeyId) {
        return accessKeyId.startsWith("INVALID");
    }

    static boolean isExpired(World world, String accessKeyId) {
        return accessKeyId.startsWith("EXPIRED")
                || sessions(world)
                        .get(accessKeyId)
                        .filter(session -> !world.now().isBefore(session.expiration()))
                        .isPresent();
    }

    private static Table<Session> sessions(World world) {
        return world.table("sts.sessions", Session.class);
    }
}
