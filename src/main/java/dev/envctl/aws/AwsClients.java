package dev.envctl.aws;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.mwaa.MwaaClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.sts.StsClient;

/// One client per service, made when first used: a kind can be named, explained and listed without credentials.
public final class AwsClients {

    /// Makes a client of the given type with credentials, endpoint, retries and counting set.
    public interface Factory {
        <C> C create(Class<C> type, String region);
    }

    private final Factory factory;
    private final String region;
    private final Map<Class<?>, Object> made = new ConcurrentHashMap<>();
    private final Map<String, AwsClients> elsewhere = new ConcurrentHashMap<>();

    public AwsClients(Factory factory, String region) {
        this.factory = factory;
        this.region = region;
    }

    public String region() {
        return region;
    }

    /// The same account seen from another region: a bucket lives where it lives, and global services are listed in
    /// one.
    public AwsClients in(String otherRegion) {
        return otherRegion.equals(region)
                ? this
                : elsewhere.computeIfAbsent(otherRegion, name -> new AwsClients(factory, name));
    }

    public AcmClient acm() {
        return client(AcmClient.class);
    }

    public CloudTrailClient cloudTrail() {
        return client(CloudTrailClient.class);
    }

    public Ec2Client ec2() {
        return client(Ec2Client.class);
    }

    public EksClient eks() {
        return client(EksClient.class);
    }

    public ElasticLoadBalancingV2Client loadBalancing() {
        return client(ElasticLoadBalancingV2Client.class);
    }

    public EmrClient emr() {
        return client(EmrClient.class);
    }

    public EmrContainersClient emrContainers() {
        return client(EmrContainersClient.class);
    }

    public GlueClient glue() {
        return client(GlueClient.class);
    }

    public IamClient iam() {
        return client(IamClient.class);
    }

    public IdentitystoreClient identityStore() {
        return client(IdentitystoreClient.class);
    }

    public CloudWatchLogsClient logs() {
        return client(CloudWatchLogsClient.class);
    }

    public MwaaClient mwaa() {
        return client(MwaaClient.class);
    }

    public S3Client s3() {
        return client(S3Client.class);
    }

    public SecretsManagerClient secretsManager() {
        return client(SecretsManagerClient.class);
    }

    public SsmClient ssm() {
        return client(SsmClient.class);
    }

    public SsoAdminClient ssoAdmin() {
        return client(SsoAdminClient.class);
    }

    public StsClient sts() {
        return client(StsClient.class);
    }

    public ResourceGroupsTaggingApiClient tagging() {
        return client(ResourceGroupsTaggingApiClient.class);
    }

    /// Makes the clients that a plan uses, those that are asked first in front.
    void makeReady() {
        List<Class<?>> types = List.of(
                StsClient.class,
                IamClient.class,
                Ec2Client.class,
                EksClient.class,
                S3Client.class,
                EmrContainersClient.class,
                EmrClient.class,
                AcmClient.class,
                ResourceGroupsTaggingApiClient.class,
                SsoAdminClient.class,
                IdentitystoreClient.class);
        types.forEach(this::client);
    }

    private <C> C client(Class<C> type) {
        return type.cast(made.computeIfAbsent(type, _ -> factory.create(type, region)));
    }
}
