package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eks.model.DescribeUpdateRequest;
import software.amazon.awssdk.services.eks.model.DescribeUpdateResponse;
import software.amazon.awssdk.services.eks.model.ListUpdatesRequest;
import software.amazon.awssdk.services.eks.model.ListUpdatesResponse;

/// Updates are asked after by id, and by the name of what they change.
final class UpdateOperations {

    private UpdateOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "DescribeUpdate",
                        "GET",
                        "/clusters/{name}/updates/{updateId}",
                        DescribeUpdateRequest::builder,
                        UpdateOperations::describe),
                Operation.rest(
                        "ListUpdates",
                        "GET",
                        "/clusters/{name}/updates",
                        ListUpdatesRequest::builder,
                        UpdateOperations::list));
    }

    static UpdateRow started(
            Call call,
            String clusterName,
            String subject,
            String type,
            Map<String, String> parameters,
            Duration duration) {
        UpdateRow update = new UpdateRow(
                Identifiers.uuid(call.world(), "eks-update"),
                clusterName,
                subject,
                type,
                parameters,
                call.now(),
                call.now().plus(duration));
        new EksStore(call.world()).updates().put(update.id(), update);
        return update;
    }

    private static DescribeUpdateResponse describe(DescribeUpdateRequest request, Call call) {
        Refusals.cluster(call, request.name());
        return updates(call, request.name(), subject(request.nodegroupName(), request.addonName()))
                .filter(update -> update.id().equals(request.updateId()))
                .findFirst()
                .map(update -> DescribeUpdateResponse.builder()
                        .update(Descriptions.update(update, call.now()))
                        .build())
                .orElseThrow(() -> Refusals.notFound("No update found for id: " + request.updateId()));
    }

    private static ListUpdatesResponse list(ListUpdatesRequest request, Call call) {
        Refusals.cluster(call, request.name());
        List<String> ids = updates(call, request.name(), subject(request.nodegroupName(), request.addonName()))
                .map(UpdateRow::id)
                .toList();
        var page = Refusals.page(ids, request.nextToken(), request.maxResults());
        return ListUpdatesResponse.builder()
                .updateIds(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static Stream<UpdateRow> updates(Call call, String clusterName, String subject) {
        return new EksStore(call.world())
                .updates().rows().stream()
                        .filter(update -> update.clusterName().equals(clusterName)
                                && update.subject().equals(subject));
    }

    private static String subject(@Nullable String nodegroup, @Nullable String addon) {
        return Optional.ofNullable(nodegroup)
                .map(UpdateOperations::ofNodegroup)
                .or(() -> Optional.ofNullable(addon).map(UpdateOperations::ofAddon))
                .orElse("");
    }

    static String ofNodegroup(String name) {
        return "nodegroup/" + name;
    }

    static String ofAddon(String name) {
        return "addon/" + name;
    }
}
