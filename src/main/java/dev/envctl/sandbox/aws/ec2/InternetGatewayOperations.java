package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayResponse;

/// Making, attaching and detaching internet gateways.
final class InternetGatewayOperations {

    private InternetGatewayOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of(
                        "CreateInternetGateway",
                        CreateInternetGatewayRequest::builder,
                        InternetGatewayOperations::create),
                Operation.of(
                        "DeleteInternetGateway",
                        DeleteInternetGatewayRequest::builder,
                        InternetGatewayOperations::delete),
                Operation.of(
                        "AttachInternetGateway",
                        AttachInternetGatewayRequest::builder,
                        InternetGatewayOperations::attach),
                Operation.of(
                        "DetachInternetGateway",
                        DetachInternetGatewayRequest::builder,
                        InternetGatewayOperations::detach));
    }

    private static CreateInternetGatewayResponse create(CreateInternetGatewayRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var tags = Tagging.specified(request.tagSpecifications(), ResourceType.INTERNET_GATEWAY);
        var gateway = new InternetGatewayRow(Identifiers.ec2(call.world(), "igw"), Optional.empty());
        store.internetGateways().put(gateway.internetGatewayId(), gateway);
        store.putTags(gateway.internetGatewayId(), tags);
        return CreateInternetGatewayResponse.builder()
                .internetGateway(NetworkDescriptions.internetGateway(store, gateway))
                .build();
    }

    private static InternetGatewayRow require(Ec2Store store, String id) {
        return store.internetGateways().get(id).orElseThrow(() -> ResourceType.INTERNET_GATEWAY.unknown(id));
    }

    private static DeleteInternetGatewayResponse delete(DeleteInternetGatewayRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var gateway = require(store, request.internetGatewayId());
        if (gateway.attachedVpcId().isPresent()) {
            throw ResourceType.INTERNET_GATEWAY.hasDependencies(gateway.internetGatewayId());
        }
        store.internetGateways().remove(gateway.internetGatewayId());
        store.taggings().remove(gateway.internetGatewayId());
        return DeleteInternetGatewayResponse.builder().build();
    }

    private static AttachInternetGatewayResponse attach(AttachInternetGatewayRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var gateway = require(store, request.internetGatewayId());
        var vpc = VpcOperations.require(store, request.vpcId());
        gateway.attachedVpcId().ifPresent(attached -> {
            throw new AwsError(
                    "Resource.AlreadyAssociated",
                    400,
                    "resource %s is already attached to network %s".formatted(gateway.internetGatewayId(), attached));
        });
        if (ofVpc(store, vpc.vpcId()).isPresent()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "Network %s already has an internet gateway attached".formatted(vpc.vpcId()));
        }
        put(store, gateway, Optional.of(vpc.vpcId()));
        return AttachInternetGatewayResponse.builder().build();
    }

    static Optional<InternetGatewayRow> ofVpc(Ec2Store store, String vpcId) {
        return store.internetGateways().where(gateway -> gateway.attachedVpcId().equals(Optional.of(vpcId))).stream()
                .findFirst();
    }

    private static DetachInternetGatewayResponse detach(DetachInternetGatewayRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var gateway = require(store, request.internetGatewayId());
        VpcOperations.require(store, request.vpcId());
        if (!gateway.attachedVpcId().equals(Optional.of(request.vpcId()))) {
            throw new AwsError(
                    "Gateway.NotAttached",
                    400,
                    "resource %s is not attached to network %s"
                            .formatted(gateway.internetGatewayId(), request.vpcId()));
        }
        if (hasMappedAddresses(store, request.vpcId())) {
            throw new AwsError(
                    "DependencyViolation",
                    400,
                    ("Network %s has some mapped public address(es). Please unmap those public address(es) before"
                                    + " detaching the gateway.")
                            .formatted(request.vpcId()));
        }
        put(store, gateway, Optional.empty());
        return DetachInternetGatewayResponse.builder().build();
    }

    private static boolean hasMappedAddresses(Ec2Store store, String vpcId) {
        return store.addresses().rows().stream()
                .flatMap(address -> address.networkInterfaceId().stream())
                .flatMap(id -> store.networkInterfaces().get(id).stream())
                .anyMatch(eni -> eni.vpcId().equals(vpcId));
    }

    private static void put(Ec2Store store, InternetGatewayRow gateway, Optional<String> vpcId) {
        store.internetGateways()
                .put(gateway.internetGatewayId(), new InternetGatewayRow(gateway.internetGatewayId(), vpcId));
    }
}
