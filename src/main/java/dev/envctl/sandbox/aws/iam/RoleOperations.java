package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/// Roles themselves: trust, settings, boundary and tags.
final class RoleOperations {

    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
    private static final Pattern PATH = Pattern.compile("/|/[!-~]{1,510}/");
    private static final int TRUST_POLICY_QUOTA = 2048;
    private static final int USUAL_SESSION = 3600;

    private final IamStore store;

    RoleOperations(IamStore store) {
        this.store = store;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateRole", CreateRoleRequest::builder, this::create),
                Operation.of("GetRole", GetRoleRequest::builder, this::get),
                Operation.of("ListRoles", ListRolesRequest::builder, this::list),
                Operation.of("UpdateRole", UpdateRoleRequest::builder, this::update),
                Operation.of("UpdateAssumeRolePolicy", UpdateAssumeRolePolicyRequest::builder, this::updateTrust),
                Operation.of("DeleteRole", DeleteRoleRequest::builder, this::delete),
                Operation.of(
                        "PutRolePermissionsBoundary", PutRolePermissionsBoundaryRequest::builder, this::putBoundary),
                Operation.of(
                        "DeleteRolePermissionsBoundary",
                        DeleteRolePermissionsBoundaryRequest::builder,
                        this::deleteBoundary),
                Operation.of("TagRole", TagRoleRequest::builder, this::tag),
                Operation.of("UntagRole", UntagRoleRequest::builder, this::untag),
                Operation.of("ListRoleTags", ListRoleTagsRequest::builder, this::listTags),
                Operation.of(
                        "ListInstanceProfilesForRole",
                        ListInstanceProfilesForRoleRequest::builder,
                        this::listInstanceProfiles));
    }

    private CreateRoleResponse create(CreateRoleRequest request, Call call) {
        checkName(request.roleName());
        String path = checkedPath(request.path());
        checkTrust(request.assumeRolePolicyDocument(), call.world());
        if (store.roles(call.world()).get(IamStore.key(request.roleName())).isPresent()) {
            throw IamErrors.alreadyExists("Role with name " + request.roleName() + " already exists.");
        }
        RoleRow role = new RoleRow(
                request.roleName(),
                path,
                IamStore.newId(call.world(), "AROA"),
                request.assumeRolePolicyDocument(),
                Optional.ofNullable(request.description()).orElse(""),
                checkedSession(request.maxSessionDuration()),
                checkedBoundary(request.permissionsBoundary(), call.world()),
                Map.of(),
                List.of(),
                Tags.of(request.tags()),
                call.now(),
                store.knownFrom(call.now()));
        store.put(call.world(), role);
        return CreateRoleResponse.builder().role(RoleShapes.whole(role)).build();
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw IamErrors.invalid(
                    "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or"
                            + " the following: +=,.@_-");
        }
    }

    static String checkedPath(@Nullable String wanted) {
        String path = Optional.ofNullable(wanted).orElse("/");
        if (!PATH.matcher(path).matches()) {
            throw IamErrors.invalid(
                    "The specified value for path is invalid. It must begin and end with / and contain only"
                            + " alphanumeric characters and/or / characters.");
        }
        return path;
    }

    private static int checkedSession(@Nullable Integer wanted) {
        int seconds = Optional.ofNullable(wanted).orElse(USUAL_SESSION);
        if (seconds < 3600 || seconds > 43200) {
            throw IamErrors.invalid(
                    "1 validation error detected: Value '%d' at 'maxSessionDuration' failed to satisfy constraint: Member must have value between 3600 and 43200"
                            .formatted(seconds));
        }
        return seconds;
    }

    private Optional<String> checkedBoundary(@Nullable String arn, World world) {
        if (arn != null && !store.policyExists(world, arn)) {
            throw IamErrors.noSuchEntity("Scope ARN: " + arn + " does not exist or is not attachable.");
        }
        return Optional.ofNullable(arn);
    }

    private void checkTrust(String document, World world) {
        PolicyDocuments.checkTrust(document, arn -> store.principalExists(world, arn));
        if (PolicyDocuments.size(document) > TRUST_POLICY_QUOTA) {
            throw IamErrors.limitExceeded("Cannot exceed quota for ACLSizePerRole: " + TRUST_POLICY_QUOTA);
        }
    }

    private GetRoleResponse get(GetRoleRequest request, Call call) {
        RoleRow role = store.roleNamed(call.world(), request.roleName());
        return GetRoleResponse.builder().role(RoleShapes.whole(role)).build();
    }

    private ListRolesResponse list(ListRolesRequest request, Call call) {
        List<RoleRow> rows = store.roles(call.world()).where(role -> Paging.under(role.path(), request.pathPrefix()));
        var page = Paging.page(rows, request.marker(), request.maxItems());
        ListRolesResponse.Builder response = ListRolesResponse.builder()
                .roles(page.rows().stream().map(RoleShapes::listed).toList())
                .isTruncated(page.nextToken().isPresent());
        page.nextToken().ifPresent(response::marker);
        return response.build();
    }

    /// The role as changeable by callers.
    private RoleRow changeable(World world, String name) {
        RoleRow role = store.roleNamed(world, name);
        if (role.isServiceLinked()) {
            throw IamErrors.unmodifiable(name);
        }
        return role;
    }

    /// What a request leaves out, it resets. Of a service-linked role the description is the caller's.
    private UpdateRoleResponse update(UpdateRoleRequest request, Call call) {
        RoleRow role = store.roleNamed(call.world(), request.roleName());
        if (role.isServiceLinked() && request.maxSessionDuration() != null) {
            throw IamErrors.unmodifiable(role.name());
        }
        String description = Optional.ofNullable(request.description()).orElse("");
        store.put(call.world(), role.withSettings(description, checkedSession(request.maxSessionDuration())));
        return UpdateRoleResponse.builder().build();
    }

    private UpdateAssumeRolePolicyResponse updateTrust(UpdateAssumeRolePolicyRequest request, Call call) {
        RoleRow role = changeable(call.world(), request.roleName());
        checkTrust(request.policyDocument(), call.world());
        store.put(call.world(), role.withTrustPolicy(request.policyDocument(), store.knownFrom(call.now())));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    private DeleteRoleResponse delete(DeleteRoleRequest request, Call call) {
        RoleRow role = changeable(call.world(), request.roleName());
        if (!role.attachedPolicyArns().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        if (!role.inlinePolicies().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
        }
        store.roles(call.world()).remove(IamStore.key(role.name()));
        return DeleteRoleResponse.builder().build();
    }

    private PutRolePermissionsBoundaryResponse putBoundary(PutRolePermissionsBoundaryRequest request, Call call) {
        RoleRow role = changeable(call.world(), request.roleName());
        store.put(call.world(), role.withBoundary(checkedBoundary(request.permissionsBoundary(), call.world())));
        return PutRolePermissionsBoundaryResponse.builder().build();
    }

    private DeleteRolePermissionsBoundaryResponse deleteBoundary(
            DeleteRolePermissionsBoundaryRequest request, Call call) {
        RoleRow role = changeable(call.world(), request.roleName());
        if (role.boundaryArn().isEmpty()) {
            throw IamErrors.noSuchEntity("Role " + role.name() + " does not have a permissions boundary.");
        }
        store.put(call.world(), role.withBoundary(Optional.empty()));
        return DeleteRolePermissionsBoundaryResponse.builder().build();
    }

    private TagRoleResponse tag(TagRoleRequest request, Call call) {
        RoleRow role = store.roleNamed(call.world(), request.roleName());
        store.put(call.world(), role.withTags(Tags.with(role.tags(), request.tags())));
        return TagRoleResponse.builder().build();
    }

    private UntagRoleResponse untag(UntagRoleRequest request, Call call) {
        RoleRow role = store.roleNamed(call.world(), request.roleName());
        store.put(call.world(), role.withTags(Tags.without(role.tags(), request.tagKeys())));
        return UntagRoleResponse.builder().build();
    }

    private ListRoleTagsResponse listTags(ListRoleTagsRequest request, Call call) {
        RoleRow role = store.roleNamed(call.world(), request.roleName());
        return ListRoleTagsResponse.builder()
                .tags(Tags.list(role.tags()))
                .isTruncated(false)
                .build();
    }

    /// The sandbox has no instance profiles: nodes of a node group do not show theirs.
    private ListInstanceProfilesForRoleResponse listInstanceProfiles(
            ListInstanceProfilesForRoleRequest request, Call call) {
        store.roleNamed(call.world(), request.roleName());
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(List.of())
                .isTruncated(false)
                .build();
    }
}
