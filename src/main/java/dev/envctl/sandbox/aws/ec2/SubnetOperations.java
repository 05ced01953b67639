package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetResponse;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeResponse;

/// Making and changing subnets.
final class SubnetOperations {

    private SubnetOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateSubnet", CreateSubnetRequest::builder, SubnetOperations::create),
                Operation.of("DeleteSubnet", DeleteSubnetRequest::builder, SubnetOperations::delete),
                Operation.of("ModifySubnetAttribute", ModifySubnetAttributeRequest::builder, SubnetOperations::modify));
    }

    static SubnetRow require(Ec2Store store, @Nullable String subnetId) {
        var id = Optional.ofNullable(subnetId).orElse("");
        return store.subnets().get(id).orElseThrow(() -> ResourceType.SUBNET.unknown(id));
    }

    private static CreateSubnetResponse create(CreateSubnetRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var vpc = VpcOperations.require(store, request.vpcId());
        var cidr = VpcOperations.range(request.cidrBlock(), "InvalidSubnet.Range");
        if (store.cidrsOf(vpc).stream().noneMatch(own -> Cidr.contains(own, cidr))) {
            throw new AwsError("InvalidSubnet.Range", 400, "The CIDR '%s' is invalid.".formatted(cidr));
        }
        if (store.subnetsOf(vpc.vpcId()).stream().anyMatch(other -> Cidr.overlap(other.cidrBlock(), cidr))) {
            throw new AwsError(
                    "InvalidSubnet.Conflict", 400, "The CIDR '%s' conflicts with another subnet".formatted(cidr));
        }
        var tags = Tagging.specified(request.tagSpecifications(), ResourceType.SUBNET);
        var id = Identifiers.ec2(call.world(), "subnet");
        var subnet = new SubnetRow(
                id,
                vpc.vpcId(),
                cidr,
                zone(request, call),
                false,
                Optional.of(call.now().plus(VpcOperations.SETTLING)));
        store.subnets().put(id, subnet);
        store.putTags(id, tags);
        return CreateSubnetResponse.builder()
                .subnet(NetworkDescriptions.subnet(store, subnet, call))
                .build();
    }

    /// EC2 chooses one when none is asked for.
    private static String zone(CreateSubnetRequest request, Call call) {
        var zones = NetworkOperations.zones(call.region());
        if (request.availabilityZoneId() != null) {
            return zones.stream()
                    .filter(zone -> zone.zoneId().equals(request.availabilityZoneId()))
                    .findFirst()
                    .orElseThrow(() -> invalidZone(request.availabilityZoneId()))
                    .zoneName();
        }
        var name = Optional.ofNullable(request.availabilityZone())
                .orElse(zones.getFirst().zoneName());
        if (zones.stream().noneMatch(zone -> zone.zoneName().equals(name))) {
            throw invalidZone(name);
        }
        return name;
    }

    private static AwsError invalidZone(String name) {
        return new AwsError(
                "InvalidParameterValue",
                400,
                "Value (%s) for parameter availabilityZone is invalid. Subnets can currently only be created in the"
                                .formatted(name)
                        + " following availability zones: us-east-1a, us-east-1b, us-east-1c.");
    }

    /// Takes its explicit association with a route table along; interfaces keep it.
    private static DeleteSubnetResponse delete(DeleteSubnetRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var subnet = require(store, request.subnetId());
        if (!store.networkInterfaces()
                .where(eni -> eni.subnetId().equals(subnet.subnetId()))
                .isEmpty()) {
            throw ResourceType.SUBNET.hasDependencies(subnet.subnetId());
        }
        store.routeTablesOf(subnet.vpcId()).stream()
                .filter(table -> table.isAssociatedWith(subnet.subnetId()))
                .forEach(table -> store.routeTables()
                        .put(
                                table.routeTableId(),
                                table.withoutAssociations(association -> association.isOf(subnet.subnetId()))));
        store.subnets().remove(subnet.subnetId());
        store.taggings().remove(subnet.subnetId());
        return DeleteSubnetResponse.builder().build();
    }

    private static ModifySubnetAttributeResponse modify(ModifySubnetAttributeRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var subnet = require(store, request.subnetId());
        if (request.mapPublicIpOnLaunch() == null) {
            throw new AwsError("InvalidParameterCombination", 400, "No attributes specified.");
        }
        var map = Boolean.TRUE.equals(request.mapPublicIpOnLaunch().value());
        store.subnets().put(subnet.subnetId(), subnet.withMapPublicIpOnLaunch(map));
        return ModifySubnetAttributeResponse.builder().build();
    }
}
