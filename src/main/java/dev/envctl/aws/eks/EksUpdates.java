package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eks.model.DescribeUpdateRequest;
import software.amazon.awssdk.services.eks.model.Update;

/// Changes take minutes and have an id each, by which EKS tells how they ended.
record EksUpdates(AwsClients clients) {

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(60);

    /// What is changed: the cluster itself, or one of its node groups or add-ons.
    record Subject(String clusterName, Optional<String> nodegroup, Optional<String> addon) {

        static Subject cluster(String name) {
            return new Subject(name, Optional.empty(), Optional.empty());
        }

        static Subject nodegroup(String clusterName, String name) {
            return new Subject(clusterName, Optional.of(name), Optional.empty());
        }

        static Subject addon(String clusterName, String name) {
            return new Subject(clusterName, Optional.empty(), Optional.of(name));
        }

        private String text() {
            return nodegroup.or(() -> addon).orElse(clusterName);
        }

        private DescribeUpdateRequest request(String id) {
            return DescribeUpdateRequest.builder()
                    .name(clusterName)
                    .updateId(id)
                    .nodegroupName(nodegroup.orElse(null))
                    .addonName(addon.orElse(null))
                    .build();
        }
    }

    void await(Subject subject, Update started, Session session) {
        session.waitFor("%s of %s".formatted(started.typeAsString(), subject.text()))
                .every(INTERVAL)
                .atMost(LONGEST)
                .untilTrue(() -> isDone(subject, started.id(), session));
    }

    private boolean isDone(Subject subject, String id, Session session) {
        Update update = clients.eks().describeUpdate(subject.request(id)).update();
        session.report(subject.text(), "%s %s".formatted(update.typeAsString(), update.statusAsString()));
        return switch (update.status()) {
            case SUCCESSFUL -> true;
            case IN_PROGRESS -> false;
            case FAILED, CANCELLED, UNKNOWN_TO_SDK_VERSION -> throw failed(subject, update);
        };
    }

    private static ProviderException failed(Subject subject, Update update) {
        String errors = update.errors().stream()
                .map(error -> "%s: %s".formatted(error.errorCodeAsString(), error.errorMessage()))
                .collect(Collectors.joining("; "));
        return ProviderException.of(
                Code.SERVICE_ERROR,
                "The %s of %s ended %s%s."
                        .formatted(
                                update.typeAsString(),
                                subject.text(),
                                update.statusAsString(),
                                errors.isEmpty() ? "" : ": " + errors));
    }
}
