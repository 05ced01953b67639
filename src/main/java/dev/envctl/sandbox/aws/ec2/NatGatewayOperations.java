package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.ec2.NatGatewayRow.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayResponse;

/// Making and deleting NAT gateways. A wrong address or a VPC without internet gateway is not refused: the gateway
/// fails a minute later.
final class NatGatewayOperations {

    private static final Duration MAKING = Duration.ofSeconds(90);
    private static final Duration DELETING = Duration.ofSeconds(45);
    private static final Duration LISTED_AFTERWARDS = Duration.ofHours(1);

    private NatGatewayOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateNatGateway", CreateNatGatewayRequest::builder, NatGatewayOperations::create),
                Operation.of("DeleteNatGateway", DeleteNatGatewayRequest::builder, NatGatewayOperations::delete));
    }

    /// Lets go of interfaces and addresses of what is deleted by now, and forgets it after an hour.
    static void settle(World world) {
        var store = new Ec2Store(world);
        var now = world.now();
        for (var gateway : store.natGateways().where(row -> row.deletedAt().isPresent())) {
            if (now.isBefore(gateway.deletedAt().orElseThrow())) {
                continue;
            }
            if (!now.isBefore(gateway.deletedAt().orElseThrow().plus(LISTED_AFTERWARDS))) {
                store.natGateways().remove(gateway.natGatewayId());
                store.taggings().remove(gateway.natGatewayId());
            }
            letGo(store, gateway);
        }
    }

    private static void letGo(Ec2Store store, NatGatewayRow gateway) {
        if (store.networkInterfaces().get(gateway.networkInterfaceId()).isEmpty()) {
            return;
        }
        store.addresses()
                .get(gateway.allocationId())
                .filter(address -> address.networkInterfaceId().equals(Optional.of(gateway.networkInterfaceId())))
                .ifPresent(
                        address -> store.addresses().put(address.allocationId(), address.mappedTo(Optional.empty())));
        store.removeNetworkInterface(gateway.networkInterfaceId());
    }

    private static CreateNatGatewayResponse create(CreateNatGatewayRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var before = ClientTokens.made(call, ResourceType.NAT_GATEWAY, request.clientToken())
                .flatMap(store.natGateways()::get);
        if (before.isPresent()) {
            return answer(store, before.get(), call);
        }
        var subnet = SubnetOperations.require(store, request.subnetId());
        var address = address(store, request);
        var tags = Tagging.specified(request.tagSpecifications(), ResourceType.NAT_GATEWAY);
        var gateway = make(store, subnet, address, call);
        store.natGateways().put(gateway.natGatewayId(), gateway);
        store.putTags(gateway.natGatewayId(), tags);
        ClientTokens.remember(call, ResourceType.NAT_GATEWAY, request.clientToken(), gateway.natGatewayId());
        return answer(store, gateway, call);
    }

    private static CreateNatGatewayResponse answer(Ec2Store store, NatGatewayRow gateway, Call call) {
        return CreateNatGatewayResponse.builder()
                .natGateway(NetworkDescriptions.natGateway(store, gateway, call.now()))
                .build();
    }

    private static Optional<AddressRow> address(Ec2Store store, CreateNatGatewayRequest request) {
        var id = Optional.ofNullable(request.allocationId());
        if ("private".equals(request.connectivityTypeAsString())) {
            id.ifPresent(given -> {
                throw new AwsError(
                        "InvalidParameterCombination",
                        400,
                        "The parameter AllocationId cannot be used with a private NAT gateway");
            });
            return Optional.empty();
        }
        var given = id.orElseThrow(
                () -> new AwsError("MissingParameter", 400, "The request must contain the parameter AllocationId"));
        return Optional.of(store.addresses().get(given).orElseThrow(() -> ResourceType.ELASTIC_IP.unknown(given)));
    }

    private static NatGatewayRow make(Ec2Store store, SubnetRow subnet, Optional<AddressRow> address, Call call) {
        var id = Identifiers.ec2(call.world(), "nat");
        var failure = address.flatMap(given -> failure(store, subnet, given));
        var eni = failure.isPresent()
                ? Optional.<NetworkInterfaceRow>empty()
                : Optional.of(store.addNetworkInterface(
                        subnet, "Interface for NAT Gateway " + id, "nat_gateway", World.ACCOUNT_ID, List.of()));
        eni.ifPresent(made -> address.ifPresent(given ->
                store.addresses().put(given.allocationId(), given.mappedTo(Optional.of(made.networkInterfaceId())))));
        return new NatGatewayRow(
                id,
                subnet.vpcId(),
                subnet.subnetId(),
                address.map(AddressRow::allocationId).orElse(""),
                address.map(AddressRow::publicIp).orElse(""),
                eni.map(NetworkInterfaceRow::privateIp).orElse(""),
                eni.map(NetworkInterfaceRow::networkInterfaceId).orElse(""),
                call.now(),
                Optional.of(call.now().plus(MAKING)),
                failure,
                Optional.empty());
    }

    private static Optional<Failure> failure(Ec2Store store, SubnetRow subnet, AddressRow address) {
        if (InternetGatewayOperations.ofVpc(store, subnet.vpcId()).isEmpty()) {
            return Optional.of(new Failure(
                    "Gateway.NotAttached", "Network %s has no Internet gateway attached".formatted(subnet.vpcId())));
        }
        return address.networkInterfaceId()
                .map(_ -> new Failure(
                        "Resource.AlreadyAssociated",
                        "Elastic IP address %s is already associated".formatted(address.allocationId())));
    }

    private static DeleteNatGatewayResponse delete(DeleteNatGatewayRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var gateway = store.natGateways()
                .get(request.natGatewayId())
                .filter(row -> !row.state(call.now()).equals("deleted"))
                .orElseThrow(() -> ResourceType.NAT_GATEWAY.unknown(request.natGatewayId()));
        if (gateway.deletedAt().isEmpty()) {
            store.natGateways()
                    .put(gateway.natGatewayId(), gateway.deletedAt(call.now().plus(DELETING)));
        }
        return DeleteNatGatewayResponse.builder()
                .natGatewayId(gateway.natGatewayId())
                .build();
    }
}
