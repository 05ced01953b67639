package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eks.model.AddonPodIdentityAssociations;
import software.amazon.awssdk.services.eks.model.CreatePodIdentityAssociationRequest;
import software.amazon.awssdk.services.eks.model.CreatePodIdentityAssociationResponse;
import software.amazon.awssdk.services.eks.model.DeletePodIdentityAssociationRequest;
import software.amazon.awssdk.services.eks.model.DeletePodIdentityAssociationResponse;
import software.amazon.awssdk.services.eks.model.DescribePodIdentityAssociationRequest;
import software.amazon.awssdk.services.eks.model.DescribePodIdentityAssociationResponse;
import software.amazon.awssdk.services.eks.model.ListPodIdentityAssociationsRequest;
import software.amazon.awssdk.services.eks.model.ListPodIdentityAssociationsResponse;
import software.amazon.awssdk.services.eks.model.UpdatePodIdentityAssociationRequest;
import software.amazon.awssdk.services.eks.model.UpdatePodIdentityAssociationResponse;

/// Which role the pods of a service account have. Neither namespace nor service account need exist.
record PodIdentityOperations(IamView iam) {

    List<Operation<?, ?>> operations() {
        String associations = "/clusters/{name}/pod-identity-associations";
        String association = associations + "/{associationId}";
        return List.of(
                Operation.rest(
                        "CreatePodIdentityAssociation",
                        "POST",
                        associations,
                        CreatePodIdentityAssociationRequest::builder,
                        this::create),
                Operation.rest(
                        "DescribePodIdentityAssociation",
                        "GET",
                        association,
                        DescribePodIdentityAssociationRequest::builder,
                        PodIdentityOperations::describe),
                Operation.rest(
                        "ListPodIdentityAssociations",
                        "GET",
                        associations,
                        ListPodIdentityAssociationsRequest::builder,
                        PodIdentityOperations::list),
                Operation.rest(
                        "UpdatePodIdentityAssociation",
                        "POST",
                        association,
                        UpdatePodIdentityAssociationRequest::builder,
                        this::update),
                Operation.rest(
                        "DeletePodIdentityAssociation",
                        "DELETE",
                        association,
                        DeletePodIdentityAssociationRequest::builder,
                        PodIdentityOperations::delete));
    }

    private CreatePodIdentityAssociationResponse create(CreatePodIdentityAssociationRequest request, Call call) {
        ClusterRow cluster = Refusals.activeCluster(call, request.clusterName());
        Optional<PodIdentityRow> existing =
                existing(call, cluster.name(), request.namespace(), request.serviceAccount());
        PodIdentityRow row = existing.filter(
                        each -> Refusals.isReplay(each.clientRequestToken(), request.clientRequestToken()))
                .orElseGet(() -> {
                    refuseSecond(existing);
                    Tags.check(request.tags());
                    new Places(iam, call).checkPodRole(request.roleArn());
                    return made(cluster, request, call);
                });
        return CreatePodIdentityAssociationResponse.builder()
                .association(Descriptions.podIdentity(row))
                .build();
    }

    private static Optional<PodIdentityRow> existing(
            Call call, String cluster, String namespace, String serviceAccount) {
        return new EksStore(call.world())
                .podIdentities().rows().stream()
                        .filter(row -> row.isFor(cluster, namespace, serviceAccount))
                        .findFirst();
    }

    private static void refuseSecond(Optional<PodIdentityRow> existing) {
        existing.ifPresent(row -> {
            throw Refusals.inUse("Association already exists: " + row.associationId());
        });
    }

    private static PodIdentityRow made(ClusterRow cluster, CreatePodIdentityAssociationRequest request, Call call) {
        return put(
                call,
                cluster,
                request.namespace(),
                request.serviceAccount(),
                request.roleArn(),
                Optional.empty(),
                Optional.ofNullable(request.clientRequestToken()),
                request.tags());
    }

    /// For an add-on, whose own it is.
    PodIdentityRow owned(
            ClusterRow cluster, String namespace, AddonPodIdentityAssociations wanted, String addonArn, Call call) {
        refuseSecond(existing(call, cluster.name(), namespace, wanted.serviceAccount()));
        new Places(iam, call).checkPodRole(wanted.roleArn());
        return put(
                call,
                cluster,
                namespace,
                wanted.serviceAccount(),
                wanted.roleArn(),
                Optional.of(addonArn),
                Optional.empty(),
                Map.of());
    }

    private static PodIdentityRow put(
            Call call,
            ClusterRow cluster,
            String namespace,
            String serviceAccount,
            String roleArn,
            Optional<String> ownerArn,
            Optional<String> token,
            Map<String, String> tags) {
        String id = "a-" + Identifiers.base36(call.world(), "pod-identity", 17);
        PodIdentityRow row = new PodIdentityRow(
                cluster.name(),
                id,
                "arn:aws:eks:%s:%s:podidentityassociation/%s/%s"
                        .formatted(call.region(), call.accountId(), cluster.name(), id),
                namespace,
                serviceAccount,
                roleArn,
                ownerArn,
                call.now(),
                call.now(),
                token,
                tags);
        new EksStore(call.world()).podIdentities().put(id, row);
        return row;
    }

    private static PodIdentityRow find(Call call, String clusterName, String id) {
        ClusterRow cluster = Refusals.cluster(call, clusterName);
        return new EksStore(call.world())
                .podIdentities()
                .get(id)
                .filter(row -> row.clusterName().equals(cluster.name()))
                .orElseThrow(() -> Refusals.notFound(
                        "The associationId %s is not found in cluster %s".formatted(id, clusterName)));
    }

    private static DescribePodIdentityAssociationResponse describe(
            DescribePodIdentityAssociationRequest request, Call call) {
        return DescribePodIdentityAssociationResponse.builder()
                .association(Descriptions.podIdentity(find(call, request.clusterName(), request.associationId())))
                .build();
    }

    private static ListPodIdentityAssociationsResponse list(ListPodIdentityAssociationsRequest request, Call call) {
        ClusterRow cluster = Refusals.cluster(call, request.clusterName());
        List<PodIdentityRow> rows = new EksStore(call.world())
                .podIdentitiesOf(cluster.name()).stream()
                        .filter(row -> request.namespace() == null
                                || request.namespace().equals(row.namespace()))
                        .filter(row -> request.serviceAccount() == null
                                || request.serviceAccount().equals(row.serviceAccount()))
                        .toList();
        var page = Refusals.page(rows, request.nextToken(), request.maxResults());
        return ListPodIdentityAssociationsResponse.builder()
                .associations(page.rows().stream()
                        .map(Descriptions::podIdentitySummary)
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private UpdatePodIdentityAssociationResponse update(UpdatePodIdentityAssociationRequest request, Call call) {
        PodIdentityRow row = find(call, request.clusterName(), request.associationId());
        new Places(iam, call).checkPodRole(request.roleArn());
        PodIdentityRow updated =
                row.withRole(Optional.ofNullable(request.roleArn()).orElse(row.roleArn()), call.now());
        new EksStore(call.world()).podIdentities().put(row.associationId(), updated);
        return UpdatePodIdentityAssociationResponse.builder()
                .association(Descriptions.podIdentity(updated))
                .build();
    }

    private static DeletePodIdentityAssociationResponse delete(DeletePodIdentityAssociationRequest request, Call call) {
        PodIdentityRow row = find(call, request.clusterName(), request.associationId());
        new EksStore(call.world()).podIdentities().remove(row.associationId());
        return DeletePodIdentityAssociationResponse.builder()
                .association(Descriptions.podIdentity(row))
                .build();
    }
}
