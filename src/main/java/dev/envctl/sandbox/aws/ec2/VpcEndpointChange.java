package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.ec2.RouteTableRow.Route;
import dev.envctl.sandbox.aws.ec2.VpcEndpointRow.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// What a create or modify call does to an endpoint and to what it hangs on. A refusal half-way rolls everything back
/// with the transaction.
final class VpcEndpointChange {

    private final Ec2Store store;
    private final VpcEndpointRow endpoint;
    private final Call call;
    private final SequencedSet<String> tables;
    private final Map<String, String> interfaces;
    private final SequencedSet<String> groups;
    private boolean privateDns;
    private Optional<String> policy;

    VpcEndpointChange(Ec2Store store, VpcEndpointRow endpoint, Call call) {
        this.store = store;
        this.endpoint = endpoint;
        this.call = call;
        this.tables = new LinkedHashSet<>(endpoint.routeTableIds());
        this.interfaces = new LinkedHashMap<>(endpoint.interfaces());
        this.groups = new LinkedHashSet<>(endpoint.groupIds());
        this.privateDns = endpoint.privateDns();
        this.policy = endpoint.policy();
    }

    VpcEndpointRow write() {
        var changed = endpoint.with(new Settings(
                List.copyOf(tables), new LinkedHashMap<>(interfaces), List.copyOf(groups), privateDns, policy));
        store.vpcEndpoints().put(changed.vpcEndpointId(), changed);
        return changed;
    }

    VpcEndpointChange routeTables(List<String> added, List<String> removed) {
        refuse(endpoint.isGateway(), added, removed, "Route table IDs");
        removed.forEach(id -> {
            tables.remove(id);
            var table = RouteTableOperations.require(store, id);
            put(table.withoutRoutes(route -> route.target().equals(endpoint.vpcEndpointId())));
        });
        for (var id : added) {
            if (tables.add(id)) {
                route(RouteTableOperations.require(store, id));
            }
        }
        return this;
    }

    private void route(RouteTableRow table) {
        var list = store.prefixLists()
                .where(candidate -> candidate.prefixListName().equals(endpoint.serviceName()))
                .getFirst()
                .prefixListId();
        if (!table.vpcId().equals(endpoint.vpcId())) {
            throw invalid("The route table %s is not in %s".formatted(table.routeTableId(), endpoint.vpcId()));
        }
        if (table.route(list).isPresent()) {
            throw new AwsError(
                    "RouteAlreadyExists",
                    400,
                    "route table %s already has a route with destination-prefix-list-id %s"
                            .formatted(table.routeTableId(), list));
        }
        put(table.with(new Route(list, endpoint.vpcEndpointId(), "CreateRoute")));
    }

    private void put(RouteTableRow table) {
        store.routeTables().put(table.routeTableId(), table);
    }

    VpcEndpointChange groups(List<String> added, List<String> removed) {
        refuse(!endpoint.isGateway(), added, removed, "Security group IDs");
        added.forEach(id -> {
            Groups.byId(store, id);
            groups.add(id);
        });
        removed.forEach(groups::remove);
        if (!endpoint.isGateway() && groups.isEmpty()) {
            throw invalid("An interface endpoint needs a security group");
        }
        interfaces.values().stream()
                .flatMap(id -> store.networkInterfaces().get(id).stream())
                .forEach(eni -> store.networkInterfaces().put(eni.networkInterfaceId(), inGroups(eni)));
        return this;
    }

    private NetworkInterfaceRow inGroups(NetworkInterfaceRow eni) {
        return new NetworkInterfaceRow(
                eni.networkInterfaceId(),
                eni.vpcId(),
                eni.subnetId(),
                eni.availabilityZone(),
                eni.description(),
                eni.interfaceType(),
                eni.privateIp(),
                eni.requesterId(),
                List.copyOf(groups));
    }

    VpcEndpointChange subnets(List<String> added, List<String> removed) {
        refuse(!endpoint.isGateway(), added, removed, "Subnet IDs");
        removed.forEach(id -> Optional.ofNullable(interfaces.remove(id)).ifPresent(store::removeNetworkInterface));
        for (var id : added) {
            if (!interfaces.containsKey(id)) {
                interfaces.put(id, interfaceIn(SubnetOperations.require(store, id)));
            }
        }
        return this;
    }

    private String interfaceIn(SubnetRow subnet) {
        if (!subnet.vpcId().equals(endpoint.vpcId())) {
            throw invalid("The subnet ID '%s' is not in %s".formatted(subnet.subnetId(), endpoint.vpcId()));
        }
        var zones = new ArrayList<String>();
        interfaces
                .keySet()
                .forEach(id -> store.subnets().get(id).ifPresent(other -> zones.add(other.availabilityZone())));
        if (zones.contains(subnet.availabilityZone())) {
            throw new AwsError(
                    "DuplicateSubnetsInSameZone",
                    400,
                    "Found another VPC endpoint subnet in the availability zone of " + subnet.subnetId());
        }
        return store.addNetworkInterface(
                        subnet,
                        "VPC Endpoint Interface " + endpoint.vpcEndpointId(),
                        "vpc_endpoint",
                        call.accountId(),
                        List.copyOf(groups))
                .networkInterfaceId();
    }

    VpcEndpointChange privateDns(boolean enabled) {
        if (enabled && endpoint.isGateway()) {
            throw invalid("Private DNS can't be set because the endpoint is of type Gateway");
        }
        if (enabled && !endpoint.privateDns()) {
            checkDns();
        }
        privateDns = enabled;
        return this;
    }

    private void checkDns() {
        var vpc = VpcOperations.require(store, endpoint.vpcId());
        if (!vpc.dnsSupport() || !vpc.dnsHostnames()) {
            throw invalid(("Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes"
                            + " set to true for %s")
                    .formatted(endpoint.vpcId()));
        }
        var isTaken = store.vpcEndpoints().rows().stream()
                .anyMatch(other -> other.privateDns()
                        && !other.vpcEndpointId().equals(endpoint.vpcEndpointId())
                        && other.vpcId().equals(endpoint.vpcId())
                        && other.serviceName().equals(endpoint.serviceName())
                        && other.deletedAt().isEmpty());
        if (isTaken) {
            throw invalid(("private-dns-enabled cannot be set because there is already a conflicting DNS domain for %s"
                            + " in the VPC %s")
                    .formatted(endpoint.serviceName(), endpoint.vpcId()));
        }
    }

    VpcEndpointChange policy(Optional<String> document) {
        if (document.filter(text -> !text.stripLeading().startsWith("{")).isPresent()) {
            throw new AwsError("InvalidPolicyDocument", 400, "The policy document is not valid JSON");
        }
        policy = document;
        return this;
    }

    private static void refuse(boolean fits, List<String> added, List<String> removed, String what) {
        if (!fits && !(added.isEmpty() && removed.isEmpty())) {
            throw invalid(what + " are not supported for this type of endpoint");
        }
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameter", 400, message);
    }
}
