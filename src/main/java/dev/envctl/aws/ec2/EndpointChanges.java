package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Changed;
import dev.envctl.problem.Code;
import dev.envctl.provider.JsonValues;
import dev.envctl.provider.Observed;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.value.FieldPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.UnsuccessfulItem;

/// Changing and deleting a VPC endpoint. EC2 takes lists as what to add and what to remove.
final class EndpointChanges {

    private final AwsClients clients;

    EndpointChanges(AwsClients clients) {
        this.clients = clients;
    }

    void align(Observed<VpcEndpoint.Spec> live, VpcEndpoint.Spec desired, Set<FieldPath> changed, Session session) {
        VpcEndpoint.Spec current = live.spec();
        var request = ModifyVpcEndpointRequest.builder().vpcEndpointId(live.id());
        desired.routeTableIds().ifPresent(wanted -> {
            request.addRouteTableIds(missing(wanted, current.routeTableIds()));
            request.removeRouteTableIds(surplus(wanted, current.routeTableIds()));
        });
        desired.subnetIds().ifPresent(wanted -> {
            request.addSubnetIds(missing(wanted, current.subnetIds()));
            request.removeSubnetIds(surplus(wanted, current.subnetIds()));
        });
        desired.securityGroupIds().ifPresent(wanted -> {
            request.addSecurityGroupIds(missing(wanted, current.securityGroupIds()));
            request.removeSecurityGroupIds(surplus(wanted, current.securityGroupIds()));
        });
        if (!desired.privateDnsEnabled().equals(current.privateDnsEnabled())) {
            desired.privateDnsEnabled().ifPresent(request::privateDnsEnabled);
        }
        if (Changed.has(changed, "policyDocument")) {
            desired.policyDocument().map(JsonValues::document).ifPresent(request::policyDocument);
        }
        send(request.build(), session);
    }

    private void send(ModifyVpcEndpointRequest request, Session session) {
        boolean isEmpty = request.addRouteTableIds().isEmpty()
                && request.removeRouteTableIds().isEmpty()
                && request.addSubnetIds().isEmpty()
                && request.removeSubnetIds().isEmpty()
                && request.addSecurityGroupIds().isEmpty()
                && request.removeSecurityGroupIds().isEmpty()
                && request.privateDnsEnabled() == null
                && request.policyDocument() == null;
        if (!isEmpty) {
            session.beforeWrite();
            clients.ec2().modifyVpcEndpoint(request);
        }
    }

    private static List<String> missing(List<String> wanted, Optional<List<String>> current) {
        return wanted.stream()
                .filter(id -> !current.orElse(List.of()).contains(id))
                .toList();
    }

    private static List<String> surplus(List<String> wanted, Optional<List<String>> current) {
        return current.orElse(List.of()).stream()
                .filter(id -> !wanted.contains(id))
                .toList();
    }

    /// The call answers 200 and says in its body what it did not do.
    void delete(String endpointId, Session session) {
        session.beforeWrite();
        clients.ec2().deleteVpcEndpoints(request -> request.vpcEndpointIds(endpointId)).unsuccessful().stream()
                .filter(item -> !"InvalidVpcEndpointId.NotFound"
                        .equalsIgnoreCase(item.error().code()))
                .findFirst()
                .ifPresent(item -> {
                    throw refusal(endpointId, item);
                });
    }

    private static ProviderException refusal(String endpointId, UnsuccessfulItem item) {
        return new ProviderException(
                Code.INVALID_REQUEST,
                "ec2:DeleteVpcEndpoints",
                item.error().code(),
                "",
                "The VPC endpoint %s was not deleted: %s"
                        .formatted(endpointId, item.error().message()));
    }
}
