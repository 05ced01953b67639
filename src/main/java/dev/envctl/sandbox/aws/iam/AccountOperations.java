package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;

/// The account's IAM in one paged call. It has role tags and policy bodies, but no policy tags, no descriptions of
/// roles and no OIDC providers.
final class AccountOperations {

    /// One line of the listing: roles and policies are paged together.
    private sealed interface Entry {
        record OfRole(RoleRow role) implements Entry {}

        record OfPolicy(PolicyRow policy) implements Entry {}
    }

    private final IamStore store;

    AccountOperations(IamStore store) {
        this.store = store;
    }

    List<Operation<?, ?>> operations() {
        return List.of(Operation.of(
                "GetAccountAuthorizationDetails", GetAccountAuthorizationDetailsRequest::builder, this::details));
    }

    private GetAccountAuthorizationDetailsResponse details(GetAccountAuthorizationDetailsRequest request, Call call) {
        var page = Paging.page(entries(request.filter(), call.world()), request.marker(), request.maxItems());
        GetAccountAuthorizationDetailsResponse.Builder response = GetAccountAuthorizationDetailsResponse.builder()
                .userDetailList(List.of())
                .groupDetailList(List.of())
                .isTruncated(page.nextToken().isPresent());
        page.nextToken().ifPresent(response::marker);
        var roles = new ArrayList<software.amazon.awssdk.services.iam.model.RoleDetail>();
        var policies = new ArrayList<ManagedPolicyDetail>();
        for (Entry entry : page.rows()) {
            switch (entry) {
                case Entry.OfRole(RoleRow role) -> roles.add(RoleShapes.detail(role));
                case Entry.OfPolicy(PolicyRow policy) -> policies.add(detail(policy, call.world()));
            }
        }
        return response.roleDetailList(roles).policies(policies).build();
    }

    private List<Entry> entries(List<EntityType> filter, World world) {
        List<Entry> entries = new ArrayList<>();
        if (filter.isEmpty() || filter.contains(EntityType.ROLE)) {
            store.roles(world).rows().forEach(role -> entries.add(new Entry.OfRole(role)));
        }
        if (filter.isEmpty() || filter.contains(EntityType.LOCAL_MANAGED_POLICY)) {
            store.policies(world).rows().forEach(policy -> entries.add(new Entry.OfPolicy(policy)));
        }
        return entries;
    }

    private ManagedPolicyDetail detail(PolicyRow policy, World world) {
        return ManagedPolicyDetail.builder()
                .policyName(policy.name())
                .policyId(policy.id())
                .arn(policy.arn())
                .path(policy.path())
                .defaultVersionId(policy.defaultVersionId())
                .attachmentCount(store.holders(world, policy.arn()).size())
                .permissionsBoundaryUsageCount(
                        store.bounded(world, policy.arn()).size())
                .isAttachable(true)
                .description(policy.description().isEmpty() ? null : policy.description())
                .createDate(policy.createdAt())
                .updateDate(policy.updatedAt())
                .policyVersionList(policy.versions().reversed().stream()
                        .map(version -> PolicyOperations.summary(version, policy)
                                .document(PolicyDocuments.encoded(version.document()))
                                .build())
                        .toList())
                .build();
    }
}
