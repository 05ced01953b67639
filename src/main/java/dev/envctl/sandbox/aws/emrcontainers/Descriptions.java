package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.aws.StoredModel;
import software.amazon.awssdk.services.emrcontainers.model.Certificate;
import software.amazon.awssdk.services.emrcontainers.model.ConfigurationOverrides;
import software.amazon.awssdk.services.emrcontainers.model.Endpoint;

/// Endpoints as EMR on EKS describes them.
final class Descriptions {

    private Descriptions() {}

    @SuppressWarnings("deprecation") // a certificate of the caller's own is still answered
    static Endpoint endpoint(EndpointRow row) {
        var endpoint = Endpoint.builder()
                .id(row.id())
                .name(row.request().name())
                .arn(row.arn())
                .virtualClusterId(row.virtualClusterId())
                .type(row.request().type())
                .state(row.state().name())
                .releaseLabel(row.request().releaseLabel())
                .executionRoleArn(row.request().executionRoleArn())
                .certificateArn(row.request().certificateArn().orElse(null))
                .createdAt(row.createdAt())
                .tags(row.tags());
        row.request()
                .configurationOverrides()
                .ifPresent(stored ->
                        endpoint.configurationOverrides(StoredModel.fill(ConfigurationOverrides.builder(), stored)
                                .build()));
        row.attachments().ifPresent(attachments -> addAttachments(endpoint, attachments));
        row.failure()
                .ifPresent(failure -> endpoint.failureReason(failure.reason()).stateDetails(failure.details()));
        return endpoint.build();
    }

    private static void addAttachments(Endpoint.Builder endpoint, EndpointRow.Attachments attachments) {
        endpoint.serverUrl(attachments.serverUrl())
                .securityGroup(attachments.securityGroupId())
                .subnetIds(attachments.subnetIds())
                .certificateAuthority(Certificate.builder()
                        .certificateArn(attachments.certificateArn())
                        .certificateData(attachments.certificateData())
                        .build());
    }
}
