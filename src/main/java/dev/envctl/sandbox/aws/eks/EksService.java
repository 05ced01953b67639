package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

public final class EksService implements EmulatedService {

    private final ClusterOperations clusters;
    private final AccessEntryOperations accessEntries;

    /// `endpoint` tells where the Kubernetes API of a cluster is served, which is known only once the sandbox listens.
    public EksService(Function<String, URI> endpoint, IamView iam) {
        this.clusters = new ClusterOperations(endpoint);
        this.accessEntries = new AccessEntryOperations(iam);
    }

    @Override
    public String signingName() {
        return "eks";
    }

    @Override
    public Protocol protocol() {
        return Protocol.REST_JSON;
    }

    @Override
    public String targetOrVersion() {
        return "";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return Stream.of(
                        clusters.operations(),
                        accessEntries.operations(),
                        AccessPolicyOperations.operations(),
                        TagOperations.operations())
                .flatMap(List::stream)
                .toList();
    }
}
