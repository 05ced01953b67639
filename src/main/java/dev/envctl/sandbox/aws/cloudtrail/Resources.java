package dev.envctl.sandbox.aws.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.sandbox.aws.cloudtrail.EventRow.Thing;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// The resources of an event, by which it can be looked up. CloudTrail knows them for EC2, IAM and S3; events of the
/// other services here have none, and whoever looks for one has to read the events themselves.
final class Resources {

    private static final Map<String, Map<String, String>> TYPES = Map.of(
            "ec2",
            Map.of(
                    "groupId", "AWS::EC2::SecurityGroup",
                    "vpcId", "AWS::EC2::VPC",
                    "subnetId", "AWS::EC2::Subnet",
                    "natGatewayId", "AWS::EC2::NatGateway",
                    "internetGatewayId", "AWS::EC2::InternetGateway",
                    "routeTableId", "AWS::EC2::RouteTable",
                    "allocationId", "AWS::EC2::EIP",
                    "networkInterfaceId", "AWS::EC2::NetworkInterface"),
            "iam",
            Map.of(
                    "roleName", "AWS::IAM::Role",
                    "policyName", "AWS::IAM::Policy",
                    "policyArn", "AWS::IAM::Policy",
                    "openIDConnectProviderArn", "AWS::IAM::OidcProvider"),
            "s3",
            Map.of("bucketName", "AWS::S3::Bucket"));

    private Resources() {}

    static List<Thing> of(String service, JsonNode parameters, JsonNode answer) {
        SequencedSet<Thing> found = new LinkedHashSet<>();
        Map<String, String> types = TYPES.getOrDefault(service, Map.of());
        collect(types, parameters, found);
        collect(types, answer, found);
        return List.copyOf(found);
    }

    private static void collect(Map<String, String> types, JsonNode node, SequencedSet<Thing> found) {
        node.properties()
                .forEach(entry -> Optional.ofNullable(types.get(entry.getKey()))
                        .filter(_ -> entry.getValue().isTextual())
                        .ifPresent(type ->
                                found.add(new Thing(type, entry.getValue().textValue()))));
        node.forEach(child -> collect(types, child, found));
    }
}
