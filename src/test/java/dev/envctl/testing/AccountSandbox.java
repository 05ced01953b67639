package dev.envctl.testing;

import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.sandbox.aws.account.AccountSeed;
import dev.envctl.sandbox.aws.acm.AcmService;
import dev.envctl.sandbox.aws.ec2.Ec2Service;
import dev.envctl.sandbox.aws.eks.EksService;
import dev.envctl.sandbox.aws.elasticloadbalancing.LoadBalancingService;
import dev.envctl.sandbox.aws.elasticmapreduce.StudioService;
import dev.envctl.sandbox.aws.emrcontainers.EmrContainersService;
import dev.envctl.sandbox.aws.identitycenter.IdentityStoreService;
import dev.envctl.sandbox.aws.identitycenter.SsoService;
import dev.envctl.sandbox.aws.tagging.TaggingService;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;

/// The seeded account with every service but IAM, which is a fake, as is the inside of its cluster. Time stands still
/// until a test turns it.
public final class AccountSandbox implements AutoCloseable {

    private final TurnableClock clock = new TurnableClock();
    private final FakeIam iam = new FakeIam();
    private final FakeCluster cluster = new FakeCluster();
    private final Sandbox sandbox;
    private final SandboxClients clients;

    public AccountSandbox() {
        sandbox = Sandbox.inMemory(
                endpoint -> List.of(
                        new Ec2Service(),
                        new AcmService(),
                        new LoadBalancingService((world, name) -> cluster),
                        new EksService((world, name) -> cluster, iam),
                        new EmrContainersService((world, name) -> cluster, iam),
                        new StudioService(iam),
                        new SsoService(),
                        new IdentityStoreService(),
                        new TaggingService(List.of(new Ec2Service()), Duration.ZERO)),
                SandboxOptions.at(clock).withSeeds(List.of(new AccountSeed())));
        clients = new SandboxClients(sandbox.endpoint());
    }

    public FakeIam iam() {
        return iam;
    }

    public FakeCluster cluster() {
        return cluster;
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public TurnableClock clock() {
        return clock;
    }

    public void pass(Duration duration) {
        clock.turn(duration);
    }

    public Ec2Client ec2() {
        return clients.client(Ec2Client.builder());
    }

    public AcmClient acm() {
        return clients.client(AcmClient.builder());
    }

    public ElasticLoadBalancingV2Client elb() {
        return clients.client(ElasticLoadBalancingV2Client.builder());
    }

    public EksClient eks() {
        return clients.client(EksClient.builder());
    }

    public EmrContainersClient emrContainers() {
        return clients.client(EmrContainersClient.builder());
    }

    public EmrClient emr() {
        return clients.client(EmrClient.builder());
    }

    public SsoAdminClient sso() {
        return clients.client(SsoAdminClient.builder());
    }

    public IdentitystoreClient identityStore() {
        return clients.client(IdentitystoreClient.builder());
    }

    public String vpcId() {
        return ec2().describeVpcs().vpcs().getFirst().vpcId();
    }

    /// In the order of their zones; `tier` is `private` or `public`.
    public List<String> subnetIds(String tier) {
        var filter = Filter.builder().name("tag:tier").values(tier).build();
        return ec2().describeSubnets(request -> request.filters(filter)).subnets().stream()
                .map(subnet -> subnet.subnetId())
                .toList();
    }

    /// Returns its id.
    public String createSecurityGroup(String name) {
        return ec2().createSecurityGroup(request ->
                        request.groupName(name).description("for a test").vpcId(vpcId()))
                .groupId();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
