package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Pages;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// EKS's refusals, and the checks that many of its calls begin with.
final class Refusals {

    private static final int MAXIMUM_PAGE = 100;

    private Refusals() {}

    static AwsError notFound(String message) {
        return new AwsError("ResourceNotFoundException", 404, message);
    }

    static AwsError invalidParameter(String message) {
        return new AwsError("InvalidParameterException", 400, message);
    }

    static AwsError invalidRequest(String message) {
        return new AwsError("InvalidRequestException", 400, message);
    }

    static AwsError inUse(String message) {
        return new AwsError("ResourceInUseException", 409, message);
    }

    static ClusterRow cluster(Call call, String name) {
        return new EksStore(call.world())
                .clusters()
                .get(name)
                .orElseThrow(() -> notFound("No cluster found for name: %s.".formatted(name)));
    }

    /// A cluster in which something can be made.
    static ClusterRow activeCluster(Call call, String name) {
        ClusterRow cluster = cluster(call, name);
        if (!cluster.answersAt(call.now())) {
            throw invalidRequest("Cluster '%s' is not in ACTIVE status, it is %s"
                    .formatted(name, cluster.progress().statusAt(call.now())));
        }
        return cluster;
    }

    /// A name as EKS takes it for clusters, node groups and profiles.
    static void checkName(String what, String name, int longest) {
        if (name.length() > longest || !name.matches("[0-9A-Za-z][A-Za-z0-9\\-_]*")) {
            throw invalidParameter("%s must be 1 to %d characters of [A-Za-z0-9-_] and begin with a letter or digit: %s"
                    .formatted(what, longest, name));
        }
    }

    /// Whether a create call repeats the one that made what is there.
    static boolean isReplay(Optional<String> token, @Nullable String sent) {
        return sent != null && token.equals(Optional.of(sent));
    }

    static <T> Pages.Page<T> page(List<T> rows, @Nullable String nextToken, @Nullable Integer maxResults) {
        var size = Optional.ofNullable(maxResults).orElse(MAXIMUM_PAGE);
        if (size < 1 || size > MAXIMUM_PAGE) {
            throw invalidParameter("maxResults must be between 1 and 100");
        }
        return Pages.page(rows, nextToken, size, token -> invalidParameter("Invalid nextToken: " + token));
    }
}
