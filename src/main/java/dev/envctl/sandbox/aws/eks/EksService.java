package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

public final class EksService implements EmulatedService, TaggedResources {

    private final ClusterView.Clusters views;
    private final IamView iam;

    public EksService(ClusterView.Clusters views, IamView iam) {
        this.views = views;
        this.iam = iam;
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
                        new ClusterOperations(iam, views).operations(),
                        new ClusterUpdateOperations(iam, views).operations(),
                        UpdateOperations.operations(),
                        new NodegroupOperations(iam).operations(),
                        new FargateOperations(iam).operations(),
                        new AddonOperations(iam).operations(),
                        new PodIdentityOperations(iam).operations(),
                        new AccessEntryOperations(iam).operations(),
                        AccessPolicyOperations.operations(),
                        TagOperations.operations())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void settle(World world) {
        new Settling(world, views).settle();
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        var store = new EksStore(world);
        return Stream.of(
                        store.clusters().rows().stream().map(row -> tagged(row.arn(), row.tags())),
                        store.nodegroups().rows().stream().map(row -> tagged(row.arn(), row.tags())),
                        store.fargateProfiles().rows().stream().map(row -> tagged(row.arn(), row.tags())),
                        store.addons().rows().stream().map(row -> tagged(row.arn(), row.tags())),
                        store.podIdentities().rows().stream().map(row -> tagged(row.arn(), row.tags())),
                        store.accessEntries().rows().stream().map(row -> tagged(row.arn(), row.tags())))
                .flatMap(tagged -> tagged)
                .filter(tagged -> !tagged.tags().isEmpty())
                .toList();
    }

    private static Tagged tagged(String arn, Map<String, String> tags) {
        return new Tagged(arn, arn.split(":", 6)[3], tags);
    }
}
