package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.sandbox.ClusterDirectory;
import dev.envctl.sandbox.World;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets in whom EKS would let in: the bearer of a presigned `GetCallerIdentity` for this very cluster, whose principal
/// created the cluster, has an access entry, or stands in `aws-auth`. Everyone else is 401, without a reason, as in
/// life.
final class Authentication {

    private final ClusterDirectory directory;
    private final Clock clock;

    /// `clock` is real time: kubectl signs by it, and whoever lives in emulated time signs by that.
    Authentication(ClusterDirectory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    User user(World world, ClusterDirectory.Cluster cluster, ApiRequest request, ObjectStore store) {
        String header = request.headers().authorization();
        Optional<String> principal = header.startsWith("Basic ")
                ? byPassword(world, header.substring("Basic ".length()))
                : byToken(world, header.replaceFirst("^Bearer ", ""), cluster.name());
        return principal.flatMap(arn -> map(arn, cluster, store)).orElseThrow(ApiError::unauthorized);
    }

    /// Access key and secret, which EKS would not take: kubectl sends no token over plain HTTP, but it does send
    /// what stands in the address (`http://key:secret@127.0.0.1:4566/kubernetes/data-platform`).
    private Optional<String> byPassword(World world, String encoded) {
        try {
            String[] pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).split(":", 2);
            return pair.length < 2
                    ? Optional.empty()
                    : directory
                            .caller(world, pair[0])
                            .filter(caller -> caller.secretAccessKey()
                                    .map(pair[1]::equals)
                                    .orElse(true))
                            .map(ClusterDirectory.Caller::arn);
        } catch (IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    private Optional<String> byToken(World world, String text, String cluster) {
        return PresignedToken.parse(text)
                .filter(token -> token.isValidAt(clock.instant()) || token.isValidAt(world.now()))
                .flatMap(token -> principal(world, token, cluster));
    }

    private Optional<String> principal(World world, PresignedToken token, String cluster) {
        return directory
                .caller(world, token.accessKeyId())
                .filter(caller -> caller.secretAccessKey()
                        .map(secret -> token.isSignedFor(cluster, secret))
                        .orElse(true))
                .map(ClusterDirectory.Caller::arn);
    }

    private static Optional<User> map(String arn, ClusterDirectory.Cluster cluster, ObjectStore store) {
        String principal = principalOf(arn);
        if (principal.equals(principalOf(cluster.creatorArn()))) {
            return Optional.of(User.administrator(arn));
        }
        Optional<User> byEntry = cluster.authenticationMode().equals("CONFIG_MAP")
                ? Optional.empty()
                : cluster.accessEntries().stream()
                        .filter(entry -> entry.principalArn().equals(principal))
                        .map(entry -> authenticated(
                                entry.username().isEmpty() ? arn : entry.username(), entry.groups(), entry.policies()))
                        .findFirst();
        return byEntry.isPresent() || cluster.authenticationMode().equals("API")
                ? byEntry
                : byConfigMap(principal, store);
    }

    private static User authenticated(String name, List<String> groups, List<ClusterDirectory.Policy> policies) {
        List<String> all = new ArrayList<>(groups);
        all.add("system:authenticated");
        return new User(name, all, policies);
    }

    private static Optional<User> byConfigMap(String principal, ObjectStore store) {
        for (JsonNode mapping : AwsAuth.mappings(store)) {
            String mapped = Json.text(mapping, "rolearn") + Json.text(mapping, "userarn");
            if (mapped.equals(principal)) {
                return Optional.of(
                        authenticated(Json.text(mapping, "username"), Json.list(mapping.path("groups")), List.of()));
            }
        }
        return Optional.empty();
    }

    /// A session of a role counts as the role.
    private static String principalOf(String arn) {
        return arn.replaceFirst("^arn:([^:]+):sts::(\\d+):assumed-role/([^/]+)/.*$", "arn:$1:iam::$2:role/$3");
    }

    /// The presigned URL inside a bearer token.
    private record PresignedToken(URI url, SignatureV4.Presigned signed) {

        private static final String PREFIX = "k8s-aws-v1.";

        static Optional<PresignedToken> parse(String token) {
            if (!token.startsWith(PREFIX)) {
                return Optional.empty();
            }
            try {
                byte[] url = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
                URI uri = URI.create(new String(url, StandardCharsets.UTF_8));
                return SignatureV4.Presigned.parse(uri)
                        .filter(signed -> signed.parameter("Action").equals("GetCallerIdentity"))
                        .filter(signed -> signed.signedHeaders().contains("x-k8s-aws-id"))
                        .map(signed -> new PresignedToken(uri, signed));
            } catch (IllegalArgumentException garbage) {
                return Optional.empty();
            }
        }

        String accessKeyId() {
            return signed.accessKeyId();
        }

        /// EKS takes a token for fifteen minutes whatever its own expiry says.
        boolean isValidAt(Instant now) {
            Instant signedAt = signed.signedAt();
            return !now.isAfter(signedAt.plusSeconds(900)) && !now.isBefore(signedAt.minusSeconds(300));
        }

        boolean isSignedFor(String cluster, String secret) {
            return signed.isSignedWith(secret, url.getAuthority(), Map.of("x-k8s-aws-id", cluster));
        }
    }
}
