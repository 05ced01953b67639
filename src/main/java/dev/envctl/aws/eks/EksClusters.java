package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Refusals;
import dev.envctl.provider.Clusters;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Session;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.CredentialUtils;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.model.AccessScope;
import software.amazon.awssdk.services.eks.model.AccessScopeType;
import software.amazon.awssdk.services.eks.model.AssociatedAccessPolicy;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.CreateAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.EksException;
import software.amazon.awssdk.services.eks.model.ResourceInUseException;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsServiceClientConfiguration;

/// The Kubernetes kinds' way into EKS clusters, with the same credentials as everything else.
public final class EksClusters implements Clusters {

    private final AwsClients clients;
    private final EksReads reads;

    public EksClusters(AwsClients clients) {
        this.clients = clients;
        this.reads = new EksReads(clients);
    }

    /// Empty also while a cluster is so new that it has no endpoint, and while it is on its way out: what is in it
    /// goes with it. Only a cluster that can be reached is remembered: it may be made later in the same session.
    @Override
    public Optional<Connection> connect(String clusterName, Session session) {
        return Refusals.translated(() -> reads.describe(clusterName, session)
                        .filter(EksClusters::canBeReached)
                        .or(() -> reads.describeAgain(clusterName).filter(EksClusters::canBeReached)))
                .map(live -> new Connection(
                        live.name(),
                        live.endpoint(),
                        Optional.ofNullable(live.certificateAuthority().data()).orElse(""),
                        EksReads.authenticationMode(live),
                        token(clusterName, session)));
    }

    private static boolean canBeReached(Cluster live) {
        return ClusterReader.phase(live) != Phase.DELETING
                && live.endpoint() != null
                && live.certificateAuthority() != null;
    }

    private Supplier<String> token(String clusterName, Session session) {
        return () -> {
            var sts = clients.sts().serviceClientConfiguration();
            URI endpoint = sts.endpointOverride().orElseGet(() -> regionalEndpoint(sts.region()));
            var token = new EksToken(endpoint, sts.region().id(), session.clock());
            return Refusals.translated(() -> token.make(clusterName, credentials(sts)));
        };
    }

    private static AwsCredentials credentials(StsServiceClientConfiguration sts) {
        return CredentialUtils.toCredentialsProvider(sts.credentialsProvider()).resolveCredentials();
    }

    private static URI regionalEndpoint(Region region) {
        return URI.create("https://" + StsClient.serviceMetadata().endpointFor(region));
    }

    @Override
    public Optional<AccessEntry> accessEntry(String clusterName, String principalArn) {
        return Refusals.translated(() -> read(clusterName, principalArn));
    }

    private Optional<AccessEntry> read(String clusterName, String principalArn) {
        try {
            var entry = clients.eks()
                    .describeAccessEntry(
                            request -> request.clusterName(clusterName).principalArn(principalArn))
                    .accessEntry();
            return Optional.of(
                    new AccessEntry(entry.principalArn(), entry.tags(), policies(clusterName, principalArn)));
        } catch (EksException refused) {
            if (EksReads.saysMissing(refused)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private List<AccessEntry.Policy> policies(String clusterName, String principalArn) {
        return clients
                .eks()
                .listAssociatedAccessPoliciesPaginator(
                        request -> request.clusterName(clusterName).principalArn(principalArn))
                .associatedAccessPolicies()
                .stream()
                .map(EksClusters::policy)
                .toList();
    }

    private static AccessEntry.Policy policy(AssociatedAccessPolicy live) {
        return new AccessEntry.Policy(
                live.policyArn(),
                live.accessScope().type() == AccessScopeType.CLUSTER,
                live.accessScope().namespaces());
    }

    @Override
    public void createAccessEntry(String clusterName, String principalArn, Map<String, String> tags) {
        Refusals.translated(() -> {
            try {
                return clients.eks().createAccessEntry(entry(clusterName, principalArn, tags));
            } catch (ResourceInUseException exists) {
                // several namespaces share one entry
                return exists;
            }
        });
    }

    private static CreateAccessEntryRequest entry(String clusterName, String principalArn, Map<String, String> tags) {
        var request =
                CreateAccessEntryRequest.builder().clusterName(clusterName).principalArn(principalArn);
        // EKS refuses an empty map
        return tags.isEmpty() ? request.build() : request.tags(tags).build();
    }

    @Override
    public void associatePolicy(String clusterName, String principalArn, AccessEntry.Policy policy) {
        AccessScope scope = policy.wholeCluster()
                ? AccessScope.builder().type(AccessScopeType.CLUSTER).build()
                : AccessScope.builder()
                        .type(AccessScopeType.NAMESPACE)
                        .namespaces(policy.namespaces())
                        .build();
        Refusals.translated(() -> clients.eks()
                .associateAccessPolicy(request -> request.clusterName(clusterName)
                        .principalArn(principalArn)
                        .policyArn(policy.arn())
                        .accessScope(scope)));
    }

    @Override
    public void disassociatePolicy(String clusterName, String principalArn, String policyArn) {
        unlessMissing(() -> clients.eks()
                .disassociateAccessPolicy(request -> request.clusterName(clusterName)
                        .principalArn(principalArn)
                        .policyArn(policyArn)));
    }

    @Override
    public void deleteAccessEntry(String clusterName, String principalArn) {
        unlessMissing(() -> clients.eks()
                .deleteAccessEntry(request -> request.clusterName(clusterName).principalArn(principalArn)));
    }

    /// Deleting a second time is no error.
    private static void unlessMissing(Supplier<?> call) {
        Refusals.translated(() -> {
            try {
                return Optional.of(call.get());
            } catch (ResourceNotFoundException gone) {
                return Optional.empty();
            }
        });
    }
}
