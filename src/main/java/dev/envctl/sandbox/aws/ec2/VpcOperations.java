package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.ec2.RouteTableRow.Association;
import dev.envctl.sandbox.aws.ec2.RouteTableRow.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AssociateVpcCidrBlockRequest;
import software.amazon.awssdk.services.ec2.model.AssociateVpcCidrBlockResponse;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateVpcCidrBlockRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateVpcCidrBlockResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcTenancyRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcTenancyResponse;

/// Making and changing VPCs.
final class VpcOperations {

    /// EC2 takes a moment before a new VPC or subnet is available.
    static final Duration SETTLING = Duration.ofSeconds(2);

    private VpcOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateVpc", CreateVpcRequest::builder, VpcOperations::create),
                Operation.of("DeleteVpc", DeleteVpcRequest::builder, VpcOperations::delete),
                Operation.of("ModifyVpcAttribute", ModifyVpcAttributeRequest::builder, VpcOperations::modify),
                Operation.of("ModifyVpcTenancy", ModifyVpcTenancyRequest::builder, VpcOperations::modifyTenancy),
                Operation.of("AssociateVpcCidrBlock", AssociateVpcCidrBlockRequest::builder, VpcOperations::associate),
                Operation.of(
                        "DisassociateVpcCidrBlock",
                        DisassociateVpcCidrBlockRequest::builder,
                        VpcOperations::disassociate));
    }

    static VpcRow require(Ec2Store store, @Nullable String vpcId) {
        var id = Optional.ofNullable(vpcId).orElse("");
        return store.vpcs().get(id).orElseThrow(() -> ResourceType.VPC.missing(id));
    }

    private static CreateVpcResponse create(CreateVpcRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var cidr = range(request.cidrBlock(), "InvalidVpc.Range");
        var tags = Tagging.specified(request.tagSpecifications(), ResourceType.VPC);
        var id = Identifiers.ec2(call.world(), "vpc");
        var vpc = new VpcRow(
                id,
                cidr,
                false,
                true,
                false,
                Optional.ofNullable(request.instanceTenancyAsString()),
                Optional.of(call.now().plus(SETTLING)));
        store.vpcs().put(id, vpc);
        store.putTags(id, tags);
        store.addDefaultGroup(Identifiers.ec2(call.world(), "sg"), id);
        var table = Identifiers.ec2(call.world(), "rtb");
        var main = new Association(Identifiers.ec2(call.world(), "rtbassoc"), Optional.empty());
        store.routeTables().put(table, new RouteTableRow(table, id, List.of(Route.local(cidr)), List.of(main)));
        return CreateVpcResponse.builder()
                .vpc(NetworkDescriptions.vpc(store, vpc))
                .build();
    }

    /// In its canonical form; EC2 takes ranges from /16 to /28.
    static String range(@Nullable String cidrBlock, String refusal) {
        if (cidrBlock == null) {
            throw new AwsError("MissingParameter", 400, "The request must contain the parameter cidrBlock");
        }
        var cidr = Cidr.canonicalIpv4(cidrBlock);
        if (Cidr.length(cidr) < 16 || Cidr.length(cidr) > 28) {
            throw new AwsError(refusal, 400, "The CIDR '%s' is invalid.".formatted(cidr));
        }
        return cidr;
    }

    private static DeleteVpcResponse delete(DeleteVpcRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var vpc = require(store, request.vpcId());
        if (isInUse(store, vpc.vpcId(), call)) {
            throw ResourceType.VPC.hasDependencies(vpc.vpcId());
        }
        store.defaultGroup(vpc.vpcId()).ifPresent(group -> store.removeSecurityGroup(group.groupId()));
        store.routeTablesOf(vpc.vpcId()).forEach(table -> {
            store.routeTables().remove(table.routeTableId());
            store.taggings().remove(table.routeTableId());
        });
        store.cidrAssociations()
                .where(association -> association.vpcId().equals(vpc.vpcId()))
                .forEach(association -> store.cidrAssociations().remove(association.associationId()));
        store.vpcs().remove(vpc.vpcId());
        store.taggings().remove(vpc.vpcId());
        return DeleteVpcResponse.builder().build();
    }

    /// The default group, the main route table and the default network ACL go with the VPC; nothing else does.
    private static boolean isInUse(Ec2Store store, String vpcId, Call call) {
        return !store.subnetsOf(vpcId).isEmpty()
                || store.routeTablesOf(vpcId).stream().anyMatch(table -> !table.isMain())
                || !store.securityGroups()
                        .where(group -> group.vpcId().equals(vpcId) && !group.isDefault())
                        .isEmpty()
                || !store.internetGateways()
                        .where(gateway -> gateway.attachedVpcId().equals(Optional.of(vpcId)))
                        .isEmpty()
                || !store.vpcEndpoints()
                        .where(endpoint -> endpoint.vpcId().equals(vpcId) && !endpoint.isGone(call.now()))
                        .isEmpty()
                || !store.networkInterfaces()
                        .where(eni -> eni.vpcId().equals(vpcId))
                        .isEmpty();
    }

    /// One attribute per call.
    private static ModifyVpcAttributeResponse modify(ModifyVpcAttributeRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var vpc = require(store, request.vpcId());
        var support = request.enableDnsSupport();
        var hostnames = request.enableDnsHostnames();
        if ((support == null) == (hostnames == null)) {
            throw new AwsError("InvalidParameterCombination", 400, "Exactly one attribute may be specified");
        }
        var changed = support == null
                ? vpc.withDns(vpc.dnsSupport(), Boolean.TRUE.equals(hostnames == null ? null : hostnames.value()))
                : vpc.withDns(Boolean.TRUE.equals(support.value()), vpc.dnsHostnames());
        if (changed.dnsHostnames() && !changed.dnsSupport()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "DNS hostnames of %s need DNS support to be enabled".formatted(vpc.vpcId()));
        }
        store.vpcs().put(vpc.vpcId(), changed);
        return ModifyVpcAttributeResponse.builder().build();
    }

    private static ModifyVpcTenancyResponse modifyTenancy(ModifyVpcTenancyRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var vpc = require(store, request.vpcId());
        if (!"default".equals(request.instanceTenancyAsString())) {
            throw new AwsError("InvalidParameterValue", 400, "The tenancy can only be changed to default");
        }
        store.vpcs().put(vpc.vpcId(), vpc.withTenancy("default"));
        return ModifyVpcTenancyResponse.builder().returnValue(true).build();
    }

    private static AssociateVpcCidrBlockResponse associate(AssociateVpcCidrBlockRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var vpc = require(store, request.vpcId());
        var cidr = range(request.cidrBlock(), "InvalidVpc.Range");
        if (store.cidrsOf(vpc).stream().anyMatch(own -> Cidr.overlap(own, cidr))) {
            throw new AwsError(
                    "InvalidVpc.Range", 400, "The CIDR '%s' conflicts with another one of the VPC.".formatted(cidr));
        }
        var id = Identifiers.ec2(call.world(), "vpc-cidr-assoc");
        var association = new CidrAssociationRow(id, vpc.vpcId(), cidr);
        store.cidrAssociations().put(id, association);
        store.routeTablesOf(vpc.vpcId())
                .forEach(table -> store.routeTables().put(table.routeTableId(), table.with(Route.local(cidr))));
        return AssociateVpcCidrBlockResponse.builder()
                .vpcId(vpc.vpcId())
                .cidrBlockAssociation(NetworkDescriptions.cidrAssociation(id, cidr))
                .build();
    }

    private static DisassociateVpcCidrBlockResponse disassociate(DisassociateVpcCidrBlockRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var id = request.associationId();
        var association = store.cidrAssociations().get(id).orElseThrow(() -> unknownAssociation(store, id));
        if (store.subnetsOf(association.vpcId()).stream()
                .anyMatch(subnet -> Cidr.contains(association.cidrBlock(), subnet.cidrBlock()))) {
            throw new AwsError(
                    "InvalidCidrBlock.InUse", 400, "The CIDR block %s is in use".formatted(association.cidrBlock()));
        }
        store.cidrAssociations().remove(id);
        store.routeTablesOf(association.vpcId())
                .forEach(table -> store.routeTables()
                        .put(
                                table.routeTableId(),
                                table.withoutRoutes(route -> route.isLocal()
                                        && route.destinationCidrBlock().equals(association.cidrBlock()))));
        return DisassociateVpcCidrBlockResponse.builder()
                .vpcId(association.vpcId())
                .cidrBlockAssociation(NetworkDescriptions.cidrAssociation(id, association.cidrBlock()))
                .build();
    }

    private static AwsError unknownAssociation(Ec2Store store, String id) {
        return store.vpcs().rows().stream()
                        .anyMatch(vpc ->
                                NetworkDescriptions.primaryAssociation(vpc).equals(id))
                ? new AwsError(
                        "OperationNotPermitted", 400, "The vpc's primary CIDR block %s cannot be removed".formatted(id))
                : new AwsError(
                        "InvalidVpcCidrBlockAssociationID.NotFound",
                        400,
                        "The vpc CIDR block association ID '%s' does not exist".formatted(id));
    }
}
