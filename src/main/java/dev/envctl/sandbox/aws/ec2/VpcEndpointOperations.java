package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointResponse;
import software.amazon.awssdk.services.ec2.model.UnsuccessfulItem;

/// VPC endpoints: gateway ones are routes, interface ones are network interfaces that take a while to come and to go.
final class VpcEndpointOperations {

    private static final Duration MAKING = Duration.ofSeconds(60);
    private static final Duration DELETING = Duration.ofSeconds(60);
    private static final Duration LISTED_AFTERWARDS = Duration.ofHours(1);

    private VpcEndpointOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateVpcEndpoint", CreateVpcEndpointRequest::builder, VpcEndpointOperations::create),
                Operation.of(
                        "DescribeVpcEndpoints", DescribeVpcEndpointsRequest::builder, VpcEndpointOperations::describe),
                Operation.of("ModifyVpcEndpoint", ModifyVpcEndpointRequest::builder, VpcEndpointOperations::modify),
                Operation.of("DeleteVpcEndpoints", DeleteVpcEndpointsRequest::builder, VpcEndpointOperations::delete));
    }

    /// Takes the interfaces away of what is deleted by now, and forgets it after an hour.
    static void settle(World world) {
        var store = new Ec2Store(world);
        var now = world.now();
        for (var endpoint : store.vpcEndpoints().where(row -> row.deletedAt().isPresent())) {
            if (now.isBefore(endpoint.deletedAt().orElseThrow())) {
                continue;
            }
            endpoint.interfaces().values().stream()
                    .filter(eni -> store.networkInterfaces().get(eni).isPresent())
                    .forEach(store::removeNetworkInterface);
            if (!now.isBefore(endpoint.deletedAt().orElseThrow().plus(LISTED_AFTERWARDS))) {
                store.vpcEndpoints().remove(endpoint.vpcEndpointId());
                store.taggings().remove(endpoint.vpcEndpointId());
            }
        }
    }

    private static CreateVpcEndpointResponse create(CreateVpcEndpointRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var endpoint = ClientTokens.made(call, ResourceType.VPC_ENDPOINT, request.clientToken())
                .flatMap(store.vpcEndpoints()::get)
                .orElseGet(() -> make(request, store, call));
        return CreateVpcEndpointResponse.builder()
                .vpcEndpoint(NetworkDescriptions.vpcEndpoint(store, endpoint, call.now()))
                .clientToken(request.clientToken())
                .build();
    }

    private static VpcEndpointRow make(CreateVpcEndpointRequest request, Ec2Store store, Call call) {
        var vpc = VpcOperations.require(store, request.vpcId());
        var type = Optional.ofNullable(request.vpcEndpointTypeAsString()).orElse(VpcEndpointRow.GATEWAY);
        var service = Optional.ofNullable(request.serviceName()).orElse("");
        checkService(service, type, call);
        var tags = Tagging.specified(request.tagSpecifications(), ResourceType.VPC_ENDPOINT);
        var id = Identifiers.ec2(call.world(), "vpce");
        var isGateway = type.equals(VpcEndpointRow.GATEWAY);
        var bare = new VpcEndpointRow(
                id,
                vpc.vpcId(),
                service,
                type,
                List.of(),
                Map.of(),
                isGateway || !request.securityGroupIds().isEmpty()
                        ? List.of()
                        : List.of(store.defaultGroup(vpc.vpcId()).orElseThrow().groupId()),
                false,
                Optional.empty(),
                call.now(),
                isGateway ? call.now() : call.now().plus(MAKING),
                Optional.empty());
        var change = new VpcEndpointChange(store, bare, call)
                .routeTables(request.routeTableIds(), List.of())
                .groups(request.securityGroupIds(), List.of())
                .subnets(request.subnetIds(), List.of())
                .privateDns(Optional.ofNullable(request.privateDnsEnabled()).orElse(!isGateway))
                .policy(Optional.ofNullable(request.policyDocument()));
        store.putTags(id, tags);
        ClientTokens.remember(call, ResourceType.VPC_ENDPOINT, request.clientToken(), id);
        return change.write();
    }

    private static void checkService(String service, String type, Call call) {
        var own = "com.amazonaws." + call.region() + ".";
        var isOnlyGateway = service.equals(own + "dynamodb");
        var hasGateway = isOnlyGateway || service.equals(own + "s3");
        if (!service.startsWith(own) || (type.equals(VpcEndpointRow.GATEWAY) && !hasGateway)) {
            throw new AwsError(
                    "InvalidServiceName", 400, "The Vpc Endpoint Service '%s' does not exist".formatted(service));
        }
    }

    private static DescribeVpcEndpointsResponse describe(DescribeVpcEndpointsRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var page = new Listing<VpcEndpointRow>(
                        ResourceType.VPC_ENDPOINT,
                        VpcEndpointRow::vpcEndpointId,
                        1000,
                        Map.of(
                                "vpc-endpoint-id", endpoint -> List.of(endpoint.vpcEndpointId()),
                                "vpc-id", endpoint -> List.of(endpoint.vpcId()),
                                "service-name", endpoint -> List.of(endpoint.serviceName()),
                                "vpc-endpoint-type", endpoint -> List.of(endpoint.type()),
                                "vpc-endpoint-state", endpoint -> List.of(endpoint.state(call.now()))))
                .select(
                        store,
                        store.vpcEndpoints().rows(),
                        request.vpcEndpointIds(),
                        request.filters(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeVpcEndpointsResponse.builder()
                .vpcEndpoints(page.rows().stream()
                        .map(endpoint -> NetworkDescriptions.vpcEndpoint(store, endpoint, call.now()))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static ModifyVpcEndpointResponse modify(ModifyVpcEndpointRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var endpoint = store.vpcEndpoints()
                .get(request.vpcEndpointId())
                .filter(row -> !row.isGone(call.now()))
                .orElseThrow(() -> ResourceType.VPC_ENDPOINT.unknown(request.vpcEndpointId()));
        var state = endpoint.state(call.now());
        if (!state.equals("available")) {
            throw new AwsError(
                    "IncorrectState",
                    400,
                    "The Vpc Endpoint '%s' is %s and cannot be modified".formatted(endpoint.vpcEndpointId(), state));
        }
        var policy = Boolean.TRUE.equals(request.resetPolicy())
                ? Optional.<String>empty()
                : Optional.ofNullable(request.policyDocument()).or(endpoint::policy);
        new VpcEndpointChange(store, endpoint, call)
                .routeTables(request.addRouteTableIds(), request.removeRouteTableIds())
                .groups(request.addSecurityGroupIds(), request.removeSecurityGroupIds())
                .subnets(request.addSubnetIds(), request.removeSubnetIds())
                .privateDns(Optional.ofNullable(request.privateDnsEnabled()).orElse(endpoint.privateDns()))
                .policy(policy)
                .write();
        return ModifyVpcEndpointResponse.builder().returnValue(true).build();
    }

    /// Answers 200 whatever happens; what did not work is in the answer.
    private static DeleteVpcEndpointsResponse delete(DeleteVpcEndpointsRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var unsuccessful = new ArrayList<UnsuccessfulItem>();
        for (var id : request.vpcEndpointIds()) {
            store.vpcEndpoints()
                    .get(id)
                    .filter(endpoint -> !endpoint.isGone(call.now()))
                    .ifPresentOrElse(
                            endpoint -> begin(store, endpoint, call),
                            () -> unsuccessful.add(unsuccessful(id, ResourceType.VPC_ENDPOINT.unknown(id))));
        }
        return DeleteVpcEndpointsResponse.builder().unsuccessful(unsuccessful).build();
    }

    private static void begin(Ec2Store store, VpcEndpointRow endpoint, Call call) {
        if (endpoint.deletedAt().isPresent()) {
            return;
        }
        endpoint.routeTableIds().stream()
                .flatMap(table -> store.routeTables().get(table).stream())
                .forEach(table -> store.routeTables()
                        .put(
                                table.routeTableId(),
                                table.withoutRoutes(route -> route.target().equals(endpoint.vpcEndpointId()))));
        var end = endpoint.isGateway() ? call.now() : call.now().plus(DELETING);
        store.vpcEndpoints().put(endpoint.vpcEndpointId(), endpoint.deletedAt(end));
    }

    private static UnsuccessfulItem unsuccessful(String id, AwsError error) {
        return UnsuccessfulItem.builder()
                .resourceId(id)
                .error(item -> item.code(error.code()).message(error.getMessage()))
                .build();
    }
}
