package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressResponse;

/// Elastic IP addresses.
final class AddressOperations {

    private AddressOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("AllocateAddress", AllocateAddressRequest::builder, AddressOperations::allocate),
                Operation.of("DescribeAddresses", DescribeAddressesRequest::builder, AddressOperations::describe),
                Operation.of("ReleaseAddress", ReleaseAddressRequest::builder, AddressOperations::release));
    }

    private static AllocateAddressResponse allocate(AllocateAddressRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var tags = Tagging.specified(request.tagSpecifications(), ResourceType.ELASTIC_IP);
        var id = Identifiers.ec2(call.world(), "eipalloc");
        var address = new AddressRow(id, freeAddress(store), Optional.empty());
        store.addresses().put(id, address);
        store.putTags(id, tags);
        return AllocateAddressResponse.builder()
                .allocationId(id)
                .publicIp(address.publicIp())
                .domain(DomainType.VPC)
                .publicIpv4Pool("amazon")
                .networkBorderGroup(call.region())
                .build();
    }

    private static String freeAddress(Ec2Store store) {
        var used = store.addresses().rows().stream().map(AddressRow::publicIp).toList();
        var number = 20;
        while (used.contains(Cidr.address("198.51.100.0/24", number))) {
            number++;
        }
        return Cidr.address("198.51.100.0/24", number);
    }

    /// Answers everything at once: this call has no pages.
    private static DescribeAddressesResponse describe(DescribeAddressesRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var page = new Listing<AddressRow>(
                        ResourceType.ELASTIC_IP,
                        AddressRow::allocationId,
                        1000,
                        Map.of(
                                "allocation-id", address -> List.of(address.allocationId()),
                                "domain", address -> List.of("vpc"),
                                "network-interface-id",
                                        address -> address.networkInterfaceId().stream()
                                                .toList(),
                                "public-ip", address -> List.of(address.publicIp())))
                .select(store, store.addresses().rows(), request.allocationIds(), request.filters(), null, null);
        return DescribeAddressesResponse.builder()
                .addresses(page.rows().stream()
                        .map(address -> described(store, address))
                        .toList())
                .build();
    }

    private static Address described(Ec2Store store, AddressRow address) {
        var described = Address.builder()
                .allocationId(address.allocationId())
                .publicIp(address.publicIp())
                .domain(DomainType.VPC)
                .publicIpv4Pool("amazon")
                .tags(Tagging.tags(store, address.allocationId()));
        address.networkInterfaceId()
                .flatMap(store.networkInterfaces()::get)
                .ifPresent(eni -> described
                        .networkInterfaceId(eni.networkInterfaceId())
                        .privateIpAddress(eni.privateIp())
                        .associationId(
                                Identifiers.seededEc2("eipassoc", address.allocationId() + eni.networkInterfaceId())));
        return described.build();
    }

    private static ReleaseAddressResponse release(ReleaseAddressRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var id = Optional.ofNullable(request.allocationId())
                .orElseThrow(() ->
                        new AwsError("MissingParameter", 400, "The request must contain the parameter AllocationId"));
        var address = store.addresses().get(id).orElseThrow(() -> ResourceType.ELASTIC_IP.unknown(id));
        if (address.networkInterfaceId().isPresent()) {
            throw new AwsError("InvalidIPAddress.InUse", 400, "Address %s is in use.".formatted(address.publicIp()));
        }
        store.addresses().remove(id);
        store.taggings().remove(id);
        return ReleaseAddressResponse.builder().build();
    }
}
