package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.ec2.RouteTableRow.Association;
import dev.envctl.sandbox.aws.ec2.RouteTableRow.Route;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationResponse;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociationState;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociationStateCode;

/// Making route tables and associating them with subnets.
final class RouteTableOperations {

    private RouteTableOperations() {}

    /// A table and one association of it.
    private record Found(RouteTableRow table, Association association) {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateRouteTable", CreateRouteTableRequest::builder, RouteTableOperations::create),
                Operation.of("DeleteRouteTable", DeleteRouteTableRequest::builder, RouteTableOperations::delete),
                Operation.of(
                        "AssociateRouteTable", AssociateRouteTableRequest::builder, RouteTableOperations::associate),
                Operation.of(
                        "ReplaceRouteTableAssociation",
                        ReplaceRouteTableAssociationRequest::builder,
                        RouteTableOperations::replace),
                Operation.of(
                        "DisassociateRouteTable",
                        DisassociateRouteTableRequest::builder,
                        RouteTableOperations::disassociate));
    }

    static RouteTableRow require(Ec2Store store, @Nullable String tableId) {
        var id = Optional.ofNullable(tableId).orElse("");
        return store.routeTables().get(id).orElseThrow(() -> ResourceType.ROUTE_TABLE.unknown(id));
    }

    private static CreateRouteTableResponse create(CreateRouteTableRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var before = ClientTokens.made(call, ResourceType.ROUTE_TABLE, request.clientToken())
                .flatMap(store.routeTables()::get);
        var table = before.orElseGet(() -> make(request, store, call));
        return CreateRouteTableResponse.builder()
                .routeTable(NetworkDescriptions.routeTable(store, table))
                .clientToken(request.clientToken())
                .build();
    }

    private static RouteTableRow make(CreateRouteTableRequest request, Ec2Store store, Call call) {
        var vpc = VpcOperations.require(store, request.vpcId());
        var tags = Tagging.specified(request.tagSpecifications(), ResourceType.ROUTE_TABLE);
        var id = Identifiers.ec2(call.world(), "rtb");
        var local = store.cidrsOf(vpc).stream().map(Route::local).toList();
        var table = new RouteTableRow(id, vpc.vpcId(), local, List.of());
        store.routeTables().put(id, table);
        store.putTags(id, tags);
        ClientTokens.remember(call, ResourceType.ROUTE_TABLE, request.clientToken(), id);
        return table;
    }

    private static DeleteRouteTableResponse delete(DeleteRouteTableRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var table = require(store, request.routeTableId());
        if (!table.associations().isEmpty()) {
            throw ResourceType.ROUTE_TABLE.hasDependencies(table.routeTableId());
        }
        store.routeTables().remove(table.routeTableId());
        store.taggings().remove(table.routeTableId());
        return DeleteRouteTableResponse.builder().build();
    }

    private static AssociateRouteTableResponse associate(AssociateRouteTableRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var table = require(store, request.routeTableId());
        var subnet = SubnetOperations.require(store, request.subnetId());
        checkSameNetwork(table, subnet);
        if (store.routeTablesOf(table.vpcId()).stream().anyMatch(other -> other.isAssociatedWith(subnet.subnetId()))) {
            throw new AwsError(
                    "Resource.AlreadyAssociated",
                    400,
                    "the specified association for route table %s conflicts with an existing association"
                            .formatted(table.routeTableId()));
        }
        var association = new Association(Identifiers.ec2(call.world(), "rtbassoc"), Optional.of(subnet.subnetId()));
        store.routeTables().put(table.routeTableId(), table.with(association));
        return AssociateRouteTableResponse.builder()
                .associationId(association.associationId())
                .associationState(associated())
                .build();
    }

    private static void checkSameNetwork(RouteTableRow table, SubnetRow subnet) {
        if (!table.vpcId().equals(subnet.vpcId())) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "Route table %s and subnet %s belong to different networks"
                            .formatted(table.routeTableId(), subnet.subnetId()));
        }
    }

    private static RouteTableAssociationState associated() {
        return RouteTableAssociationState.builder()
                .state(RouteTableAssociationStateCode.ASSOCIATED)
                .build();
    }

    /// The association gets another id.
    private static ReplaceRouteTableAssociationResponse replace(
            ReplaceRouteTableAssociationRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var target = require(store, request.routeTableId());
        var found = find(store, request.associationId());
        found.association()
                .subnetId()
                .ifPresent(subnet -> checkSameNetwork(target, SubnetOperations.require(store, subnet)));
        remove(store, found);
        var moved = new Association(
                Identifiers.ec2(call.world(), "rtbassoc"), found.association().subnetId());
        store.routeTables()
                .put(
                        target.routeTableId(),
                        require(store, target.routeTableId()).with(moved));
        return ReplaceRouteTableAssociationResponse.builder()
                .newAssociationId(moved.associationId())
                .associationState(associated())
                .build();
    }

    private static DisassociateRouteTableResponse disassociate(DisassociateRouteTableRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var found = find(store, request.associationId());
        if (found.association().isMain()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    400,
                    "cannot disassociate the main route table association "
                            + found.association().associationId());
        }
        remove(store, found);
        return DisassociateRouteTableResponse.builder().build();
    }

    private static Found find(Ec2Store store, String associationId) {
        return store.routeTables().rows().stream()
                .flatMap(table -> table.associations().stream()
                        .filter(association -> association.associationId().equals(associationId))
                        .map(association -> new Found(table, association)))
                .findFirst()
                .orElseThrow(() -> new AwsError(
                        "InvalidAssociationID.NotFound",
                        400,
                        "The association ID '%s' does not exist".formatted(associationId)));
    }

    private static void remove(Ec2Store store, Found found) {
        store.routeTables()
                .put(found.table().routeTableId(), found.table().withoutAssociations(found.association()::equals));
    }
}
