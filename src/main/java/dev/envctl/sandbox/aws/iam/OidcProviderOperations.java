package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.AddClientIdToOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.AddClientIdToOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.DeleteOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.DeleteOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProviderTagsRequest;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProviderTagsResponse;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProvidersRequest;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProvidersResponse;
import software.amazon.awssdk.services.iam.model.OpenIDConnectProviderListEntry;
import software.amazon.awssdk.services.iam.model.RemoveClientIdFromOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.RemoveClientIdFromOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.TagOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.TagOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.UntagOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.UntagOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.UpdateOpenIdConnectProviderThumbprintRequest;
import software.amazon.awssdk.services.iam.model.UpdateOpenIdConnectProviderThumbprintResponse;

/// OpenID Connect providers.
final class OidcProviderOperations {

    private static final Pattern URL = Pattern.compile("https://[^?#\\s]{1,247}");
    private static final Pattern THUMBPRINT = Pattern.compile("[0-9a-fA-F]{40}");
    private static final int CLIENT_ID_QUOTA = 100;

    /// What IAM fetches when no thumbprint is given.
    private static final String FETCHED_THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

    private final IamStore store;

    OidcProviderOperations(IamStore store) {
        this.store = store;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateOpenIDConnectProvider", CreateOpenIdConnectProviderRequest::builder, this::create),
                Operation.of("GetOpenIDConnectProvider", GetOpenIdConnectProviderRequest::builder, this::get),
                Operation.of("ListOpenIDConnectProviders", ListOpenIdConnectProvidersRequest::builder, this::list),
                Operation.of("DeleteOpenIDConnectProvider", DeleteOpenIdConnectProviderRequest::builder, this::delete),
                Operation.of(
                        "AddClientIDToOpenIDConnectProvider",
                        AddClientIdToOpenIdConnectProviderRequest::builder,
                        this::addClientId),
                Operation.of(
                        "RemoveClientIDFromOpenIDConnectProvider",
                        RemoveClientIdFromOpenIdConnectProviderRequest::builder,
                        this::removeClientId),
                Operation.of(
                        "UpdateOpenIDConnectProviderThumbprint",
                        UpdateOpenIdConnectProviderThumbprintRequest::builder,
                        this::updateThumbprint),
                Operation.of("TagOpenIDConnectProvider", TagOpenIdConnectProviderRequest::builder, this::tag),
                Operation.of("UntagOpenIDConnectProvider", UntagOpenIdConnectProviderRequest::builder, this::untag),
                Operation.of(
                        "ListOpenIDConnectProviderTags",
                        ListOpenIdConnectProviderTagsRequest::builder,
                        this::listTags));
    }

    private CreateOpenIdConnectProviderResponse create(CreateOpenIdConnectProviderRequest request, Call call) {
        if (!URL.matcher(request.url()).matches()) {
            throw IamErrors.invalid("Invalid Open ID Connect Provider URL");
        }
        checkClientIds(request.clientIDList());
        checkThumbprints(request.thumbprintList());
        OidcProviderRow provider = new OidcProviderRow(
                request.url().substring("https://".length()),
                request.clientIDList(),
                request.thumbprintList().isEmpty() ? List.of(FETCHED_THUMBPRINT) : request.thumbprintList(),
                Tags.of(request.tags()),
                call.now());
        if (store.providers(call.world()).get(provider.arn()).isPresent()) {
            throw IamErrors.alreadyExists("Provider with url %s already exists.".formatted(request.url()));
        }
        store.put(call.world(), provider);
        return CreateOpenIdConnectProviderResponse.builder()
                .openIDConnectProviderArn(provider.arn())
                .tags(Tags.list(provider.tags()))
                .build();
    }

    private static void checkClientIds(List<String> ids) {
        if (ids.size() > CLIENT_ID_QUOTA) {
            throw IamErrors.limitExceeded("Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100");
        }
    }

    private static void checkThumbprints(List<String> thumbprints) {
        if (thumbprints.size() > 5) {
            throw IamErrors.invalidInput("Thumbprint list must contain fewer than 5 entries.");
        }
        if (!thumbprints.stream().allMatch(print -> THUMBPRINT.matcher(print).matches())) {
            throw IamErrors.invalid("Thumbprint must be 40 hexadecimal characters.");
        }
    }

    private GetOpenIdConnectProviderResponse get(GetOpenIdConnectProviderRequest request, Call call) {
        OidcProviderRow provider = store.providerByArn(call.world(), request.openIDConnectProviderArn());
        return GetOpenIdConnectProviderResponse.builder()
                .url(provider.url())
                .clientIDList(provider.clientIds())
                .thumbprintList(provider.thumbprints())
                .createDate(provider.createdAt())
                .tags(Tags.list(provider.tags()))
                .build();
    }

    private ListOpenIdConnectProvidersResponse list(ListOpenIdConnectProvidersRequest request, Call call) {
        return ListOpenIdConnectProvidersResponse.builder()
                .openIDConnectProviderList(store.providers(call.world()).rows().stream()
                        .map(provider -> OpenIDConnectProviderListEntry.builder()
                                .arn(provider.arn())
                                .build())
                        .toList())
                .build();
    }

    /// Deleting what is not there succeeds.
    private DeleteOpenIdConnectProviderResponse delete(DeleteOpenIdConnectProviderRequest request, Call call) {
        store.providers(call.world()).remove(request.openIDConnectProviderArn());
        return DeleteOpenIdConnectProviderResponse.builder().build();
    }

    private AddClientIdToOpenIdConnectProviderResponse addClientId(
            AddClientIdToOpenIdConnectProviderRequest request, Call call) {
        OidcProviderRow provider = store.providerByArn(call.world(), request.openIDConnectProviderArn());
        if (!provider.clientIds().contains(request.clientID())) {
            List<String> ids = new ArrayList<>(provider.clientIds());
            ids.add(request.clientID());
            checkClientIds(ids);
            store.put(call.world(), provider.withClientIds(ids));
        }
        return AddClientIdToOpenIdConnectProviderResponse.builder().build();
    }

    private RemoveClientIdFromOpenIdConnectProviderResponse removeClientId(
            RemoveClientIdFromOpenIdConnectProviderRequest request, Call call) {
        OidcProviderRow provider = store.providerByArn(call.world(), request.openIDConnectProviderArn());
        List<String> ids = new ArrayList<>(provider.clientIds());
        ids.remove(request.clientID());
        store.put(call.world(), provider.withClientIds(ids));
        return RemoveClientIdFromOpenIdConnectProviderResponse.builder().build();
    }

    private UpdateOpenIdConnectProviderThumbprintResponse updateThumbprint(
            UpdateOpenIdConnectProviderThumbprintRequest request, Call call) {
        OidcProviderRow provider = store.providerByArn(call.world(), request.openIDConnectProviderArn());
        if (request.thumbprintList().isEmpty()) {
            throw IamErrors.invalidInput("Thumbprint list must contain at least one entry.");
        }
        checkThumbprints(request.thumbprintList());
        store.put(call.world(), provider.withThumbprints(request.thumbprintList()));
        return UpdateOpenIdConnectProviderThumbprintResponse.builder().build();
    }

    private TagOpenIdConnectProviderResponse tag(TagOpenIdConnectProviderRequest request, Call call) {
        OidcProviderRow provider = store.providerByArn(call.world(), request.openIDConnectProviderArn());
        store.put(call.world(), provider.withTags(Tags.with(provider.tags(), request.tags())));
        return TagOpenIdConnectProviderResponse.builder().build();
    }

    private UntagOpenIdConnectProviderResponse untag(UntagOpenIdConnectProviderRequest request, Call call) {
        OidcProviderRow provider = store.providerByArn(call.world(), request.openIDConnectProviderArn());
        store.put(call.world(), provider.withTags(Tags.without(provider.tags(), request.tagKeys())));
        return UntagOpenIdConnectProviderResponse.builder().build();
    }

    private ListOpenIdConnectProviderTagsResponse listTags(ListOpenIdConnectProviderTagsRequest request, Call call) {
        OidcProviderRow provider = store.providerByArn(call.world(), request.openIDConnectProviderArn());
        return ListOpenIdConnectProviderTagsResponse.builder()
                .tags(Tags.list(provider.tags()))
                .isTruncated(false)
                .build();
    }
}
