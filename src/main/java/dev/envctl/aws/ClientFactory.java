package dev.envctl.aws;

import dev.envctl.aws.AwsSettings.AssumedRole;
import dev.envctl.aws.AwsSettings.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
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
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/// Builds clients that share one HTTP client, one set of credentials, one pace and one counter. Whatever is known is
/// said outright (mode, endpoint, no profile file when keys are given): each thing the SDK has to find out costs
/// start-up time.
final class ClientFactory implements AwsClients.Factory {

    private static final String SESSION_NAME = "envctl";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final AwsSettings settings;
    private final CallWatch watch;
    private Optional<Shared> shared = Optional.empty();

    private record Shared(
            SdkHttpClient http, ClientOverrideConfiguration overrides, AwsCredentialsProvider credentials) {}

    ClientFactory(AwsSettings settings, CallWatch watch) {
        this.settings = settings;
        this.watch = watch;
        // the JDK would send a POST again by itself when a kept connection was closed: a second security group,
        // say
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /// Made for the first client: whoever only wants to know which kinds there are has no use for it.
    private synchronized Shared shared() {
        if (shared.isEmpty()) {
            SdkHttpClient http =
                    settings.endpoint().filter(ClientFactory::isPlain).isPresent()
                            ? PlainHttp.client(CONNECT, ANSWER)
                            : https();
            ClientOverrideConfiguration overrides = overrides();
            shared = Optional.of(new Shared(http, overrides, credentials(http, overrides)));
        }
        return shared.get();
    }

    @Override
    public <C> C create(Class<C> type, String region) {
        // a switch on the name, so that only the client asked for is loaded
        Object client = switch (type.getSimpleName()) {
            case "AcmClient" -> build(AcmClient.builder(), region);
            case "CloudTrailClient" -> build(CloudTrailClient.builder(), region);
            case "CloudWatchLogsClient" -> build(CloudWatchLogsClient.builder(), region);
            case "Ec2Client" -> build(Ec2Client.builder(), region);
            case "EksClient" -> build(EksClient.builder(), region);
            case "ElasticLoadBalancingV2Client" -> build(ElasticLoadBalancingV2Client.builder(), region);
            case "EmrClient" -> build(EmrClient.builder(), region);
            case "EmrContainersClient" -> build(EmrContainersClient.builder(), region);
            case "GlueClient" -> build(GlueClient.builder(), region);
            case "IamClient" -> build(IamClient.builder(), region);
            case "IdentitystoreClient" -> build(IdentitystoreClient.builder(), region);
            case "MwaaClient" -> mwaa(region);
            case "ResourceGroupsTaggingApiClient" -> build(ResourceGroupsTaggingApiClient.builder(), region);
            case "S3Client" -> s3(region);
            case "SecretsManagerClient" -> build(SecretsManagerClient.builder(), region);
            case "SsmClient" -> build(SsmClient.builder(), region);
            case "SsoAdminClient" -> build(SsoAdminClient.builder(), region);
            case "StsClient" -> build(StsClient.builder(), region);
            default -> throw new IllegalStateException("no way to make a " + type + "; this is a bug in envctl");
        };
        return type.cast(client);
    }

    /// What signs the requests, for those who sign one by hand (a cluster's token is a presigned STS call).
    AwsCredentialsProvider credentialsProvider() {
        return shared().credentials();
    }

    private S3Client s3(String region) {
        S3ClientBuilder builder = S3Client.builder();
        S3Client client = build(builder.forcePathStyle(settings.endpoint().isPresent()), region);
        boolean elsewhere = settings.endpoint().isEmpty()
                && client.serviceClientConfiguration().endpointOverride().isPresent();
        // an endpoint from AWS_ENDPOINT_URL is an emulator as a rule, without a host name per bucket
        return elsewhere ? build(S3Client.builder().forcePathStyle(true), region) : client;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(B builder, String region) {
        Shared parts = shared();
        return configure(builder, region, parts.http(), parts.overrides())
                .credentialsProvider(parts.credentials())
                .build();
    }

    /// Airflow's environments are changed with PATCH, which the HTTP client of the others does not know; and its
    /// operations put a name in front of the host, which an endpoint that somebody has named does not have.
    private MwaaClient mwaa(String region) {
        Shared parts = shared();
        MwaaClient client = mwaa(region, parts, parts.overrides());
        return client.serviceClientConfiguration().endpointOverride().isEmpty()
                ? client
                : mwaa(
                        region,
                        parts,
                        parts.overrides().toBuilder()
                                .putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true)
                                .build());
    }

    private MwaaClient mwaa(String region, Shared parts, ClientOverrideConfiguration overrides) {
        return configure(MwaaClient.builder(), region, new PatchingHttp(CONNECT, ANSWER), overrides)
                .credentialsProvider(parts.credentials())
                .build();
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(
            B builder, String region, SdkHttpClient http, ClientOverrideConfiguration overrides) {
        builder.httpClient(http)
                .region(Region.of(region))
                .defaultsMode(DefaultsMode.STANDARD)
                .overrideConfiguration(overrides);
        settings.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint)
                        .dualstackEnabled(false)
                        .fipsEnabled(false));
        return builder;
    }

    private static SdkHttpClient https() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(ANSWER)
                .build();
    }

    private static boolean isPlain(URI endpoint) {
        return "http".equals(endpoint.getScheme());
    }

    private ClientOverrideConfiguration overrides() {
        var builder = ClientOverrideConfiguration.builder()
                .retryStrategy(retries())
                .addExecutionInterceptor(watch)
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "envctl/" + settings.version());
        if (settings.credentials() instanceof Credentials.Given) {
            ProfileFile none = ProfileFile.aggregator().build();
            builder.defaultProfileFileSupplier(() -> none);
        }
        return builder.build();
    }

    private StandardRetryStrategy retries() {
        Duration pause = settings.pace().firstPause();
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(settings.pace().attempts())
                .backoffStrategy(BackoffStrategy.exponentialDelay(pause, LONGEST_PAUSE))
                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(pause.multipliedBy(5), LONGEST_PAUSE))
                // its budget would end retries for all actions because one is throttled; ours is per
                // action
                .circuitBreakerEnabled(false)
                .build();
    }

    private AwsCredentialsProvider credentials(SdkHttpClient http, ClientOverrideConfiguration overrides) {
        AwsCredentialsProvider own = switch (settings.credentials()) {
            case Credentials.Ambient() -> DefaultCredentialsProvider.builder().build();
            case Credentials.Given(String id, String secret) ->
                StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
        };
        return settings.role()
                .<AwsCredentialsProvider>map(role -> assuming(role, own, http, overrides))
                .orElse(own);
    }

    private AwsCredentialsProvider assuming(
            AssumedRole role, AwsCredentialsProvider own, SdkHttpClient http, ClientOverrideConfiguration overrides) {
        StsClient sts = configure(StsClient.builder(), settings.region(), http, overrides)
                .credentialsProvider(own)
                .build();
        var request = AssumeRoleRequest.builder().roleArn(role.arn()).roleSessionName(SESSION_NAME);
        role.externalId().ifPresent(request::externalId);
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request.build())
                .build();
    }
}
