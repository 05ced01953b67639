package dev.envctl.aws;

import dev.envctl.aws.acm.Certificate;
import dev.envctl.aws.ec2.ElasticIp;
import dev.envctl.aws.ec2.InternetGateway;
import dev.envctl.aws.ec2.NatGateway;
import dev.envctl.aws.ec2.PrefixList;
import dev.envctl.aws.ec2.RouteTable;
import dev.envctl.aws.ec2.SecurityGroup;
import dev.envctl.aws.ec2.SecurityGroupRule;
import dev.envctl.aws.ec2.Subnet;
import dev.envctl.aws.ec2.Vpc;
import dev.envctl.aws.ec2.VpcEndpoint;
import dev.envctl.aws.eks.AccessEntry;
import dev.envctl.aws.eks.Addon;
import dev.envctl.aws.eks.Cluster;
import dev.envctl.aws.eks.FargateProfile;
import dev.envctl.aws.eks.Nodegroup;
import dev.envctl.aws.eks.PodIdentityAssociation;
import dev.envctl.aws.emr.Studio;
import dev.envctl.aws.emr.StudioSessionMapping;
import dev.envctl.aws.emrcontainers.JobTemplate;
import dev.envctl.aws.emrcontainers.ManagedEndpoint;
import dev.envctl.aws.emrcontainers.SecurityConfiguration;
import dev.envctl.aws.emrcontainers.VirtualCluster;
import dev.envctl.aws.glue.GlueDatabase;
import dev.envctl.aws.iam.ManagedPolicy;
import dev.envctl.aws.iam.OpenIdConnectProvider;
import dev.envctl.aws.iam.Role;
import dev.envctl.aws.iam.ServiceLinkedRole;
import dev.envctl.aws.logs.LogGroup;
import dev.envctl.aws.mwaa.AirflowEnvironment;
import dev.envctl.aws.s3.Bucket;
import dev.envctl.aws.s3.BucketObject;
import dev.envctl.aws.sights.AccountSights;
import dev.envctl.aws.trail.AccountTrail;
import dev.envctl.problem.Code;
import dev.envctl.provider.Provider;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.trace.CloudSights;
import dev.envctl.trail.Trail;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// Every AWS kind, and the door to the account. Read a kind next: [dev.envctl.aws.iam.ManagedPolicy] is the plainest.
public final class AwsProvider implements Provider, CloudSights.Source, Trail.Source {

    private final AwsClients clients;
    private final CallWatch watch;
    private final ClientFactory factory;
    private final List<ResourceKind<?>> kinds;

    public AwsProvider(AwsSettings settings) {
        this.watch = new CallWatch(settings.pace(), settings.time());
        this.factory = new ClientFactory(settings, watch);
        this.clients = new AwsClients(factory, settings.region());
        this.kinds = kinds(clients);
    }

    private static List<ResourceKind<?>> kinds(AwsClients clients) {
        List<ResourceKind<?>> kinds = List.of(
                new Role(clients),
                new ManagedPolicy(clients),
                new OpenIdConnectProvider(clients),
                new ServiceLinkedRole(clients),
                new Vpc(clients),
                new PrefixList(clients),
                new Subnet(clients),
                new InternetGateway(clients),
                new ElasticIp(clients),
                new NatGateway(clients),
                new RouteTable(clients),
                new VpcEndpoint(clients),
                new SecurityGroup(clients),
                new SecurityGroupRule(clients),
                new Bucket(clients),
                new BucketObject(clients),
                new LogGroup(clients),
                new GlueDatabase(clients),
                new Certificate(clients),
                new Cluster(clients),
                new AccessEntry(clients),
                new PodIdentityAssociation(clients),
                new Nodegroup(clients),
                new FargateProfile(clients),
                new Addon(clients),
                new SecurityConfiguration(clients),
                new VirtualCluster(clients),
                new ManagedEndpoint(clients),
                new JobTemplate(clients),
                new AirflowEnvironment(clients),
                new Studio(clients),
                new StudioSessionMapping(clients));
        Tagging tagging = new Tagging(clients);
        return kinds.stream()
                .<ResourceKind<?>>map(kind -> translated(kind, tagging))
                .toList();
    }

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public List<ResourceKind<?>> kinds() {
        return kinds;
    }

    @Override
    public CloudSights cloudSights() {
        return new AccountSights(clients);
    }

    @Override
    public Trail trail(Session session) {
        return new AccountTrail(clients, session);
    }

    @Override
    public long calls() {
        return watch.calls();
    }

    /// For what is no kind: the lease, secrets, the clusters' tokens.
    public AwsClients clients() {
        return clients;
    }

    /// Loads what the first calls would wait for. Makes no call.
    public void makeReady() {
        clients.makeReady();
    }

    public AwsCredentialsProvider credentials() {
        return factory.credentialsProvider();
    }

    /// Who is calling, and whether that is the account the environment names.
    public Session.Place connect(String owner, Optional<String> expectedAccount) {
        GetCallerIdentityResponse caller =
                Refusals.translated(() -> clients.sts().getCallerIdentity());
        expectedAccount.filter(expected -> !expected.equals(caller.account())).ifPresent(expected -> {
            throw wrongAccount(expected, caller);
        });
        return new Session.Place(owner, caller.account(), clients.region(), partition(caller.arn()));
    }

    private static ProviderException wrongAccount(String expected, GetCallerIdentityResponse caller) {
        return ProviderException.of(
                        Code.WRONG_ACCOUNT,
                        "The environment belongs to account %s, but the credentials are those of %s in account %s."
                                .formatted(expected, caller.arn(), caller.account()))
                .withHint(
                        "Switch to credentials of account " + expected + " (AWS_PROFILE), or correct spec.accountId.");
    }

    /// `arn:aws-cn:sts::…` → `aws-cn`.
    private static String partition(String arn) {
        return arn.split(":", 3)[1];
    }

    private static <S extends Record> ResourceKind<S> translated(ResourceKind<S> kind, Tagging tagging) {
        return new Translated<>(kind, tagging);
    }
}
