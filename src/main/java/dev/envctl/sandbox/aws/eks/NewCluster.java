package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.eks.model.CreateAccessConfigRequest;
import software.amazon.awssdk.services.eks.model.CreateClusterRequest;
import software.amazon.awssdk.services.eks.model.KubernetesNetworkConfigRequest;
import software.amazon.awssdk.services.eks.model.UpgradePolicyRequest;
import software.amazon.awssdk.services.eks.model.VpcConfigRequest;

/// The making of a cluster, with EKS's checks and defaults.
public record NewCluster(IamView iam, ClusterView.Clusters views, Call call) {

    private static final Duration CREATION = Duration.ofMinutes(9);

    /// Any certificate will do, the sandbox is reached without TLS.
    private static final String CERTIFICATE_AUTHORITY = """
        -----BEGIN CERTIFICATE-----
        MIIBgTCCASegAwIBAgIUd54TvqDCLEfsv6DrrQ7W2Jo292cwCgYIKoZIzj0EAwIw
        FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjEwMjI3MDVaGA8yMTI2MTAy
        ODAyMjcwNVowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABHgDrhR15xkYK3QtwjmQMXcdTSCIPeqxPXyVRTGjOPvKFQrxfqkJ
        ql5K1bQ3ERX9DsZCAHNKh4UJ+ZGFd5PYvp2jUzBRMB0GA1UdDgQWBBRf+2pqZl9+
        ATxXBmjVP8wyJQe3kzAfBgNVHSMEGDAWgBRf+2pqZl9+ATxXBmjVP8wyJQe3kzAP
        BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIB/n3Txlumqgm7nYj/kt
        +tbuIP9bHDDu4f2bEzpbqoSMAiEA22OKLx4vzSgj/blLghGuq/E9PvuYBs6RYZpB
        1sn/RnA=
        -----END CERTIFICATE-----
        """;

    /// `key` makes the issuer this cluster's own.
    public static ClusterRow.Inside inside(String region, String key, String ipFamily, String serviceCidr) {
        return new ClusterRow.Inside(
                "https://oidc.eks.%s.amazonaws.com/id/%s"
                        .formatted(
                                region,
                                Identifiers.hex("issuer/" + key)
                                        .substring(0, 32)
                                        .toUpperCase(Locale.ROOT)),
                Base64.getEncoder().encodeToString(CERTIFICATE_AUTHORITY.getBytes(StandardCharsets.UTF_8)),
                ipFamily,
                serviceCidr);
    }

    ClusterRow make(CreateClusterRequest request) {
        Refusals.checkName("Cluster name", request.name(), 100);
        Tags.check(request.tags());
        ClusterSurroundings surroundings = new ClusterSurroundings(call.world(), views);
        ClusterRow cluster = row(request, surroundings);
        new EksStore(call.world()).clusters().put(cluster.name(), cluster);
        surroundings.create(cluster);
        admitCreator(cluster);
        return cluster;
    }

    private ClusterRow row(CreateClusterRequest request, ClusterSurroundings surroundings) {
        Places places = new Places(iam, call);
        places.checkClusterRole(request.roleArn());
        VpcConfigRequest wanted = request.resourcesVpcConfig();
        String vpcId = places.checkClusterSubnets(wanted.subnetIds());
        places.checkSecurityGroups(wanted.securityGroupIds(), vpcId);
        String version = Versions.checked(Optional.ofNullable(request.version()).orElse(Versions.DEFAULT));
        ClusterRow.Settings settings = settings(request);
        return new ClusterRow(
                request.name(),
                "arn:aws:eks:%s:%s:cluster/%s".formatted(call.region(), call.accountId(), request.name()),
                request.roleArn(),
                origin(request),
                version,
                Optional.empty(),
                new ClusterRow.Network(
                        vpcId,
                        wanted.subnetIds(),
                        wanted.securityGroupIds(),
                        surroundings.createSecurityGroup(request.name(), vpcId),
                        endpoint(wanted, new ClusterRow.Endpoint(true, false, List.of("0.0.0.0/0")))),
                inside(request, vpcId),
                settings,
                Progress.of(Progress.CREATING, call.now(), CREATION),
                request.tags());
    }

    private ClusterRow.Origin origin(CreateClusterRequest request) {
        boolean isAdministrator = Optional.ofNullable(request.accessConfig())
                .map(CreateAccessConfigRequest::bootstrapClusterCreatorAdminPermissions)
                .orElse(true);
        return new ClusterRow.Origin(
                call.principalArn(), isAdministrator, call.now(), Optional.ofNullable(request.clientRequestToken()));
    }

    private static ClusterRow.Settings settings(CreateClusterRequest request) {
        return new ClusterRow.Settings(
                Optional.ofNullable(request.accessConfig())
                        .flatMap(access -> Optional.ofNullable(access.authenticationModeAsString()))
                        .map(ClusterSettings::checkedMode)
                        .orElse("CONFIG_MAP"),
                Optional.ofNullable(request.logging())
                        .map(logging -> ClusterSettings.logTypes(logging, List.of()))
                        .orElse(List.of()),
                request.encryptionConfig().stream().findFirst().map(ClusterSettings::keyArn),
                Optional.ofNullable(request.upgradePolicy())
                        .map(UpgradePolicyRequest::supportTypeAsString)
                        .orElse("EXTENDED"),
                Optional.ofNullable(request.deletionProtection()).orElse(false));
    }

    /// What is not said stays as it is.
    static ClusterRow.Endpoint endpoint(VpcConfigRequest wanted, ClusterRow.Endpoint before) {
        ClusterRow.Endpoint after = new ClusterRow.Endpoint(
                Optional.ofNullable(wanted.endpointPublicAccess()).orElse(before.publicly()),
                Optional.ofNullable(wanted.endpointPrivateAccess()).orElse(before.privately()),
                wanted.hasPublicAccessCidrs() ? wanted.publicAccessCidrs() : before.publicCidrs());
        if (!after.publicly() && !after.privately()) {
            throw Refusals.invalidParameter("Private and public endpoint access cannot be false");
        }
        return after;
    }

    private ClusterRow.Inside inside(CreateClusterRequest request, String vpcId) {
        Optional<KubernetesNetworkConfigRequest> wanted = Optional.ofNullable(request.kubernetesNetworkConfig());
        String cidr = wanted.flatMap(network -> Optional.ofNullable(network.serviceIpv4Cidr()))
                .orElseGet(() -> isInTen(vpcId) ? "172.20.0.0/16" : "10.100.0.0/16");
        String family = wanted.flatMap(network -> Optional.ofNullable(network.ipFamilyAsString()))
                .orElse("ipv4");
        return inside(call.region(), Identifiers.uuid(call.world(), "issuer"), family, cidr);
    }

    private boolean isInTen(String vpcId) {
        return new Ec2Store(call.world())
                .vpcs()
                .get(vpcId)
                .filter(vpc -> vpc.cidrBlock().startsWith("10."))
                .isPresent();
    }

    /// Where access entries are taken, the creator has one.
    private void admitCreator(ClusterRow cluster) {
        if (!cluster.takesAccessEntries() || !cluster.origin().creatorIsAdministrator()) {
            return;
        }
        String principal = cluster.origin()
                .creatorArn()
                .replaceFirst("^arn:([^:]+):sts::(\\d+):assumed-role/([^/]+)/.*$", "arn:$1:iam::$2:role/$3");
        AccessEntryRow entry = AccessEntryOperations.standardEntry(call, cluster.name(), principal);
        new EksStore(call.world())
                .putAccessEntry(entry.withAssociations(List.of(new AccessEntryRow.Association(
                        "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                        List.of(),
                        call.now(),
                        call.now()))));
    }
}
