package dev.envctl.sandbox.aws.identitycenter;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.identitystore.model.AlternateIdentifier;
import software.amazon.awssdk.services.identitystore.model.DescribeGroupRequest;
import software.amazon.awssdk.services.identitystore.model.DescribeGroupResponse;
import software.amazon.awssdk.services.identitystore.model.DescribeUserRequest;
import software.amazon.awssdk.services.identitystore.model.DescribeUserResponse;
import software.amazon.awssdk.services.identitystore.model.Email;
import software.amazon.awssdk.services.identitystore.model.Filter;
import software.amazon.awssdk.services.identitystore.model.GetGroupIdRequest;
import software.amazon.awssdk.services.identitystore.model.GetGroupIdResponse;
import software.amazon.awssdk.services.identitystore.model.GetUserIdRequest;
import software.amazon.awssdk.services.identitystore.model.GetUserIdResponse;
import software.amazon.awssdk.services.identitystore.model.Group;
import software.amazon.awssdk.services.identitystore.model.ListGroupsRequest;
import software.amazon.awssdk.services.identitystore.model.ListGroupsResponse;
import software.amazon.awssdk.services.identitystore.model.ListUsersRequest;
import software.amazon.awssdk.services.identitystore.model.ListUsersResponse;
import software.amazon.awssdk.services.identitystore.model.UniqueAttribute;
import software.amazon.awssdk.services.identitystore.model.User;

public final class IdentityStoreService implements EmulatedService {

    private static final int MAXIMUM_PAGE = 100;

    @Override
    public String signingName() {
        return "identitystore";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "AWSIdentityStore";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("GetUserId", GetUserIdRequest::builder, IdentityStoreService::userId),
                Operation.of("GetGroupId", GetGroupIdRequest::builder, IdentityStoreService::groupId),
                Operation.of("DescribeUser", DescribeUserRequest::builder, IdentityStoreService::user),
                Operation.of("DescribeGroup", DescribeGroupRequest::builder, IdentityStoreService::group),
                Operation.of("ListUsers", ListUsersRequest::builder, IdentityStoreService::users),
                Operation.of("ListGroups", ListGroupsRequest::builder, IdentityStoreService::groups));
    }

    private static IdentityCenterStore store(Call call, @Nullable String identityStoreId) {
        var store = new IdentityCenterStore(call.world());
        if (store.instance()
                .filter(instance -> instance.identityStoreId().equals(identityStoreId))
                .isEmpty()) {
            throw notFound("IDENTITY_STORE not found: " + identityStoreId);
        }
        return store;
    }

    private static AwsError notFound(String message) {
        return new AwsError("ResourceNotFoundException", 404, message);
    }

    private static AwsError invalid(String message) {
        return new AwsError("ValidationException", 400, message);
    }

    private static GetUserIdResponse userId(GetUserIdRequest request, Call call) {
        var store = store(call, request.identityStoreId());
        var attribute = attribute(request.alternateIdentifier(), "USER");
        var value = attribute.attributeValue().asString();
        var found = switch (attribute.attributePath()) {
            case "userName" -> store.userNamed(value);
            case "emails.value" ->
                store.users().where(user -> user.email().equals(value)).stream().findFirst();
            default -> throw invalid("Unsupported attribute path: " + attribute.attributePath());
        };
        return GetUserIdResponse.builder()
                .identityStoreId(request.identityStoreId())
                .userId(found.orElseThrow(() -> notFound("USER not found.")).userId())
                .build();
    }

    private static GetGroupIdResponse groupId(GetGroupIdRequest request, Call call) {
        var store = store(call, request.identityStoreId());
        var attribute = attribute(request.alternateIdentifier(), "GROUP");
        if (!attribute.attributePath().equals("displayName")) {
            throw invalid("Unsupported attribute path: " + attribute.attributePath());
        }
        return GetGroupIdResponse.builder()
                .identityStoreId(request.identityStoreId())
                .groupId(store.groupNamed(attribute.attributeValue().asString())
                        .orElseThrow(() -> notFound("GROUP not found."))
                        .groupId())
                .build();
    }

    /// Nobody in the sandbox comes from another identity provider, so external ids find nothing.
    private static UniqueAttribute attribute(@Nullable AlternateIdentifier identifier, String what) {
        if (identifier != null && identifier.externalId() != null) {
            throw notFound(what + " not found.");
        }
        if (identifier == null
                || identifier.uniqueAttribute() == null
                || identifier.uniqueAttribute().attributePath() == null
                || identifier.uniqueAttribute().attributeValue() == null
                || !identifier.uniqueAttribute().attributeValue().isString()) {
            throw invalid("An alternate identifier needs an attribute path and a string as its value");
        }
        return identifier.uniqueAttribute();
    }

    private static DescribeUserResponse user(DescribeUserRequest request, Call call) {
        return store(call, request.identityStoreId())
                .users()
                .get(request.userId())
                .map(row -> DescribeUserResponse.builder()
                        .identityStoreId(request.identityStoreId())
                        .userId(row.userId())
                        .userName(row.userName())
                        .displayName(row.displayName())
                        .emails(email(row))
                        .createdAt(row.createdAt())
                        .build())
                .orElseThrow(() -> notFound("USER not found."));
    }

    private static DescribeGroupResponse group(DescribeGroupRequest request, Call call) {
        return store(call, request.identityStoreId())
                .groups()
                .get(request.groupId())
                .map(row -> DescribeGroupResponse.builder()
                        .identityStoreId(request.identityStoreId())
                        .groupId(row.groupId())
                        .displayName(row.displayName())
                        .description(row.description())
                        .createdAt(row.createdAt())
                        .build())
                .orElseThrow(() -> notFound("GROUP not found."));
    }

    /// AWS advises against these filters, and still answers them.
    @SuppressWarnings("deprecation")
    private static ListUsersResponse users(ListUsersRequest request, Call call) {
        var matching = store(call, request.identityStoreId())
                .users()
                .where(row -> matches(row, request.filters(), IdentityStoreService::userField));
        var page = page(matching, request.nextToken(), request.maxResults());
        return ListUsersResponse.builder()
                .users(page.rows().stream()
                        .map(row -> User.builder()
                                .identityStoreId(request.identityStoreId())
                                .userId(row.userId())
                                .userName(row.userName())
                                .displayName(row.displayName())
                                .emails(email(row))
                                .createdAt(row.createdAt())
                                .build())
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    @SuppressWarnings("deprecation")
    private static ListGroupsResponse groups(ListGroupsRequest request, Call call) {
        var matching = store(call, request.identityStoreId())
                .groups()
                .where(row -> matches(row, request.filters(), IdentityStoreService::groupField));
        var page = page(matching, request.nextToken(), request.maxResults());
        return ListGroupsResponse.builder()
                .groups(page.rows().stream()
                        .map(row -> Group.builder()
                                .identityStoreId(request.identityStoreId())
                                .groupId(row.groupId())
                                .displayName(row.displayName())
                                .description(row.description())
                                .createdAt(row.createdAt())
                                .build())
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static <T> boolean matches(T row, List<Filter> filters, BiFunction<T, String, Optional<String>> field) {
        return filters.stream()
                .allMatch(filter -> field.apply(row, filter.attributePath())
                        .orElseThrow(() -> invalid("Unsupported attribute path: " + filter.attributePath()))
                        .equals(filter.attributeValue()));
    }

    private static Optional<String> userField(UserRow row, String attributePath) {
        return attributePath.equals("UserName") ? Optional.of(row.userName()) : Optional.empty();
    }

    private static Optional<String> groupField(GroupRow row, String attributePath) {
        return attributePath.equals("DisplayName") ? Optional.of(row.displayName()) : Optional.empty();
    }

    private static Email email(UserRow row) {
        return Email.builder().value(row.email()).type("work").primary(true).build();
    }

    private static <T> Pages.Page<T> page(List<T> rows, @Nullable String nextToken, @Nullable Integer maxResults) {
        var size = Optional.ofNullable(maxResults).orElse(MAXIMUM_PAGE);
        if (size < 1 || size > MAXIMUM_PAGE) {
            throw invalid("MaxResults must be between 1 and 100");
        }
        return Pages.page(rows, nextToken, size, token -> invalid("Invalid NextToken: " + token));
    }
}
