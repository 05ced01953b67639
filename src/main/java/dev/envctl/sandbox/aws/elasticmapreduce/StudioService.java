package dev.envctl.sandbox.aws.elasticmapreduce;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import java.util.List;
import java.util.stream.Stream;

public final class StudioService implements EmulatedService, TaggedResources {

    private final StudioOperations studios;
    private final SessionMappingOperations mappings;

    public StudioService(IamView iam) {
        this.studios = new StudioOperations(new StudioChecks(iam));
        this.mappings = new SessionMappingOperations(iam);
    }

    @Override
    public String signingName() {
        return "elasticmapreduce";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "ElasticMapReduce";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return Stream.of(studios.operations(), mappings.operations(), TagOperations.operations())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        return new StudioStore(world)
                .studios().where(row -> !row.tags().isEmpty()).stream()
                        .map(row -> new Tagged(row.arn(), row.arn().split(":", 6)[3], row.tags()))
                        .toList();
    }
}
