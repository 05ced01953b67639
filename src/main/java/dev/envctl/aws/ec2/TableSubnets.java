package dev.envctl.aws.ec2;

import static dev.envctl.aws.Refusals.is;
import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.problem.Code;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociationStateCode;

/// Which subnets use one table. A subnet uses one table at most, so one that moves from a table of this environment to
/// another is taken over in one call, without a moment in which it uses neither.
final class TableSubnets {

    private final AwsClients clients;
    private final RouteTables tables;

    TableSubnets(AwsClients clients) {
        this.clients = clients;
        this.tables = new RouteTables(clients);
    }

    /// The explicit associations: subnet to association id.
    static SequencedMap<String, String> of(RouteTable table) {
        SequencedMap<String, String> associations = new LinkedHashMap<>();
        table.associations().stream()
                .filter(TableSubnets::isOfSubnet)
                .forEach(link -> associations.put(link.subnetId(), link.routeTableAssociationId()));
        return associations;
    }

    private static boolean isOfSubnet(RouteTableAssociation link) {
        return link.subnetId() != null
                && (link.associationState() == null
                        || link.associationState().state() != RouteTableAssociationStateCode.DISASSOCIATING);
    }

    void align(String tableId, List<String> desired, Session session) {
        SequencedMap<String, String> live = new LinkedHashMap<>();
        tables.matching(List.of(Ec2Tags.filter("route-table-id", tableId)))
                .all()
                .forEach(table -> live.putAll(of(table)));
        desired.stream()
                .filter(subnet -> !live.containsKey(subnet))
                .forEach(subnet -> associate(tableId, subnet, session));
        live.forEach((subnet, association) -> {
            if (!Set.copyOf(desired).contains(subnet)) {
                session.beforeWrite();
                unless(
                        () -> clients.ec2().disassociateRouteTable(request -> request.associationId(association)),
                        "InvalidAssociationID.NotFound");
            }
        });
    }

    private void associate(String tableId, String subnetId, Session session) {
        try {
            Eventually.run(
                    session,
                    Eventually.VISIBILITY,
                    refusal -> is(refusal, "InvalidRouteTableID.NotFound", "InvalidSubnetID.NotFound"),
                    () -> {
                        session.beforeWrite();
                        clients.ec2()
                                .associateRouteTable(
                                        request -> request.routeTableId(tableId).subnetId(subnetId));
                    });
        } catch (AwsServiceException refusal) {
            if (!is(refusal, "Resource.AlreadyAssociated")) {
                throw refusal;
            }
            takeOver(tableId, subnetId, refusal, session);
        }
    }

    private void takeOver(String tableId, String subnetId, AwsServiceException refusal, Session session) {
        RouteTable other = tables.matching(List.of(Ec2Tags.filter("association.subnet-id", subnetId)))
                .explicit(subnetId)
                .orElseThrow(() -> refusal);
        if (other.routeTableId().equals(tableId)) {
            return;
        }
        String owner = Ec2Tags.map(other.tags()).getOrDefault(Ownership.ENVIRONMENT, "");
        if (!owner.equals(session.place().owner())) {
            throw taken(subnetId, other.routeTableId(), refusal);
        }
        String association = Optional.ofNullable(of(other).get(subnetId)).orElseThrow(() -> refusal);
        session.beforeWrite();
        clients.ec2()
                .replaceRouteTableAssociation(
                        request -> request.associationId(association).routeTableId(tableId));
    }

    private static ProviderException taken(String subnetId, String otherTable, AwsServiceException refusal) {
        ProviderException translated = Refusals.translate(refusal);
        return new ProviderException(
                        Code.INVALID_REQUEST,
                        translated.operation(),
                        translated.errorCode(),
                        translated.requestId(),
                        "The subnet %s uses route table %s, which is not this environment's."
                                .formatted(subnetId, otherTable))
                .withHint("Take the subnet out of that table first, or leave it out of subnetIds.");
    }
}
