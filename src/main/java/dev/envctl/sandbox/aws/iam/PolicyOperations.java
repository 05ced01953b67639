package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyResponse;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyResponse;

/// Customer managed policies and their versions.
final class PolicyOperations {

    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
    private static final int VERSIONS = 5;
    private static final int SIZE_QUOTA = 6144;

    private final IamStore store;

    PolicyOperations(IamStore store) {
        this.store = store;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreatePolicy", CreatePolicyRequest::builder, this::create),
                Operation.of("GetPolicy", GetPolicyRequest::builder, this::get),
                Operation.of("ListPolicies", ListPoliciesRequest::builder, this::list),
                Operation.of("DeletePolicy", DeletePolicyRequest::builder, this::delete),
                Operation.of("CreatePolicyVersion", CreatePolicyVersionRequest::builder, this::createVersion),
                Operation.of("GetPolicyVersion", GetPolicyVersionRequest::builder, this::getVersion),
                Operation.of("ListPolicyVersions", ListPolicyVersionsRequest::builder, this::listVersions),
                Operation.of("DeletePolicyVersion", DeletePolicyVersionRequest::builder, this::deleteVersion),
                Operation.of("SetDefaultPolicyVersion", SetDefaultPolicyVersionRequest::builder, this::setDefault),
                Operation.of("ListEntitiesForPolicy", ListEntitiesForPolicyRequest::builder, this::listEntities),
                Operation.of("TagPolicy", TagPolicyRequest::builder, this::tag),
                Operation.of("UntagPolicy", UntagPolicyRequest::builder, this::untag),
                Operation.of("ListPolicyTags", ListPolicyTagsRequest::builder, this::listTags));
    }

    private CreatePolicyResponse create(CreatePolicyRequest request, Call call) {
        if (!NAME.matcher(request.policyName()).matches()) {
            throw IamErrors.invalid(
                    "The specified value for policyName is invalid. It must contain only alphanumeric characters"
                            + " and/or the following: +=,.@_-");
        }
        check(request.policyDocument());
        if (store.policies(call.world()).get(IamStore.key(request.policyName())).isPresent()) {
            throw IamErrors.alreadyExists("A policy called %s already exists. Duplicate names are not allowed."
                    .formatted(request.policyName()));
        }
        PolicyRow policy = new PolicyRow(
                request.policyName(),
                RoleOperations.checkedPath(request.path()),
                IamStore.newId(call.world(), "ANPA"),
                Optional.ofNullable(request.description()).orElse(""),
                List.of(new PolicyRow.Version("v1", request.policyDocument(), call.now())),
                "v1",
                1,
                Tags.of(request.tags()),
                call.now(),
                call.now());
        store.put(call.world(), policy);
        return CreatePolicyResponse.builder()
                .policy(whole(policy, call.world()))
                .build();
    }

    private static void check(String document) {
        PolicyDocuments.checkPermissions(document);
        if (PolicyDocuments.size(document) > SIZE_QUOTA) {
            throw IamErrors.limitExceeded("Cannot exceed quota for PolicySize: " + SIZE_QUOTA);
        }
    }

    private GetPolicyResponse get(GetPolicyRequest request, Call call) {
        if (IamStore.isAwsPolicy(request.policyArn())) {
            return GetPolicyResponse.builder()
                    .policy(ofAws(request.policyArn()))
                    .build();
        }
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        return GetPolicyResponse.builder().policy(whole(policy, call.world())).build();
    }

    /// AWS' own policies are known by name only; any name is one.
    private static Policy ofAws(String arn) {
        return Policy.builder()
                .arn(arn)
                .policyName(Arns.name(arn))
                .defaultVersionId("v1")
                .isAttachable(true)
                .build();
    }

    private ListPoliciesResponse list(ListPoliciesRequest request, Call call) {
        List<PolicyRow> rows = request.scope() == PolicyScopeType.AWS
                ? List.of()
                : store.policies(call.world()).where(policy -> Paging.under(policy.path(), request.pathPrefix()));
        List<PolicyRow> wanted = rows.stream()
                .filter(policy -> !Boolean.TRUE.equals(request.onlyAttached())
                        || !store.holders(call.world(), policy.arn()).isEmpty())
                .toList();
        var page = Paging.page(wanted, request.marker(), request.maxItems());
        ListPoliciesResponse.Builder response = ListPoliciesResponse.builder()
                .policies(page.rows().stream()
                        .map(policy -> listed(policy, call.world()))
                        .toList())
                .isTruncated(page.nextToken().isPresent());
        page.nextToken().ifPresent(response::marker);
        return response.build();
    }

    private Policy whole(PolicyRow row, World world) {
        return listed(row, world).toBuilder()
                .description(row.description().isEmpty() ? null : row.description())
                .tags(Tags.list(row.tags()))
                .build();
    }

    /// ListPolicies leaves out tags and description.
    private Policy listed(PolicyRow row, World world) {
        return Policy.builder()
                .policyName(row.name())
                .path(row.path())
                .policyId(row.id())
                .arn(row.arn())
                .defaultVersionId(row.defaultVersionId())
                .attachmentCount(store.holders(world, row.arn()).size())
                .permissionsBoundaryUsageCount(store.bounded(world, row.arn()).size())
                .isAttachable(true)
                .createDate(row.createdAt())
                .updateDate(row.updatedAt())
                .build();
    }

    private DeletePolicyResponse delete(DeletePolicyRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        if (!store.holders(call.world(), policy.arn()).isEmpty()
                || !store.bounded(call.world(), policy.arn()).isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete a policy attached to entities.");
        }
        if (policy.versions().size() > 1) {
            throw IamErrors.deleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must delete the policy's"
                            + " versions. The default version is deleted with the policy.");
        }
        store.policies(call.world()).remove(IamStore.key(policy.name()));
        return DeletePolicyResponse.builder().build();
    }

    private CreatePolicyVersionResponse createVersion(CreatePolicyVersionRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        check(request.policyDocument());
        if (policy.versions().size() == VERSIONS) {
            throw IamErrors.limitExceeded("A managed policy can have up to " + VERSIONS
                    + " versions. Before you create a new version, you must delete an existing version.");
        }
        int number = policy.lastVersion() + 1;
        var version = new PolicyRow.Version("v" + number, request.policyDocument(), call.now());
        List<PolicyRow.Version> versions = new ArrayList<>(policy.versions());
        versions.add(version);
        boolean isDefault = Boolean.TRUE.equals(request.setAsDefault());
        PolicyRow changed =
                policy.withVersions(versions, isDefault ? version.id() : policy.defaultVersionId(), number, call.now());
        store.put(call.world(), changed);
        return CreatePolicyVersionResponse.builder()
                .policyVersion(summary(version, changed).build())
                .build();
    }

    private GetPolicyVersionResponse getVersion(GetPolicyVersionRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        PolicyRow.Version version = version(policy, request.versionId());
        return GetPolicyVersionResponse.builder()
                .policyVersion(summary(version, policy)
                        .document(PolicyDocuments.encoded(version.document()))
                        .build())
                .build();
    }

    static PolicyVersion.Builder summary(PolicyRow.Version version, PolicyRow policy) {
        return PolicyVersion.builder()
                .versionId(version.id())
                .isDefaultVersion(version.id().equals(policy.defaultVersionId()))
                .createDate(version.createdAt());
    }

    private static PolicyRow.Version version(PolicyRow policy, String id) {
        return policy.versions().stream()
                .filter(version -> version.id().equals(id))
                .findFirst()
                .orElseThrow(() -> IamErrors.noSuchEntity(
                        "Policy %s version %s does not exist or is not attachable.".formatted(policy.arn(), id)));
    }

    private ListPolicyVersionsResponse listVersions(ListPolicyVersionsRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        return ListPolicyVersionsResponse.builder()
                .versions(policy.versions().reversed().stream()
                        .map(version -> summary(version, policy).build())
                        .toList())
                .isTruncated(false)
                .build();
    }

    private DeletePolicyVersionResponse deleteVersion(DeletePolicyVersionRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        PolicyRow.Version version = version(policy, request.versionId());
        if (version.id().equals(policy.defaultVersionId())) {
            throw IamErrors.deleteConflict("Cannot delete the default version of a policy.");
        }
        List<PolicyRow.Version> versions = new ArrayList<>(policy.versions());
        versions.remove(version);
        store.put(
                call.world(),
                policy.withVersions(versions, policy.defaultVersionId(), policy.lastVersion(), policy.updatedAt()));
        return DeletePolicyVersionResponse.builder().build();
    }

    private SetDefaultPolicyVersionResponse setDefault(SetDefaultPolicyVersionRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        PolicyRow.Version version = version(policy, request.versionId());
        Instant now = call.now();
        store.put(call.world(), policy.withVersions(policy.versions(), version.id(), policy.lastVersion(), now));
        return SetDefaultPolicyVersionResponse.builder().build();
    }

    /// Attachments, or boundaries when asked for those.
    private ListEntitiesForPolicyResponse listEntities(ListEntitiesForPolicyRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        List<RoleRow> roles = request.policyUsageFilter() == PolicyUsageType.PERMISSIONS_BOUNDARY
                ? store.bounded(call.world(), policy.arn())
                : store.holders(call.world(), policy.arn());
        var page = Paging.page(roles, request.marker(), request.maxItems());
        ListEntitiesForPolicyResponse.Builder response = ListEntitiesForPolicyResponse.builder()
                .policyRoles(page.rows().stream()
                        .map(role -> PolicyRole.builder()
                                .roleName(role.name())
                                .roleId(role.id())
                                .build())
                        .toList())
                .policyUsers(List.of())
                .policyGroups(List.of())
                .isTruncated(page.nextToken().isPresent());
        page.nextToken().ifPresent(response::marker);
        return response.build();
    }

    private TagPolicyResponse tag(TagPolicyRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        store.put(call.world(), policy.withTags(Tags.with(policy.tags(), request.tags())));
        return TagPolicyResponse.builder().build();
    }

    private UntagPolicyResponse untag(UntagPolicyRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        store.put(call.world(), policy.withTags(Tags.without(policy.tags(), request.tagKeys())));
        return UntagPolicyResponse.builder().build();
    }

    private ListPolicyTagsResponse listTags(ListPolicyTagsRequest request, Call call) {
        PolicyRow policy = store.policyByArn(call.world(), request.policyArn());
        return ListPolicyTagsResponse.builder()
                .tags(Tags.list(policy.tags()))
                .isTruncated(false)
                .build();
    }
}
