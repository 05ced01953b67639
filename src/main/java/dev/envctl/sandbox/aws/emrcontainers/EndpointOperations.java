package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.StoredModel;
import dev.envctl.sandbox.aws.emrcontainers.EndpointRow.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emrcontainers.model.CreateManagedEndpointRequest;
import software.amazon.awssdk.services.emrcontainers.model.CreateManagedEndpointResponse;
import software.amazon.awssdk.services.emrcontainers.model.Credentials;
import software.amazon.awssdk.services.emrcontainers.model.DeleteManagedEndpointRequest;
import software.amazon.awssdk.services.emrcontainers.model.DeleteManagedEndpointResponse;
import software.amazon.awssdk.services.emrcontainers.model.DescribeManagedEndpointRequest;
import software.amazon.awssdk.services.emrcontainers.model.DescribeManagedEndpointResponse;
import software.amazon.awssdk.services.emrcontainers.model.GetManagedEndpointSessionCredentialsRequest;
import software.amazon.awssdk.services.emrcontainers.model.GetManagedEndpointSessionCredentialsResponse;
import software.amazon.awssdk.services.emrcontainers.model.ListManagedEndpointsRequest;
import software.amazon.awssdk.services.emrcontainers.model.ListManagedEndpointsResponse;

/// Managed endpoints as callers see them; [Endpoints] moves them along.
final class EndpointOperations {

    private static final String TYPE = "JUPYTER_ENTERPRISE_GATEWAY";
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws:iam::[0-9]{12}:role/.+");
    private static final int MAXIMUM_CONFIGURATIONS = 100;
    private static final int CREDENTIALS_MINIMUM = 900;
    private static final int CREDENTIALS_MAXIMUM = 43_200;

    private EndpointOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "CreateManagedEndpoint",
                        "POST",
                        "/virtualclusters/{virtualClusterId}/endpoints",
                        CreateManagedEndpointRequest::builder,
                        EndpointOperations::create),
                Operation.rest(
                        "DescribeManagedEndpoint",
                        "GET",
                        "/virtualclusters/{virtualClusterId}/endpoints/{endpointId}",
                        DescribeManagedEndpointRequest::builder,
                        EndpointOperations::describe),
                Operation.rest(
                        "ListManagedEndpoints",
                        "GET",
                        "/virtualclusters/{virtualClusterId}/endpoints",
                        ListManagedEndpointsRequest::builder,
                        EndpointOperations::list),
                Operation.rest(
                        "DeleteManagedEndpoint",
                        "DELETE",
                        "/virtualclusters/{virtualClusterId}/endpoints/{endpointId}",
                        DeleteManagedEndpointRequest::builder,
                        EndpointOperations::delete),
                Operation.rest(
                        "GetManagedEndpointSessionCredentials",
                        "POST",
                        "/virtualclusters/{virtualClusterId}/endpoints/{endpointId}/credentials",
                        GetManagedEndpointSessionCredentialsRequest::builder,
                        EndpointOperations::credentials));
    }

    private static CreateManagedEndpointResponse create(CreateManagedEndpointRequest request, Call call) {
        Refusals.checkName(request.name());
        Refusals.checkClientToken(request.clientToken());
        Refusals.checkTags(request.tags());
        var store = new EmrContainersStore(call.world());
        var virtualCluster = VirtualClusterOperations.find(call, request.virtualClusterId());
        var row = store.endpointsOf(virtualCluster.id()).stream()
                .filter(existing -> existing.request().clientToken().equals(request.clientToken()))
                .findFirst()
                .orElseGet(() -> created(store, virtualCluster, request, call));
        return CreateManagedEndpointResponse.builder()
                .id(row.id())
                .name(row.request().name())
                .arn(row.arn())
                .virtualClusterId(row.virtualClusterId())
                .build();
    }

    @SuppressWarnings("deprecation") // a certificate of the caller's own is still taken
    private static EndpointRow created(
            EmrContainersStore store,
            VirtualClusterRow virtualCluster,
            CreateManagedEndpointRequest request,
            Call call) {
        check(virtualCluster, request);
        var id = Identifiers.base36(call.world(), "managed-endpoint", 13);
        var row = new EndpointRow(
                id,
                "%s/endpoints/%s".formatted(virtualCluster.arn(), id),
                virtualCluster.id(),
                new EndpointRow.Request(
                        request.name(),
                        request.type(),
                        Releases.answered(request.releaseLabel()),
                        request.executionRoleArn(),
                        Optional.ofNullable(request.certificateArn()),
                        Optional.ofNullable(request.configurationOverrides()).map(StoredModel::of),
                        request.clientToken()),
                State.CREATING,
                Optional.of(call.now().plus(Endpoints.CREATION)),
                Optional.empty(),
                Optional.empty(),
                call.now(),
                request.tags());
        store.put(row);
        return row;
    }

    /// What is refused at once. That a role does not trust the cluster shows only when the endpoint fails.
    private static void check(VirtualClusterRow virtualCluster, CreateManagedEndpointRequest request) {
        if (virtualCluster.state() != VirtualClusterRow.State.RUNNING) {
            throw Refusals.invalid("Virtual cluster %s is not in the RUNNING state.".formatted(virtualCluster.id()));
        }
        if (!TYPE.equals(request.type())) {
            throw Refusals.invalid("Endpoint type %s is not supported.".formatted(request.type()));
        }
        Releases.check(request.releaseLabel());
        if (request.executionRoleArn() == null
                || !ROLE_ARN.matcher(request.executionRoleArn()).matches()) {
            throw Refusals.invalid("Execution role ARN %s is invalid.".formatted(request.executionRoleArn()));
        }
        if (request.configurationOverrides() != null
                && request.configurationOverrides().applicationConfiguration().size() > MAXIMUM_CONFIGURATIONS) {
            throw Refusals.invalid("applicationConfiguration has at most 100 entries.");
        }
    }

    private static EndpointRow find(Call call, String virtualClusterId, String id) {
        VirtualClusterOperations.find(call, virtualClusterId);
        return known(call, virtualClusterId, id)
                .orElseThrow(() -> Refusals.notFound("Managed endpoint %s doesn't exist.".formatted(id)));
    }

    private static Optional<EndpointRow> known(Call call, String virtualClusterId, String id) {
        return new EmrContainersStore(call.world())
                .endpoints()
                .get(id)
                .filter(row -> row.virtualClusterId().equals(virtualClusterId));
    }

    private static DescribeManagedEndpointResponse describe(DescribeManagedEndpointRequest request, Call call) {
        return DescribeManagedEndpointResponse.builder()
                .endpoint(Descriptions.endpoint(find(call, request.virtualClusterId(), request.id())))
                .build();
    }

    /// Terminated ones included, unless the states asked for leave them out.
    private static ListManagedEndpointsResponse list(ListManagedEndpointsRequest request, Call call) {
        var virtualCluster = VirtualClusterOperations.find(call, request.virtualClusterId());
        var states = request.statesAsStrings();
        var matching = new EmrContainersStore(call.world())
                .endpointsOf(virtualCluster.id()).stream()
                        .filter(row ->
                                states.isEmpty() || states.contains(row.state().name()))
                        .filter(row -> request.types().isEmpty()
                                || request.types().contains(row.request().type()))
                        .filter(row -> request.createdAfter() == null
                                || row.createdAt().isAfter(request.createdAfter()))
                        .filter(row -> request.createdBefore() == null
                                || row.createdAt().isBefore(request.createdBefore()))
                        .toList();
        var page = Refusals.page(matching, request.nextToken(), request.maxResults());
        return ListManagedEndpointsResponse.builder()
                .endpoints(page.rows().stream().map(Descriptions::endpoint).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// Deleting declares no not-found error. A failed endpoint stays failed, and deleting it is no error.
    private static DeleteManagedEndpointResponse delete(DeleteManagedEndpointRequest request, Call call) {
        var row = known(call, request.virtualClusterId(), request.id())
                .orElseThrow(() -> Refusals.invalid("Managed endpoint %s is not found.".formatted(request.id())));
        switch (row.state()) {
            case CREATING, ACTIVE ->
                new EmrContainersStore(call.world())
                        .put(row.becoming(State.TERMINATING, call.now().plus(Endpoints.TERMINATION)));
            case TERMINATED -> throw Refusals.invalid("Endpoint is already terminated");
            case TERMINATING, TERMINATED_WITH_ERRORS -> {}
        }
        return DeleteManagedEndpointResponse.builder()
                .id(row.id())
                .virtualClusterId(row.virtualClusterId())
                .build();
    }

    private static GetManagedEndpointSessionCredentialsResponse credentials(
            GetManagedEndpointSessionCredentialsRequest request, Call call) {
        var row = find(call, lastPart(request.virtualClusterIdentifier()), lastPart(request.endpointIdentifier()));
        if (row.state() != State.ACTIVE) {
            throw Refusals.invalid("Managed endpoint %s is not in the ACTIVE state.".formatted(row.id()));
        }
        if (!"TOKEN".equals(request.credentialType())) {
            throw Refusals.invalid("Credential type %s is not supported.".formatted(request.credentialType()));
        }
        if (!row.request().executionRoleArn().equals(request.executionRoleArn())) {
            throw Refusals.invalid("The execution role is not the one of managed endpoint %s.".formatted(row.id()));
        }
        var id = Identifiers.uuid(call.world(), "endpoint-credentials");
        return GetManagedEndpointSessionCredentialsResponse.builder()
                .id(id)
                .credentials(Credentials.fromToken(Identifiers.hex(id)))
                .expiresAt(call.now().plus(duration(request.durationInSeconds())))
                .build();
    }

    /// Virtual clusters and endpoints are named by ARN in this one call.
    private static String lastPart(String identifier) {
        return identifier.substring(identifier.lastIndexOf('/') + 1);
    }

    private static Duration duration(@Nullable Integer seconds) {
        var wanted = Optional.ofNullable(seconds).orElse(CREDENTIALS_MINIMUM);
        if (wanted < CREDENTIALS_MINIMUM || wanted > CREDENTIALS_MAXIMUM) {
            throw Refusals.invalid("durationInSeconds must be between 900 and 43200.");
        }
        return Duration.ofSeconds(wanted);
    }
}
