package dev.envctl.testing;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/// Real SDK clients for an endpoint, without retries, so that a test sees each answer.
public final class SandboxClients {

    private static final AwsCredentials ANY_KEY = AwsBasicCredentials.create("AKIAANYBODY", "secret");

    private final String endpoint;
    private final AwsCredentials credentials;

    public SandboxClients(String endpoint) {
        this(endpoint, ANY_KEY);
    }

    private SandboxClients(String endpoint, AwsCredentials credentials) {
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    public SandboxClients as(AwsCredentials other) {
        return new SandboxClients(endpoint, other);
    }

    public SandboxClients withKey(String accessKeyId) {
        return as(AwsBasicCredentials.create(accessKeyId, "secret"));
    }

    public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder) {
        return client(builder, _ -> {});
    }

    public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
            B builder, Consumer<B> configuration) {
        builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create(endpoint))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()));
        configuration.accept(builder);
        return builder.build();
    }
}
