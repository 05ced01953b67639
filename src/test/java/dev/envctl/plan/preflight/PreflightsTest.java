package dev.envctl.plan.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.provider.Missing;
import dev.envctl.value.Address;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightsTest {

    /// Two private subnets and a public one, live, with an endpoint in the cluster among them.
    private static final String LIVE = """
        external Vpc/main {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/16"}
        external Subnet/a {"subnetId": "subnet-a", "vpcId": "vpc-1", "availabilityZone": "us-east-1a", "private": true}
        external Subnet/b {"subnetId": "subnet-b", "vpcId": "vpc-1", "availabilityZone": "us-east-1b", "private": true}
        external Subnet/p {"subnetId": "subnet-p", "vpcId": "vpc-1", "availabilityZone": "us-east-1a", "private": false}
        external Cluster/main {"name": "main", "vpcId": "vpc-1", "subnetIds": ["subnet-a", "subnet-b", "subnet-p"]}
        VirtualCluster/spark {"id": "vc-1", "containerProvider": {"id": "main", "info": {"eksInfo": {"namespace": "spark"}}}}
        ManagedEndpoint/pyspark {"virtualClusterId": "vc-1", "releaseLabel": "emr-7.9.0-latest"}
        """;

    /// The same from nothing: no id is known before the apply.
    private static final String NEW = """
        Vpc/main {"cidrBlock": "10.0.0.0/16", "vpcId": "?"}
        InternetGateway/main {"vpcId": "${Vpc/main.vpcId}", "internetGatewayId": "?"}
        Subnet/a {"vpcId": "${Vpc/main.vpcId}", "cidrBlock": "10.0.0.0/20", "availabilityZone": "us-east-1a", "subnetId": "?", "private": "?"}
        Subnet/b {"vpcId": "${Vpc/main.vpcId}", "cidrBlock": "10.0.16.0/20", "availabilityZone": "us-east-1b", "subnetId": "?", "private": "?"}
        Subnet/p {"vpcId": "${Vpc/main.vpcId}", "cidrBlock": "10.0.32.0/20", "availabilityZone": "us-east-1a", "subnetId": "?", "private": "?"}
        RouteTable/public {"vpcId": "${Vpc/main.vpcId}", "subnetIds": ["${Subnet/p.subnetId}"], "routes": [{"destinationCidrBlock": "0.0.0.0/0", "gatewayId": "${InternetGateway/main.internetGatewayId}"}]}
        RouteTable/private {"vpcId": "${Vpc/main.vpcId}", "subnetIds": ["${Subnet/a.subnetId}", "${Subnet/b.subnetId}"], "routes": [{"destinationCidrBlock": "0.0.0.0/0", "natGatewayId": "?"}]}
        Cluster/main {"name": "main", "vpcId": "?", "resourcesVpcConfig": {"subnetIds": ["${Subnet/a.subnetId}", "${Subnet/b.subnetId}", "${Subnet/p.subnetId}"]}}
        VirtualCluster/spark {"id": "?", "containerProvider": {"id": "main", "info": {"eksInfo": {"namespace": "spark"}}}}
        ManagedEndpoint/pyspark {"virtualClusterId": "${VirtualCluster/spark.id}", "releaseLabel": "emr-7.9.0-latest"}
        """;

    private static final String STUDIO = """
        Studio/main {"vpcId": "${Cluster/main.vpcId}", "subnetIds": ["${Subnet/a.subnetId}"]}
        """;

    private static final String X86 = """
        Nodegroup/x86 {"clusterName": "main", "nodegroupName": "x86", "instanceTypes": ["m7i.xlarge"]}
        """;

    private static List<Problem> check(String environment) {
        return Preflights.check(LandscapeBuilder.of(environment));
    }

    private static void isBlamed(String environment, Code code, String... words) {
        assertThat(check(environment)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.detail()).contains(words);
            assertThat(problem.source()).isPresent();
            assertThat(problem.hint()).isPresent();
        });
    }

    @Test
    void hasNothingToSayOfASoundEnvironment() {
        assertThat(check(LIVE + "Studio/main {\"vpcId\": \"vpc-1\", \"subnetIds\": [\"subnet-a\"]}"))
                .isEmpty();
        assertThat(check(NEW + STUDIO + X86)).isEmpty();
    }

    // Studio and cluster

    @Test
    void wantsTheStudioInTheVpcOfTheCluster() {
        isBlamed(
                LIVE + "Studio/main {\"vpcId\": \"vpc-2\", \"subnetIds\": [\"subnet-z\"]}",
                Code.STUDIO_OUTSIDE_VPC,
                "Studio/main is in vpc-2, and Cluster/main with its endpoints in Vpc/main");
    }

    @Test
    void knowsTheVpcOfAClusterThatIsStillToBeMade() {
        isBlamed(
                NEW + "Vpc/other {\"vpcId\": \"?\"}\n"
                        + "Studio/main {\"vpcId\": \"${Vpc/other.vpcId}\", \"subnetIds\": [\"?\"]}",
                Code.STUDIO_OUTSIDE_VPC,
                "Vpc/other");
    }

    @Test
    void letsASecondStudioServeTheCluster() {
        assertThat(check(LIVE + """
            Studio/far {"vpcId": "vpc-2", "subnetIds": ["subnet-z"]}
            Studio/near {"vpcId": "vpc-1", "subnetIds": ["subnet-b"]}
            """)).isEmpty();
    }

    @Test
    void wantsASubnetInCommon() {
        isBlamed(LIVE + """
            external Subnet/c {"subnetId": "subnet-c", "vpcId": "vpc-1", "private": true}
            Studio/main {"vpcId": "vpc-1", "subnetIds": ["subnet-c"]}
            """, Code.NO_COMMON_PRIVATE_SUBNET, "have no subnet in common");
    }

    @Test
    void wantsTheCommonSubnetPrivate() {
        isBlamed(
                LIVE + "Studio/main {\"vpcId\": \"vpc-1\", \"subnetIds\": [\"subnet-p\"]}",
                Code.NO_COMMON_PRIVATE_SUBNET,
                "have only public subnets in common (Subnet/p)");
    }

    @Test
    void tellsAPublicSubnetByItsRouteTableBeforeItIsMade() {
        isBlamed(
                NEW + "Studio/main {\"vpcId\": \"${Vpc/main.vpcId}\", \"subnetIds\": [\"${Subnet/p.subnetId}\"]}",
                Code.NO_COMMON_PRIVATE_SUBNET,
                "Subnet/p");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Studio/main {\"vpcId\": \"?\", \"subnetIds\": [\"?\"]}",
                "Studio/main {\"vpcId\": \"vpc-1\", \"subnetIds\": [\"subnet-p\", \"?\"]}",
                "Studio/main {\"vpcId\": \"vpc-1\", \"subnetIds\": \"?\"}",
                "Studio/main {\"vpcId\": \"?\", \"subnetIds\": [\"subnet-b\"]}"
            })
    void isSilentWhileTheStudioIsNotKnown(String studio) {
        assertThat(check(LIVE + studio)).isEmpty();
    }

    // nodes

    @ParameterizedTest
    @CsvSource({
        "m7g.xlarge, true",
        "c6gn.2xlarge, true",
        "im4gn.large, true",
        "is4gen.large, true",
        "t4g.small, true",
        "a1.large, true",
        "hpc7g.4xlarge, true",
        "g5g.xlarge, true",
        "m7i.xlarge, false",
        "m7i-flex.large, false",
        "g4dn.xlarge, false",
        "g6.xlarge, false",
        "p5en.48xlarge, false",
        "x2iedn.xlarge, false",
        "t3.medium, false"
    })
    void knowsArmInstancesByTheirNames(String type, boolean arm) {
        String nodes = "Nodegroup/n {\"clusterName\": \"main\", \"nodegroupName\": \"n\", \"instanceTypes\": [\"%s\"]}"
                .formatted(type);

        assertThat(check(NEW + STUDIO + nodes))
                .extracting(Problem::code)
                .isEqualTo(arm ? List.of(Code.ARM_UNDER_ENDPOINT) : List.of());
    }

    @Test
    void knowsArmByTheImage() {
        isBlamed(
                NEW + STUDIO + "Nodegroup/n {\"clusterName\": \"main\", \"amiType\": \"AL2023_ARM_64_STANDARD\"}",
                Code.ARM_UNDER_ENDPOINT,
                "Nodegroup/n has Arm nodes, and ManagedEndpoint/pyspark");
    }

    @Test
    void allowsArmWithoutAStudioOrBesideX86() {
        String arm = "Nodegroup/arm {\"clusterName\": \"main\", \"instanceTypes\": [\"m7g.xlarge\"]}\n";

        assertThat(check(NEW + arm)).isEmpty();
        assertThat(check(NEW + STUDIO + arm + X86)).isEmpty();
    }

    @Test
    void followsTheNodegroupThatAnEndpointAsksFor() {
        isBlamed(NEW + STUDIO + X86 + """
            Nodegroup/arm {"clusterName": "main", "nodegroupName": "arm", "instanceTypes": ["m7g.xlarge"]}
            ManagedEndpoint/picky {"virtualClusterId": "${VirtualCluster/spark.id}", "configurationOverrides": {"applicationConfiguration": [{"classification": "endpoint-configuration", "properties": {"managed-nodegroup-name": "arm"}}]}}
            """, Code.ARM_UNDER_ENDPOINT, "ManagedEndpoint/picky");
    }

    @Test
    void cannotSeeTheNodesOfSomebodyElsesCluster() {
        assertThat(check(LIVE + """
            Studio/main {"vpcId": "vpc-1", "subnetIds": ["subnet-a"]}
            Nodegroup/arm {"clusterName": "main", "instanceTypes": ["m7g.xlarge"]}
            FargateProfile/jobs {"clusterName": "main"}
            """)).isEmpty();
    }

    @Test
    void wantsNodesBesideFargate() {
        isBlamed(
                NEW + STUDIO + "FargateProfile/jobs {\"clusterName\": \"main\"}",
                Code.FARGATE_ONLY,
                "Cluster/main has Fargate profiles and no node group, so ManagedEndpoint/pyspark");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nodegroup/n {\"clusterName\": \"main\"}",
                "Nodegroup/n {\"clusterName\": \"?\"}",
                "HelmRelease/karpenter {\"clusterName\": \"main\", \"chart\": {\"name\": \"karpenter\"}}"
            })
    void isSilentAboutFargateWhereNodesMayComeFromElsewhere(String other) {
        assertThat(check(NEW + "FargateProfile/jobs {\"clusterName\": \"main\"}\n" + other))
                .isEmpty();
    }

    // releases

    @ParameterizedTest
    @CsvSource({
        "emr-6.5.0-latest, true",
        "emr-5.32.0-20210129, true",
        "emr-6.7.0-latest, false",
        "emr-6.10.0-latest, false",
        "emr-7.0.0, false",
        "spark-8, false"
    })
    void warnsOfReleasesBeforeEndpoints(String label, boolean warned) {
        List<Problem> problems = check("ManagedEndpoint/e {\"releaseLabel\": \"%s\"}".formatted(label));

        assertThat(problems).extracting(Problem::code).isEqualTo(warned ? List.of(Code.RELEASE_TOO_OLD) : List.of());
        assertThat(problems).noneMatch(Problem::isError);
    }

    // Airflow

    private static String airflow(String subnets) {
        return "AirflowEnvironment/a {\"networkConfiguration\": {\"subnetIds\": " + subnets + "}}";
    }

    @Test
    void wantsAirflowInTwoPrivateSubnetsOfTwoZones() {
        assertThat(check(NEW + airflow("[\"${Subnet/a.subnetId}\", \"${Subnet/b.subnetId}\"]")))
                .isEmpty();
        isBlamed(LIVE + airflow("[\"subnet-b\", \"subnet-p\"]"), Code.AIRFLOW_IN_PUBLIC, "Subnet/p");
        isBlamed(
                NEW + airflow("[\"${Subnet/b.subnetId}\", \"${Subnet/p.subnetId}\"]"),
                Code.AIRFLOW_IN_PUBLIC,
                "Subnet/p");
        isBlamed(LIVE + airflow("[\"subnet-a\"]"), Code.AIRFLOW_ZONES, "has 1 subnets");
        isBlamed(
                LIVE + """
                    external Subnet/c {"subnetId": "subnet-c", "vpcId": "vpc-1", "availabilityZone": "us-east-1a", "private": true}
                    """ + airflow("[\"subnet-a\", \"subnet-c\"]"), Code.AIRFLOW_ZONES, "both subnets in us-east-1a");
    }

    @Test
    void isSilentAboutAirflowInSubnetsThatItDoesNotKnow() {
        assertThat(check(LIVE + airflow("[\"subnet-x\", \"subnet-y\"]"))).isEmpty();
        assertThat(check(LIVE + airflow("\"?\""))).isEmpty();
    }

    @Test
    void wantsTheDesiredNodesBetweenTheLimits() {
        isBlamed(nodes(5, 10, "3"), Code.NODES_OUT_OF_LIMITS, "minSize 5 above desiredSize 3");
        isBlamed(nodes(1, 2, "3"), Code.NODES_OUT_OF_LIMITS, "desiredSize 3 above maxSize 2");
        isBlamed(nodes(3, 2, "\"?\""), Code.NODES_OUT_OF_LIMITS, "minSize 3 above maxSize 2");
        assertThat(check(nodes(1, 3, "2"))).isEmpty();
    }

    private static String nodes(int minimum, int maximum, String desired) {
        return "Nodegroup/nodes {\"clusterName\": \"main\", \"scalingConfig\": {\"minSize\": %d, \"maxSize\": %d, \"desiredSize\": %s}}"
                .formatted(minimum, maximum, desired);
    }

    // clusters and namespaces

    @Test
    void wantsAClusterInTwoZones() {
        isBlamed(
                NEW + "Cluster/small {\"name\": \"small\", \"resourcesVpcConfig\": {\"subnetIds\":"
                        + " [\"${Subnet/a.subnetId}\", \"${Subnet/p.subnetId}\"]}}",
                Code.CLUSTER_IN_ONE_ZONE,
                "Cluster/small");
        assertThat(check("Cluster/c {\"resourcesVpcConfig\": {\"subnetIds\": [\"subnet-1\", \"subnet-2\"]}}"))
                .isEmpty();
    }

    @Test
    void givesANamespaceToOneVirtualCluster() {
        isBlamed(
                LIVE + "VirtualCluster/other {\"containerProvider\": {\"id\": \"main\", \"info\": {\"eksInfo\":"
                        + " {\"namespace\": \"spark\"}}}}",
                Code.NAMESPACE_SHARED,
                "VirtualCluster/other and VirtualCluster/spark both want the namespace spark of Cluster/main");
        assertThat(check(LIVE + """
            VirtualCluster/elsewhere {"containerProvider": {"id": "second", "info": {"eksInfo": {"namespace": "spark"}}}}
            VirtualCluster/unknown {"containerProvider": {"id": "main", "info": {"eksInfo": {"namespace": "?"}}}}
            """)).isEmpty();
    }

    // addresses

    @Test
    void wantsASubnetAmongTheAddressesOfItsVpc() {
        isBlamed(
                NEW + "Subnet/x {\"vpcId\": \"${Vpc/main.vpcId}\", \"cidrBlock\": \"10.1.0.0/24\"}",
                Code.SUBNET_OUTSIDE_VPC,
                "Subnet/x has the addresses 10.1.0.0/24, which are not among those of Vpc/main (10.0.0.0/16)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"10.1.0.0/16\"]", "[\"?\"]", "\"?\""})
    void countsTheOtherAddressesOfAVpc(String more) {
        assertThat(check("""
            Vpc/main {"cidrBlock": "10.0.0.0/16", "additionalCidrBlocks": %s}
            Subnet/x {"vpcId": "${Vpc/main.vpcId}", "cidrBlock": "10.1.0.0/24"}
            """.formatted(more))).isEmpty();
    }

    @Test
    void keepsSubnetsOfAVpcApart() {
        isBlamed(
                NEW + "Subnet/x {\"vpcId\": \"${Vpc/main.vpcId}\", \"cidrBlock\": \"10.0.8.0/24\"}",
                Code.SUBNETS_OVERLAP,
                "Subnet/x (10.0.8.0/24) and Subnet/a (10.0.0.0/20) share addresses");
        assertThat(check(NEW + """
            Vpc/other {"cidrBlock": "10.0.0.0/16"}
            Subnet/x {"vpcId": "${Vpc/other.vpcId}", "cidrBlock": "10.0.8.0/24"}
            """)).isEmpty();
    }

    // clusters that are named

    private static final String SPARK = """
        Namespace/spark {"clusterName": "data-platfrom", "name": "spark"}
        """;

    private static Missing without(String cluster, String... others) {
        Missing missing = new Missing();
        missing.note(new Missing.Cluster(cluster, () -> List.of(others)));
        return missing;
    }

    private static List<Problem> withoutCluster(String environment, String... others) {
        return Preflights.check(LandscapeBuilder.of(environment, without("data-platfrom", others)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Namespace/spark {\"clusterName\": \"data-platfrom\"}",
                "Nodegroup/spark {\"clusterName\": \"data-platfrom\"}",
                "VirtualCluster/spark {\"containerProvider\": {\"id\": \"data-platfrom\"}}"
            })
    void wantsTheClusterThatIsNamed(String resource) {
        assertThat(withoutCluster(resource)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(Code.CLUSTER_UNREACHABLE);
            assertThat(problem.detail())
                    .contains("/spark names the EKS cluster \"data-platfrom\", which is neither in this account");
            assertThat(problem.hint().orElseThrow()).endsWith("refer to it: ${Cluster.NAME.name}.");
        });
    }

    @Test
    void offersAClusterOfASimilarNameOrOneOfTheEnvironment() {
        assertThat(withoutCluster(SPARK, "batch", "data-platform"))
                .extracting(Problem::hint)
                .containsExactly(Optional.of("Did you mean \"data-platform\"?"));
        assertThat(withoutCluster(SPARK + "Cluster/main {\"name\": \"data-platform\"}"))
                .extracting(Problem::hint)
                .contains(Optional.of("Did you mean \"data-platform\"?"));
        assertThat(withoutCluster(SPARK + "external Cluster/main {\"name\": \"emr\"}"))
                .extracting(Problem::hint)
                .containsExactly(Optional.of(
                        "Correct the name, or refer to a Cluster of the environment: ${Cluster.main.name}."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cluster/main {\"name\": \"data-platfrom\", \"resourcesVpcConfig\": \"?\"}",
                "settled Cluster/main {\"name\": \"data-platfrom\", \"resourcesVpcConfig\": \"?\"}",
                "Cluster/main {\"name\": \"?\", \"resourcesVpcConfig\": \"?\"}",
                "external Cluster/main {}"
            })
    void isSilentWhereTheClusterIsOrMayBeOneOfTheEnvironment(String cluster) {
        assertThat(withoutCluster(SPARK + cluster)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "settled Namespace/spark {\"clusterName\": \"data-platfrom\"}",
                "external Nodegroup/spark {\"clusterName\": \"data-platfrom\"}",
                "Namespace/spark {\"clusterName\": \"?\"}",
                "Namespace/spark {\"clusterName\": \"another\"}"
            })
    void isSilentAboutClustersThatNothingIsMadeInOrThatNobodyMissed(String resource) {
        assertThat(withoutCluster(resource)).isEmpty();
    }

    @Test
    void isSilentAboutAClusterThatIsReachedWithoutEks() {
        Missing missing = without("data-platfrom");
        missing.reached("data-platfrom");

        assertThat(Preflights.check(LandscapeBuilder.of(SPARK, missing))).isEmpty();
    }

    @Test
    void asksForTheNamesOfOtherClustersOnlyWhenSomethingIsSaid() {
        Missing missing = new Missing();
        missing.note(new Missing.Cluster("main", () -> {
            throw new IllegalStateException("one more call");
        }));

        assertThat(Preflights.check(LandscapeBuilder.of(NEW + X86, missing))).isEmpty();
    }

    // kinds of manifests

    private static final String FOO = """
        Manifest/foo {"clusterName": "main", "manifest": {"apiVersion": "example.com/v1", "kind": "Foo"}}
        """;

    private static List<Problem> unserved(String environment, boolean builtIn) {
        Missing missing = new Missing();
        missing.note(
                Address.parse("Manifest/foo").orElseThrow(),
                new Missing.ServedKind("main", builtIn, Problem.of(Code.KIND_NOT_SERVED, "No kind Foo.")));
        return Preflights.check(LandscapeBuilder.of(environment, missing));
    }

    @Test
    void wantsTheKindOfAManifestServed() {
        assertThat(unserved(FOO, false)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(Code.KIND_NOT_SERVED);
            assertThat(problem.source()).isPresent();
        });
        assertThat(unserved("settled " + FOO, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HelmRelease/operator {\"clusterName\": \"main\"} | false",
                "settled HelmRelease/operator {\"clusterName\": \"?\"} | false",
                "Addon/operator {\"clusterName\": \"main\"} | false",
                "Manifest/crd {\"manifest\": {\"kind\": \"CustomResourceDefinition\"}} | false",
                "Manifest/api {\"manifest\": {\"kind\": \"APIService\"}} | false",
                "Manifest/any {\"manifest\": \"?\"} | false",
                "Cluster/main {\"name\": \"main\"} | false",
                "external HelmRelease/operator {\"clusterName\": \"main\"} | true",
                "settled Cluster/main {\"name\": \"main\"} | true",
                "Cluster/other {\"name\": \"other\"} | true",
                "Manifest/web {\"manifest\": {\"kind\": \"Deployment\"}} | true",
                "Namespace/spark {\"clusterName\": \"main\"} | true"
            })
    void isSilentWhereSomethingMayBringTheKind(String other, boolean blamed) {
        assertThat(unserved(FOO + other, false)).hasSize(blamed ? 1 : 0);
    }

    @Test
    void isSilentWhereAManifestWaitsForAnotherThatMayBringItsKind() {
        String job = "Manifest/job {\"manifest\": {\"kind\": \"Job\", \"uid\": \"?\"}}\n";

        assertThat(unserved(FOO.strip() + " dependsOn Manifest/job\n" + job, false))
                .isEmpty();
        assertThat(unserved(
                        FOO.strip() + " dependsOn Namespace/spark\n"
                                + "Namespace/spark {\"labels\": \"${Manifest/job.uid}\"}\n" + job,
                        false))
                .isEmpty();
        assertThat(unserved(FOO.strip() + " dependsOn Namespace/spark\nNamespace/spark {}", false))
                .hasSize(1);
    }

    @Test
    void knowsThatNothingButTheClusterBringsWhatComesWithKubernetes() {
        String chart = "HelmRelease/operator {\"clusterName\": \"main\"}\n";

        assertThat(unserved(FOO + chart, true)).hasSize(1);
        assertThat(unserved(FOO + chart + "Cluster/main {\"name\": \"main\"}", true))
                .isEmpty();
    }
}
