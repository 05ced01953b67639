package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

public final class EmrContainersService implements EmulatedService, TaggedResources {

    private final EmrAccess access;
    private final Endpoints endpoints;

    public EmrContainersService(ClusterView.Clusters clusters, IamView iam) {
        this.access = new EmrAccess(clusters);
        this.endpoints = new Endpoints(access, iam);
    }

    @Override
    public String signingName() {
        return "emr-containers";
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
                        new VirtualClusterOperations(access).operations(),
                        EndpointOperations.operations(),
                        JobTemplateOperations.operations(),
                        SecurityConfigurationOperations.operations(),
                        TagOperations.operations())
                .flatMap(List::stream)
                .toList();
    }

    /// Endpoints first: a virtual cluster cannot be gone while one of its endpoints is.
    @Override
    public void settle(World world) {
        endpoints.settle(world);
        VirtualClusterOperations.settle(world, access);
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        var store = new EmrContainersStore(world);
        var tagged = new ArrayList<Tagged>();
        store.virtualClusters().rows().forEach(row -> tagged.add(new Tagged(row.arn(), region(row.arn()), row.tags())));
        store.endpoints().rows().forEach(row -> tagged.add(new Tagged(row.arn(), region(row.arn()), row.tags())));
        store.jobTemplates().rows().forEach(row -> tagged.add(new Tagged(row.arn(), region(row.arn()), row.tags())));
        store.securityConfigurations()
                .rows()
                .forEach(row -> tagged.add(new Tagged(row.arn(), region(row.arn()), row.tags())));
        return tagged.stream().filter(resource -> !resource.tags().isEmpty()).toList();
    }

    private static String region(String arn) {
        return arn.split(":", 6)[3];
    }
}
