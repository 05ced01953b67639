package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.AwsError;
import java.util.Arrays;
import java.util.Optional;

/// What an EC2 id stands for, told by its prefix, with the codes EC2 answers bad ids with. They follow no rule.
enum ResourceType {
    VPC("vpc", "vpc", "InvalidVpcID.NotFound", "InvalidVpcID.Malformed", "vpc ID"),
    SUBNET("subnet", "subnet", "InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed", "subnet ID"),
    ROUTE_TABLE("rtb", "route-table", "InvalidRouteTableID.NotFound", "InvalidRouteTableId.Malformed", "routeTable ID"),
    INTERNET_GATEWAY(
            "igw",
            "internet-gateway",
            "InvalidInternetGatewayID.NotFound",
            "InvalidInternetGatewayId.Malformed",
            "internetGateway ID"),
    NAT_GATEWAY("nat", "natgateway", "NatGatewayNotFound", "NatGatewayMalformed", "NAT gateway"),
    NETWORK_INTERFACE(
            "eni",
            "network-interface",
            "InvalidNetworkInterfaceID.NotFound",
            "InvalidNetworkInterfaceId.Malformed",
            "networkInterface ID"),
    SECURITY_GROUP("sg", "security-group", "InvalidGroup.NotFound", "InvalidGroupId.Malformed", "security group"),
    SECURITY_GROUP_RULE(
            "sgr",
            "security-group-rule",
            "InvalidSecurityGroupRuleId.NotFound",
            "InvalidSecurityGroupRuleId.Malformed",
            "security group rule ID"),
    PREFIX_LIST("pl", "prefix-list", "InvalidPrefixListID.NotFound", "InvalidPrefixListId.Malformed", "prefix list ID"),
    ELASTIC_IP("eipalloc", "elastic-ip", "InvalidAllocationID.NotFound", "InvalidParameterValue", "allocation ID"),
    VPC_ENDPOINT(
            "vpce",
            "vpc-endpoint",
            "InvalidVpcEndpointId.NotFound",
            "InvalidVpcEndpointId.Malformed",
            "Vpc Endpoint Id");

    private final String prefix;
    private final String tagName;
    private final String notFoundCode;
    private final String malformedCode;
    private final String noun;

    ResourceType(String prefix, String tagName, String notFoundCode, String malformedCode, String noun) {
        this.prefix = prefix;
        this.tagName = tagName;
        this.notFoundCode = notFoundCode;
        this.malformedCode = malformedCode;
        this.noun = noun;
    }

    static Optional<ResourceType> ofId(String id) {
        return Arrays.stream(values()).filter(type -> type.owns(id)).findFirst();
    }

    boolean owns(String id) {
        return id.startsWith(prefix + "-");
    }

    String prefix() {
        return prefix;
    }

    /// As tag specifications and ARNs spell it.
    String tagName() {
        return tagName;
    }

    AwsError notFound(String id) {
        return new AwsError(notFoundCode, 400, "The %s '%s' does not exist".formatted(noun, id));
    }

    /// As the calls that change something spell it: for two types not as those that read do.
    AwsError unknown(String id) {
        return switch (this) {
            case SUBNET, ROUTE_TABLE ->
                new AwsError(notFoundCode.replace("ID.", "Id."), 400, "The %s '%s' does not exist".formatted(noun, id));
            case VPC,
                    INTERNET_GATEWAY,
                    NAT_GATEWAY,
                    NETWORK_INTERFACE,
                    SECURITY_GROUP,
                    SECURITY_GROUP_RULE,
                    PREFIX_LIST,
                    ELASTIC_IP,
                    VPC_ENDPOINT -> missing(id);
        };
    }

    AwsError hasDependencies(String id) {
        return new AwsError(
                "DependencyViolation",
                400,
                "The %s '%s' has dependencies and cannot be deleted.".formatted(noun.replaceFirst(" ID$", ""), id));
    }

    /// A text that cannot be such an id is refused before anything is looked up.
    AwsError missing(String id) {
        return owns(id)
                ? notFound(id)
                : new AwsError(malformedCode, 400, "Invalid id: \"%s\" (expecting \"%s-...\")".formatted(id, prefix));
    }
}
