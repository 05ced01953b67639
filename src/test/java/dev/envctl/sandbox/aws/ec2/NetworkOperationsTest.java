package dev.envctl.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

class NetworkOperationsTest {

    private final AccountSandbox account = new AccountSandbox();
    private final Ec2Client ec2 = account.ec2();

    @AfterEach
    void close() {
        account.close();
    }

    private String vpc() {
        return ec2.createVpc(request -> request.cidrBlock("10.70.0.0/16")).vpc().vpcId();
    }

    private String subnet(String vpcId, String range) {
        return ec2.createSubnet(request -> request.vpcId(vpcId).cidrBlock(range))
                .subnet()
                .subnetId();
    }

    private String gateway(String vpcId) {
        String id = ec2.createInternetGateway(request -> {}).internetGateway().internetGatewayId();
        ec2.attachInternetGateway(request -> request.internetGatewayId(id).vpcId(vpcId));
        return id;
    }

    private String table(String vpcId) {
        return ec2.createRouteTable(request -> request.vpcId(vpcId))
                .routeTable()
                .routeTableId();
    }

    private RouteTable described(String tableId) {
        return ec2.describeRouteTables(request -> request.routeTableIds(tableId))
                .routeTables()
                .getFirst();
    }

    private NatGateway nat(String id) {
        return ec2.describeNatGateways(request -> request.natGatewayIds(id))
                .natGateways()
                .getFirst();
    }

    @Test
    void newVpcIsPendingForAMomentAndComesWithAGroupAndAMainTable() {
        var vpc = ec2.createVpc(request -> request.cidrBlock("10.70.1.2/16")).vpc();

        assertThat(vpc.cidrBlock()).isEqualTo("10.70.0.0/16");
        assertThat(vpc.stateAsString()).isEqualTo("pending");
        Filter inside = Filter.builder().name("vpc-id").values(vpc.vpcId()).build();
        assertThat(ec2.describeSecurityGroups(request -> request.filters(inside))
                        .securityGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.groupName()).isEqualTo("default"));
        assertThat(ec2.describeRouteTables(request -> request.filters(inside)).routeTables())
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.associations().getFirst().main()).isTrue();
                    assertThat(table.routes()).extracting(Route::gatewayId).containsExactly("local");
                });
        account.pass(Duration.ofSeconds(5));
        assertThat(ec2.describeVpcs(request -> request.vpcIds(vpc.vpcId()))
                        .vpcs()
                        .getFirst()
                        .stateAsString())
                .isEqualTo("available");
    }

    @ParameterizedTest
    @CsvSource({
        "10.70.0.0/25, InvalidSubnet.Conflict",
        "10.71.0.0/24, InvalidSubnet.Range",
        "10.70.64.0/29, InvalidSubnet.Range",
        "10.70.0.0, InvalidParameterValue",
    })
    void refusesSubnetsThatDoNotFit(String range, String code) {
        String vpc = vpc();
        subnet(vpc, "10.70.0.0/24");

        assertThat(Refusal.code(() -> subnet(vpc, range))).isEqualTo(code);
    }

    @Test
    void refusesVpcsThatAreTooLargeOrTooSmall() {
        assertThat(Refusal.code(() -> ec2.createVpc(request -> request.cidrBlock("10.0.0.0/15"))))
                .isEqualTo("InvalidVpc.Range");
        assertThat(Refusal.code(() -> ec2.createVpc(request -> request.cidrBlock("10.0.0.0/29"))))
                .isEqualTo("InvalidVpc.Range");
    }

    @Test
    void vpcGoesOnlyWhenEmpty() {
        String vpc = vpc();
        String subnet = subnet(vpc, "10.70.0.0/24");
        String gateway = gateway(vpc);
        String table = table(vpc);
        List<Runnable> removals = List.of(
                () -> ec2.deleteSubnet(request -> request.subnetId(subnet)),
                () -> ec2.detachInternetGateway(
                        request -> request.internetGatewayId(gateway).vpcId(vpc)),
                () -> ec2.deleteRouteTable(request -> request.routeTableId(table)));

        for (Runnable removal : removals) {
            assertThat(Refusal.code(() -> ec2.deleteVpc(request -> request.vpcId(vpc))))
                    .isEqualTo("DependencyViolation");
            removal.run();
        }
        ec2.deleteVpc(request -> request.vpcId(vpc));

        assertThat(Refusal.code(() -> ec2.deleteVpc(request -> request.vpcId(vpc))))
                .isEqualTo("InvalidVpcID.NotFound");
    }

    @Test
    void natGatewayTakesItsTimeHoldsItsSubnetAndItsAddressAndStaysListed() {
        String vpc = vpc();
        String subnet = subnet(vpc, "10.70.0.0/24");
        String gateway = gateway(vpc);
        String address = ec2.allocateAddress(request -> {}).allocationId();
        String id = ec2.createNatGateway(request -> request.subnetId(subnet).allocationId(address))
                .natGateway()
                .natGatewayId();
        assertThat(nat(id).stateAsString()).isEqualTo("pending");
        account.pass(Duration.ofMinutes(2));
        assertThat(nat(id).stateAsString()).isEqualTo("available");
        assertThat(Refusal.code(() -> ec2.releaseAddress(request -> request.allocationId(address))))
                .isEqualTo("InvalidIPAddress.InUse");
        assertThat(Refusal.code(() -> ec2.detachInternetGateway(
                        request -> request.internetGatewayId(gateway).vpcId(vpc))))
                .isEqualTo("DependencyViolation");
        String table = table(vpc);
        ec2.createRoute(request ->
                request.routeTableId(table).destinationCidrBlock("0.0.0.0/0").natGatewayId(id));

        ec2.deleteNatGateway(request -> request.natGatewayId(id));

        assertThat(Refusal.code(() -> ec2.deleteSubnet(request -> request.subnetId(subnet))))
                .isEqualTo("DependencyViolation");
        account.pass(Duration.ofMinutes(1));
        assertThat(nat(id).stateAsString()).isEqualTo("deleted");
        assertThat(described(table).routes().getLast().stateAsString()).isEqualTo("blackhole");
        ec2.deleteSubnet(request -> request.subnetId(subnet));
        ec2.releaseAddress(request -> request.allocationId(address));
        account.pass(Duration.ofHours(2));
        assertThat(Refusal.code(() -> nat(id))).isEqualTo("NatGatewayNotFound");
    }

    @Test
    void natGatewayWithATakenAddressFails() {
        String vpc = vpc();
        String subnet = subnet(vpc, "10.70.0.0/24");
        gateway(vpc);
        String address = ec2.allocateAddress(request -> {}).allocationId();
        ec2.createNatGateway(request -> request.subnetId(subnet).allocationId(address));
        String second = ec2.createNatGateway(request -> request.subnetId(subnet).allocationId(address))
                .natGateway()
                .natGatewayId();

        account.pass(Duration.ofMinutes(2));

        assertThat(nat(second).stateAsString()).isEqualTo("failed");
        assertThat(nat(second).failureCode()).isEqualTo("Resource.AlreadyAssociated");
    }

    @Test
    void sameClientTokenMakesOneObject() {
        String vpc = vpc();
        String first = ec2.createRouteTable(request -> request.vpcId(vpc).clientToken("one"))
                .routeTable()
                .routeTableId();

        assertThat(ec2.createRouteTable(request -> request.vpcId(vpc).clientToken("one"))
                        .routeTable()
                        .routeTableId())
                .isEqualTo(first);
    }

    @Test
    void vpcHasOneInternetGatewayAndAGatewayOneVpc() {
        String vpc = vpc();
        String gateway = gateway(vpc);

        assertThat(Refusal.code(() -> gateway(vpc))).isEqualTo("InvalidParameterValue");
        assertThat(Refusal.code(() -> ec2.attachInternetGateway(
                        request -> request.internetGatewayId(gateway).vpcId(account.vpcId()))))
                .isEqualTo("Resource.AlreadyAssociated");
        assertThat(Refusal.code(() -> ec2.detachInternetGateway(
                        request -> request.internetGatewayId(gateway).vpcId(account.vpcId()))))
                .isEqualTo("Gateway.NotAttached");
        assertThat(Refusal.code(() -> ec2.deleteInternetGateway(request -> request.internetGatewayId(gateway))))
                .isEqualTo("DependencyViolation");
    }

    @Test
    void routesAreKnownByTheirDestination() {
        String vpc = vpc();
        String gateway = gateway(vpc);
        String table = table(vpc);
        ec2.createRoute(request ->
                request.routeTableId(table).destinationCidrBlock("10.9.1.1/16").gatewayId(gateway));

        assertThat(described(table).routes())
                .extracting(Route::destinationCidrBlock)
                .containsExactly("10.70.0.0/16", "10.9.0.0/16");
        assertThat(Refusal.code(() -> ec2.createRoute(request -> request.routeTableId(table)
                        .destinationCidrBlock("10.9.0.0/16")
                        .gatewayId(gateway))))
                .isEqualTo("RouteAlreadyExists");
        assertThat(Refusal.code(() ->
                        ec2.deleteRoute(request -> request.routeTableId(table).destinationCidrBlock("10.70.0.0/16"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(Refusal.code(() ->
                        ec2.deleteRoute(request -> request.routeTableId(table).destinationCidrBlock("10.8.0.0/16"))))
                .isEqualTo("InvalidRoute.NotFound");
        assertThat(Refusal.code(() -> ec2.createRoute(request -> request.routeTableId("rtb-0missing")
                        .destinationCidrBlock("10.8.0.0/16")
                        .gatewayId(gateway))))
                .isEqualTo("InvalidRouteTableId.NotFound");
    }

    @Test
    void subnetHasOneTableAndItsAssociationChangesItsIdWhenItMoves() {
        String vpc = vpc();
        String subnet = subnet(vpc, "10.70.0.0/24");
        String one = table(vpc);
        String other = table(vpc);
        String association = ec2.associateRouteTable(
                        request -> request.routeTableId(one).subnetId(subnet))
                .associationId();

        assertThat(Refusal.code(() -> ec2.associateRouteTable(
                        request -> request.routeTableId(other).subnetId(subnet))))
                .isEqualTo("Resource.AlreadyAssociated");
        assertThat(Refusal.code(() -> ec2.deleteRouteTable(request -> request.routeTableId(one))))
                .isEqualTo("DependencyViolation");
        String moved = ec2.replaceRouteTableAssociation(
                        request -> request.associationId(association).routeTableId(other))
                .newAssociationId();
        assertThat(moved).isNotEqualTo(association);
        assertThat(Refusal.code(() -> ec2.disassociateRouteTable(request -> request.associationId(association))))
                .isEqualTo("InvalidAssociationID.NotFound");
        ec2.deleteSubnet(request -> request.subnetId(subnet));
        ec2.deleteRouteTable(request -> request.routeTableId(other));
    }

    @Test
    void interfaceEndpointOwnsInterfacesUntilItIsGone() {
        String vpc = vpc();
        String subnet = subnet(vpc, "10.70.0.0/24");
        String service = "com.amazonaws.us-east-1.ecr.dkr";
        assertThat(Refusal.code(() -> ec2.createVpcEndpoint(request -> request.vpcId(vpc)
                        .serviceName(service)
                        .vpcEndpointType("Interface")
                        .subnetIds(subnet))))
                .isEqualTo("InvalidParameter");
        String id = ec2.createVpcEndpoint(request -> request.vpcId(vpc)
                        .serviceName(service)
                        .vpcEndpointType("Interface")
                        .privateDnsEnabled(false)
                        .subnetIds(subnet))
                .vpcEndpoint()
                .vpcEndpointId();

        assertThat(endpoint(id).stateAsString()).isEqualTo("pending");
        assertThat(endpoint(id).networkInterfaceIds()).hasSize(1);
        assertThat(endpoint(id).groups()).hasSize(1);
        account.pass(Duration.ofMinutes(2));
        ec2.deleteVpcEndpoints(request -> request.vpcEndpointIds(id));
        assertThat(endpoint(id).stateAsString()).isEqualTo("deleting");
        assertThat(Refusal.code(() -> ec2.deleteSubnet(request -> request.subnetId(subnet))))
                .isEqualTo("DependencyViolation");
        account.pass(Duration.ofMinutes(2));
        assertThat(endpoint(id).stateAsString()).isEqualTo("deleted");
        ec2.deleteSubnet(request -> request.subnetId(subnet));
        ec2.deleteVpc(request -> request.vpcId(vpc));
    }

    @Test
    void gatewayEndpointIsARouteInItsTables() {
        String vpc = vpc();
        String table = table(vpc);
        String id = ec2.createVpcEndpoint(request -> request.vpcId(vpc)
                        .serviceName("com.amazonaws.us-east-1.s3")
                        .routeTableIds(table))
                .vpcEndpoint()
                .vpcEndpointId();

        assertThat(described(table).routes().getLast().destinationPrefixListId())
                .startsWith("pl-");
        assertThat(described(table).routes().getLast().gatewayId()).isEqualTo(id);
        assertThat(Refusal.code(() -> ec2.createVpcEndpoint(request -> request.vpcId(vpc)
                        .serviceName("com.amazonaws.us-east-1.s3")
                        .routeTableIds(table))))
                .isEqualTo("RouteAlreadyExists");
        ec2.deleteVpcEndpoints(request -> request.vpcEndpointIds(id));
        assertThat(described(table).routes()).hasSize(1);
    }

    private VpcEndpoint endpoint(String id) {
        return ec2.describeVpcEndpoints(request -> request.vpcEndpointIds(id))
                .vpcEndpoints()
                .getFirst();
    }
}
