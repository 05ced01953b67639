package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;

/// What a role may do: inline policies and attached managed ones.
final class RolePolicyOperations {

    private static final int ATTACHMENT_QUOTA = 10;
    private static final int INLINE_QUOTA = 10_240;

    private final IamStore store;

    RolePolicyOperations(IamStore store) {
        this.store = store;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("PutRolePolicy", PutRolePolicyRequest::builder, this::put),
                Operation.of("GetRolePolicy", GetRolePolicyRequest::builder, this::get),
                Operation.of("ListRolePolicies", ListRolePoliciesRequest::builder, this::list),
                Operation.of("DeleteRolePolicy", DeleteRolePolicyRequest::builder, this::delete),
                Operation.of("AttachRolePolicy", AttachRolePolicyRequest::builder, this::attach),
                Operation.of("DetachRolePolicy", DetachRolePolicyRequest::builder, this::detach),
                Operation.of("ListAttachedRolePolicies", ListAttachedRolePoliciesRequest::builder, this::listAttached));
    }

    private RoleRow changeable(World world, String name) {
        RoleRow role = store.roleNamed(world, name);
        if (role.isServiceLinked()) {
            throw IamErrors.unmodifiable(name);
        }
        return role;
    }

    private PutRolePolicyResponse put(PutRolePolicyRequest request, Call call) {
        RoleRow role = changeable(call.world(), request.roleName());
        PolicyDocuments.checkPermissions(request.policyDocument());
        Map<String, String> policies = new LinkedHashMap<>(role.inlinePolicies());
        policies.put(request.policyName(), request.policyDocument());
        if (policies.values().stream().mapToInt(PolicyDocuments::size).sum() > INLINE_QUOTA) {
            throw IamErrors.limitExceeded(
                    "Maximum policy size of %d bytes exceeded for role %s".formatted(INLINE_QUOTA, role.name()));
        }
        store.put(call.world(), role.withInlinePolicies(policies));
        return PutRolePolicyResponse.builder().build();
    }

    private GetRolePolicyResponse get(GetRolePolicyRequest request, Call call) {
        RoleRow role = store.roleNamed(call.world(), request.roleName());
        String document = Optional.ofNullable(role.inlinePolicies().get(request.policyName()))
                .orElseThrow(() -> noInlinePolicy(request.policyName()));
        return GetRolePolicyResponse.builder()
                .roleName(role.name())
                .policyName(request.policyName())
                .policyDocument(PolicyDocuments.encoded(document))
                .build();
    }

    private ListRolePoliciesResponse list(ListRolePoliciesRequest request, Call call) {
        RoleRow role = store.roleNamed(call.world(), request.roleName());
        var page = Paging.page(List.copyOf(role.inlinePolicies().keySet()), request.marker(), request.maxItems());
        ListRolePoliciesResponse.Builder response = ListRolePoliciesResponse.builder()
                .policyNames(page.rows())
                .isTruncated(page.nextToken().isPresent());
        page.nextToken().ifPresent(response::marker);
        return response.build();
    }

    private DeleteRolePolicyResponse delete(DeleteRolePolicyRequest request, Call call) {
        RoleRow role = changeable(call.world(), request.roleName());
        Map<String, String> policies = new LinkedHashMap<>(role.inlinePolicies());
        if (policies.keySet().stream().noneMatch(request.policyName()::equals)) {
            throw noInlinePolicy(request.policyName());
        }
        policies.remove(request.policyName());
        store.put(call.world(), role.withInlinePolicies(policies));
        return DeleteRolePolicyResponse.builder().build();
    }

    private AttachRolePolicyResponse attach(AttachRolePolicyRequest request, Call call) {
        RoleRow role = changeable(call.world(), request.roleName());
        if (!store.policyExists(call.world(), request.policyArn())) {
            throw IamErrors.noPolicy(request.policyArn());
        }
        if (!role.attachedPolicyArns().contains(request.policyArn())) {
            if (role.attachedPolicyArns().size() == ATTACHMENT_QUOTA) {
                throw IamErrors.limitExceeded("Cannot exceed quota for PoliciesPerRole: " + ATTACHMENT_QUOTA);
            }
            List<String> attached = new ArrayList<>(role.attachedPolicyArns());
            attached.add(request.policyArn());
            store.put(call.world(), role.withAttachedPolicies(attached));
        }
        return AttachRolePolicyResponse.builder().build();
    }

    private DetachRolePolicyResponse detach(DetachRolePolicyRequest request, Call call) {
        RoleRow role = changeable(call.world(), request.roleName());
        List<String> attached = new ArrayList<>(role.attachedPolicyArns());
        if (!attached.remove(request.policyArn())) {
            throw IamErrors.noSuchEntity("Policy " + request.policyArn() + " was not found.");
        }
        store.put(call.world(), role.withAttachedPolicies(attached));
        return DetachRolePolicyResponse.builder().build();
    }

    private ListAttachedRolePoliciesResponse listAttached(ListAttachedRolePoliciesRequest request, Call call) {
        List<AttachedPolicy> attached = RoleShapes.attached(store.roleNamed(call.world(), request.roleName()));
        var page = Paging.page(attached, request.marker(), request.maxItems());
        ListAttachedRolePoliciesResponse.Builder response = ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.rows())
                .isTruncated(page.nextToken().isPresent());
        page.nextToken().ifPresent(response::marker);
        return response.build();
    }

    private static RuntimeException noInlinePolicy(String name) {
        return IamErrors.noSuchEntity("The role policy with name " + name + " cannot be found.");
    }
}
