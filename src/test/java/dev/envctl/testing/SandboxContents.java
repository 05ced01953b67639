package dev.envctl.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a sandbox holds, one line an object, without what is different in every run: ids, times, keys. Two runs that
/// end in the same world give the same lines.
public final class SandboxContents {

    private static final List<String> TABLES = List.of(
            "acm.certificates",
            "ec2.addresses",
            "ec2.internet-gateways",
            "ec2.nat-gateways",
            "ec2.network-interfaces",
            "ec2.route-tables",
            "ec2.security-group-rules",
            "ec2.security-groups",
            "ec2.subnets",
            "ec2.vpc-endpoints",
            "ec2.vpcs",
            "eks.access-entries",
            "eks.addons",
            "eks.clusters",
            "eks.fargate-profiles",
            "eks.nodegroups",
            "eks.pod-identity-associations",
            "elasticloadbalancing.listeners",
            "elasticloadbalancing.load-balancers",
            "elasticloadbalancing.target-groups",
            "elasticmapreduce.session-mappings",
            "elasticmapreduce.studios",
            "emr-containers.endpoints",
            "emr-containers.job-templates",
            "emr-containers.security-configurations",
            "emr-containers.virtual-clusters",
            "glue.databases",
            "iam.oidc-providers",
            "iam.policies",
            "iam.roles",
            "kubernetes/data-platform/objects",
            "logs.log-groups",
            "mwaa.environments",
            "s3.buckets");

    private static final List<String> NAMES = List.of(
            "name",
            "roleName",
            "policyName",
            "groupName",
            "url",
            "bucketName",
            "identityName",
            "domainName",
            "cidrBlock",
            "serviceName",
            "destinationCidrBlock",
            "kind",
            "namespace",
            "direction");

    private SandboxContents() {}

    public static List<String> of(Sandbox sandbox) {
        World world = sandbox.world();
        return world.transaction(() -> TABLES.stream()
                .flatMap(
                        table -> lines(table, world.table(table, JsonNode.class).rows()))
                .sorted()
                .toList());
    }

    private static Stream<String> lines(String table, List<JsonNode> rows) {
        return rows.stream().filter(row -> !isGone(row)).map(row -> table + " " + names(row));
    }

    /// Terminated things stay listed; how many attempts there were is not part of where they led.
    private static boolean isGone(JsonNode row) {
        return row.findValuesAsText("terminatedAt").stream().anyMatch(text -> !text.isEmpty() && !text.equals("null"))
                || row.hasNonNull("deletedAt")
                || row.findValuesAsText("state").stream().anyMatch(state -> state.startsWith("TERMINAT"));
    }

    private static String names(JsonNode row) {
        List<String> found = new ArrayList<>();
        for (String name : NAMES) {
            row.findValuesAsText(name).stream()
                    .filter(text -> !text.isEmpty())
                    .map(text -> text.replaceAll("(jeg|service|ingress)-[0-9a-z]{13}", "$1-ID")
                            .replaceAll("[0-9a-f]{8,}", "ID"))
                    .forEach(text -> found.add(name + "=" + text));
        }
        return String.join(" ", found);
    }
}
