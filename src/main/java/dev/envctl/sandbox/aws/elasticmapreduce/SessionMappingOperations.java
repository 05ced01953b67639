package dev.envctl.sandbox.aws.elasticmapreduce;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.identitycenter.GroupRow;
import dev.envctl.sandbox.aws.identitycenter.IdentityCenterStore;
import dev.envctl.sandbox.aws.identitycenter.UserRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emr.model.CreateStudioSessionMappingRequest;
import software.amazon.awssdk.services.emr.model.CreateStudioSessionMappingResponse;
import software.amazon.awssdk.services.emr.model.DeleteStudioSessionMappingRequest;
import software.amazon.awssdk.services.emr.model.DeleteStudioSessionMappingResponse;
import software.amazon.awssdk.services.emr.model.GetStudioSessionMappingRequest;
import software.amazon.awssdk.services.emr.model.GetStudioSessionMappingResponse;
import software.amazon.awssdk.services.emr.model.ListStudioSessionMappingsRequest;
import software.amazon.awssdk.services.emr.model.ListStudioSessionMappingsResponse;
import software.amazon.awssdk.services.emr.model.SessionMappingDetail;
import software.amazon.awssdk.services.emr.model.SessionMappingSummary;
import software.amazon.awssdk.services.emr.model.UpdateStudioSessionMappingRequest;
import software.amazon.awssdk.services.emr.model.UpdateStudioSessionMappingResponse;

/// Who may enter a Studio, with which session policy.
record SessionMappingOperations(IamView iam) {

    private static final int PAGE = 50;

    /// A user or group of Identity Center.
    private record Identity(String type, String id, String name) {}

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateStudioSessionMapping", CreateStudioSessionMappingRequest::builder, this::create),
                Operation.of(
                        "GetStudioSessionMapping",
                        GetStudioSessionMappingRequest::builder,
                        SessionMappingOperations::get),
                Operation.of("UpdateStudioSessionMapping", UpdateStudioSessionMappingRequest::builder, this::update),
                Operation.of(
                        "DeleteStudioSessionMapping",
                        DeleteStudioSessionMappingRequest::builder,
                        SessionMappingOperations::delete),
                Operation.of(
                        "ListStudioSessionMappings",
                        ListStudioSessionMappingsRequest::builder,
                        SessionMappingOperations::list));
    }

    private CreateStudioSessionMappingResponse create(CreateStudioSessionMappingRequest request, Call call) {
        var store = new StudioStore(call.world());
        var studio = store.studio(request.studioId());
        if (!studio.usesIdentityCenter()) {
            throw StudioStore.invalid("Session mappings can only be created for a Studio with AuthMode SSO.");
        }
        var identity = identity(call, request.identityTypeAsString(), request.identityId(), request.identityName())
                .orElseThrow(() -> StudioStore.invalid("%s identity %s does not exist in IAM Identity Center."
                        .formatted(
                                request.identityTypeAsString(),
                                Optional.ofNullable(request.identityName()).orElse(request.identityId()))));
        var mapping = new SessionMappingRow(
                studio.studioId(),
                identity.type(),
                identity.id(),
                identity.name(),
                checkedPolicy(request.sessionPolicyArn(), call),
                call.now(),
                call.now());
        if (store.mappings().get(mapping.key()).isPresent()) {
            throw StudioStore.invalid("Studio session mapping already exists for the identity.");
        }
        store.mappings().put(mapping.key(), mapping);
        return CreateStudioSessionMappingResponse.builder().build();
    }

    private String checkedPolicy(@Nullable String arn, Call call) {
        if (arn == null || !iam.policyExists(call.world(), arn)) {
            throw StudioStore.invalid("Session policy %s does not exist or is not attachable.".formatted(arn));
        }
        return arn;
    }

    private static Optional<Identity> identity(
            Call call, @Nullable String type, @Nullable String id, @Nullable String name) {
        if ((id == null) == (name == null)) {
            throw StudioStore.invalid("Exactly one of IdentityId and IdentityName must be specified.");
        }
        var store = new IdentityCenterStore(call.world());
        return switch (String.valueOf(type)) {
            case "USER" -> user(store, id, name).map(user -> new Identity("USER", user.userId(), user.userName()));
            case "GROUP" ->
                group(store, id, name).map(group -> new Identity("GROUP", group.groupId(), group.displayName()));
            default -> throw StudioStore.invalid("IdentityType must be USER or GROUP.");
        };
    }

    private static Optional<UserRow> user(IdentityCenterStore store, @Nullable String id, @Nullable String name) {
        return id != null ? store.users().get(id) : store.userNamed(String.valueOf(name));
    }

    private static Optional<GroupRow> group(IdentityCenterStore store, @Nullable String id, @Nullable String name) {
        return id != null ? store.groups().get(id) : store.groupNamed(String.valueOf(name));
    }

    private static SessionMappingRow find(
            Call call, @Nullable String studioId, @Nullable String type, @Nullable String id, @Nullable String name) {
        var store = new StudioStore(call.world());
        var studio = store.studio(studioId);
        return identity(call, type, id, name)
                .flatMap(identity ->
                        store.mappings().get(SessionMappingRow.key(studio.studioId(), identity.type(), identity.id())))
                .orElseThrow(SessionMappingOperations::missing);
    }

    private static AwsError missing() {
        return StudioStore.invalid("Studio session mapping does not exist.");
    }

    private static GetStudioSessionMappingResponse get(GetStudioSessionMappingRequest request, Call call) {
        var mapping = find(
                call, request.studioId(), request.identityTypeAsString(), request.identityId(), request.identityName());
        return GetStudioSessionMappingResponse.builder()
                .sessionMapping(SessionMappingDetail.builder()
                        .studioId(mapping.studioId())
                        .identityType(mapping.identityType())
                        .identityId(mapping.identityId())
                        .identityName(mapping.identityName())
                        .sessionPolicyArn(mapping.sessionPolicyArn())
                        .creationTime(mapping.createdAt())
                        .lastModifiedTime(mapping.modifiedAt())
                        .build())
                .build();
    }

    private UpdateStudioSessionMappingResponse update(UpdateStudioSessionMappingRequest request, Call call) {
        var mapping = find(
                call, request.studioId(), request.identityTypeAsString(), request.identityId(), request.identityName());
        var updated = mapping.withSessionPolicyArn(checkedPolicy(request.sessionPolicyArn(), call), call.now());
        new StudioStore(call.world()).mappings().put(updated.key(), updated);
        return UpdateStudioSessionMappingResponse.builder().build();
    }

    private static DeleteStudioSessionMappingResponse delete(DeleteStudioSessionMappingRequest request, Call call) {
        var mapping = find(
                call, request.studioId(), request.identityTypeAsString(), request.identityId(), request.identityName());
        new StudioStore(call.world()).mappings().remove(mapping.key());
        return DeleteStudioSessionMappingResponse.builder().build();
    }

    private static ListStudioSessionMappingsResponse list(ListStudioSessionMappingsRequest request, Call call) {
        Predicate<SessionMappingRow> ofStudio =
                mapping -> request.studioId() == null || mapping.studioId().equals(request.studioId());
        Predicate<SessionMappingRow> ofType = mapping ->
                request.identityTypeAsString() == null || mapping.identityType().equals(request.identityTypeAsString());
        var page = Pages.page(
                new StudioStore(call.world()).mappings().where(ofStudio.and(ofType)),
                request.marker(),
                PAGE,
                marker -> StudioStore.invalid("Marker '%s' is not valid.".formatted(marker)));
        return ListStudioSessionMappingsResponse.builder()
                .sessionMappings(page.rows().stream()
                        .map(SessionMappingOperations::summary)
                        .toList())
                .marker(page.nextToken().orElse(null))
                .build();
    }

    private static SessionMappingSummary summary(SessionMappingRow mapping) {
        return SessionMappingSummary.builder()
                .studioId(mapping.studioId())
                .identityType(mapping.identityType())
                .identityId(mapping.identityId())
                .identityName(mapping.identityName())
                .sessionPolicyArn(mapping.sessionPolicyArn())
                .creationTime(mapping.createdAt())
                .build();
    }
}
