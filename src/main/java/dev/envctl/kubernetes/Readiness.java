package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether objects do what they are there for: Deployments, StatefulSets and DaemonSets run their pods, a definition is
/// served. All others are ready when they exist.
final class Readiness {

    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration DEFINITION_TIMEOUT = Duration.ofMinutes(1);

    private Readiness() {}

    static boolean isWaitedFor(ObjectType type) {
        return type.group().equals("apps") && WORKLOADS.contains(type.kind());
    }

    static void waitUntilServed(ClusterClient client, String definition, Session session) {
        session.waitFor("the definition %s to be served by cluster %s".formatted(definition, client.cluster()))
                .every(Duration.ofSeconds(1))
                .atMost(DEFINITION_TIMEOUT)
                .untilTrue(() -> client.get(ObjectType.CUSTOM_RESOURCE_DEFINITION, "", definition)
                        .filter(object -> isTrue(object, "Established"))
                        .isPresent());
    }

    private static boolean isTrue(ClusterObject object, String condition) {
        return object.list("status", "conditions").stream()
                .anyMatch(each -> each instanceof Map<?, ?> map
                        && condition.equals(map.get("type"))
                        && "True".equals(map.get("status")));
    }

    /// Throws what is missing when time is up.
    static void waitUntilReady(
            ClusterClient client, ObjectType type, ObjectRef ref, Instant deadline, String id, Session session) {
        while (true) {
            Optional<String> missing = client.get(type, ref.namespace(), ref.name())
                    .map(object -> missing(client, object))
                    .orElse(Optional.of("it is gone"));
            if (missing.isEmpty()) {
                return;
            }
            if (!session.clock().instant().isBefore(deadline)) {
                throw ProviderException.of(
                        Code.TIMED_OUT, "%s %s is not ready: %s".formatted(type.kind(), ref.name(), missing.get()));
            }
            session.report(id, "%s %s: %s".formatted(type.kind(), ref.name(), missing.get()));
            session.sleep(INTERVAL);
        }
    }

    /// What keeps a workload from being ready; empty when it is.
    static Optional<String> missing(ClusterClient client, ClusterObject object) {
        Value whole = ValueJson.read(client.json(object));
        long generation = number(whole, "metadata", "generation").orElse(0L);
        if (number(whole, "status", "observedGeneration").orElse(0L) < generation) {
            return Optional.of("its controller has not seen it yet");
        }
        boolean isDaemonSet = "DaemonSet".equals(object.resource().getKind());
        long wanted = isDaemonSet
                ? number(whole, "status", "desiredNumberScheduled").orElse(0L)
                : number(whole, "spec", "replicas").orElse(1L);
        String updated = isDaemonSet ? "updatedNumberScheduled" : "updatedReplicas";
        String ready = isDaemonSet ? "numberAvailable" : "availableReplicas";
        for (String count : List.of(updated, ready)) {
            long there = number(whole, "status", count).orElse(0L);
            if (there < wanted) {
                return Optional.of("%s is %d of %d%s".formatted(count, there, wanted, reasons(object)));
            }
        }
        return Optional.empty();
    }

    private static String reasons(ClusterObject object) {
        return object.list("status", "conditions").stream()
                .filter(each -> each instanceof Map<?, ?> map && "False".equals(map.get("status")))
                .map(each -> ((Map<?, ?>) each).get("message"))
                .map(String::valueOf)
                .findFirst()
                .map(" "::concat)
                .map(";"::concat)
                .orElse("");
    }

    private static Optional<Long> number(Value whole, String... path) {
        return whole.at(FieldPath.of(path))
                .filter(Value.Number.class::isInstance)
                .map(value -> ((Value.Number) value).amount().longValue());
    }
}
