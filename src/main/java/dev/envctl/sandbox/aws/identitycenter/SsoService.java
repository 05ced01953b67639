package dev.envctl.sandbox.aws.identitycenter;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.Protocol;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ssoadmin.model.DescribeInstanceRequest;
import software.amazon.awssdk.services.ssoadmin.model.DescribeInstanceResponse;
import software.amazon.awssdk.services.ssoadmin.model.InstanceMetadata;
import software.amazon.awssdk.services.ssoadmin.model.InstanceStatus;
import software.amazon.awssdk.services.ssoadmin.model.ListInstancesRequest;
import software.amazon.awssdk.services.ssoadmin.model.ListInstancesResponse;

public final class SsoService implements EmulatedService {

    private static final int MAXIMUM_PAGE = 100;

    @Override
    public String signingName() {
        return "sso";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "SWBExternalService";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("ListInstances", ListInstancesRequest::builder, SsoService::instances),
                Operation.of("DescribeInstance", DescribeInstanceRequest::builder, SsoService::instance));
    }

    private static ListInstancesResponse instances(ListInstancesRequest request, Call call) {
        var page = Pages.page(
                new IdentityCenterStore(call.world()).instances().rows(),
                request.nextToken(),
                Optional.ofNullable(request.maxResults()).orElse(MAXIMUM_PAGE),
                token -> new AwsError("ValidationException", 400, "Invalid nextToken: " + token));
        return ListInstancesResponse.builder()
                .instances(page.rows().stream()
                        .map(row -> InstanceMetadata.builder()
                                .instanceArn(row.instanceArn())
                                .identityStoreId(row.identityStoreId())
                                .ownerAccountId(call.accountId())
                                .createdDate(row.createdAt())
                                .status(InstanceStatus.ACTIVE)
                                .build())
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DescribeInstanceResponse instance(DescribeInstanceRequest request, Call call) {
        return new IdentityCenterStore(call.world())
                .instances()
                .get(request.instanceArn())
                .map(row -> DescribeInstanceResponse.builder()
                        .instanceArn(row.instanceArn())
                        .identityStoreId(row.identityStoreId())
                        .ownerAccountId(call.accountId())
                        .createdDate(row.createdAt())
                        .status(InstanceStatus.ACTIVE)
                        .build())
                .orElseThrow(() ->
                        new AwsError("ResourceNotFoundException", 404, "Instance not found: " + request.instanceArn()));
    }
}
