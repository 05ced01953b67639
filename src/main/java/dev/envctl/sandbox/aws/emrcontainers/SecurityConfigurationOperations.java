package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.StoredModel;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.emrcontainers.model.CreateSecurityConfigurationRequest;
import software.amazon.awssdk.services.emrcontainers.model.CreateSecurityConfigurationResponse;
import software.amazon.awssdk.services.emrcontainers.model.DescribeSecurityConfigurationRequest;
import software.amazon.awssdk.services.emrcontainers.model.DescribeSecurityConfigurationResponse;
import software.amazon.awssdk.services.emrcontainers.model.ListSecurityConfigurationsRequest;
import software.amazon.awssdk.services.emrcontainers.model.ListSecurityConfigurationsResponse;
import software.amazon.awssdk.services.emrcontainers.model.SecurityConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.SecurityConfigurationData;

/// Security configurations. The SDK has no classes for deleting one; those of describing it fit the wire.
final class SecurityConfigurationOperations {

    private static final String ONE = "/securityconfigurations/{securityConfigurationId}";

    private SecurityConfigurationOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "CreateSecurityConfiguration",
                        "POST",
                        "/securityconfigurations",
                        CreateSecurityConfigurationRequest::builder,
                        SecurityConfigurationOperations::create),
                Operation.rest(
                        "DescribeSecurityConfiguration",
                        "GET",
                        ONE,
                        DescribeSecurityConfigurationRequest::builder,
                        SecurityConfigurationOperations::describe),
                Operation.rest(
                        "ListSecurityConfigurations",
                        "GET",
                        "/securityconfigurations",
                        ListSecurityConfigurationsRequest::builder,
                        SecurityConfigurationOperations::list),
                Operation.rest(
                        "DeleteSecurityConfiguration",
                        "DELETE",
                        ONE,
                        DescribeSecurityConfigurationRequest::builder,
                        SecurityConfigurationOperations::delete));
    }

    private static CreateSecurityConfigurationResponse create(CreateSecurityConfigurationRequest request, Call call) {
        Refusals.checkName(request.name());
        Refusals.checkClientToken(request.clientToken());
        Refusals.checkTags(request.tags());
        var store = new EmrContainersStore(call.world());
        var row = store
                .securityConfigurations()
                .where(existing -> existing.clientToken().equals(request.clientToken()))
                .stream()
                .findFirst()
                .orElseGet(() -> created(store, request, call));
        return CreateSecurityConfigurationResponse.builder()
                .id(row.id())
                .name(row.name())
                .arn(row.arn())
                .build();
    }

    private static SecurityConfigurationRow created(
            EmrContainersStore store, CreateSecurityConfigurationRequest request, Call call) {
        var id = Identifiers.base36(call.world(), "security-configuration", 25);
        var row = new SecurityConfigurationRow(
                id,
                "arn:aws:emr-containers:%s:%s:/securityconfigurations/%s"
                        .formatted(call.region(), call.accountId(), id),
                request.name(),
                StoredModel.of(Optional.ofNullable(request.securityConfigurationData())
                        .orElseGet(() -> SecurityConfigurationData.builder().build())),
                request.clientToken(),
                call.principalArn(),
                call.now(),
                request.tags());
        store.securityConfigurations().put(id, row);
        return row;
    }

    private static SecurityConfiguration described(SecurityConfigurationRow row) {
        return SecurityConfiguration.builder()
                .id(row.id())
                .name(row.name())
                .arn(row.arn())
                .securityConfigurationData(StoredModel.fill(SecurityConfigurationData.builder(), row.data())
                        .build())
                .createdAt(row.createdAt())
                .createdBy(row.createdBy())
                .tags(row.tags())
                .build();
    }

    private static DescribeSecurityConfigurationResponse describe(
            DescribeSecurityConfigurationRequest request, Call call) {
        return DescribeSecurityConfigurationResponse.builder()
                .securityConfiguration(described(new EmrContainersStore(call.world())
                        .securityConfigurations()
                        .get(request.id())
                        .orElseThrow(() ->
                                Refusals.notFound("Security configuration %s doesn't exist.".formatted(request.id())))))
                .build();
    }

    private static ListSecurityConfigurationsResponse list(ListSecurityConfigurationsRequest request, Call call) {
        var page = Refusals.page(
                new EmrContainersStore(call.world()).securityConfigurations().rows(),
                request.nextToken(),
                request.maxResults());
        return ListSecurityConfigurationsResponse.builder()
                .securityConfigurations(page.rows().stream()
                        .map(SecurityConfigurationOperations::described)
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// Refused while a virtual cluster that is not terminated refers to it.
    private static DescribeSecurityConfigurationResponse delete(
            DescribeSecurityConfigurationRequest request, Call call) {
        var store = new EmrContainersStore(call.world());
        var row = store.securityConfigurations()
                .get(request.id())
                .orElseThrow(() -> Refusals.invalid("Security configuration %s is not found.".formatted(request.id())));
        var users = store.virtualClusters()
                .where(cluster -> cluster.holdsItsNamespace()
                        && cluster.securityConfigurationId().equals(Optional.of(row.id())));
        if (!users.isEmpty()) {
            throw Refusals.invalid("Security configuration %s is used by virtual cluster %s."
                    .formatted(row.id(), users.getFirst().id()));
        }
        store.securityConfigurations().remove(row.id());
        return DescribeSecurityConfigurationResponse.builder().build();
    }
}
