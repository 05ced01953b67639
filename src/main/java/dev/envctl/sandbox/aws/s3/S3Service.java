package dev.envctl.sandbox.aws.s3;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import java.util.ArrayList;
import java.util.List;

public final class S3Service implements EmulatedService, TaggedResources {

    private final IamView iam;

    public S3Service(IamView iam) {
        this.iam = iam;
    }

    @Override
    public String signingName() {
        return "s3";
    }

    @Override
    public Protocol protocol() {
        return Protocol.REST_XML;
    }

    @Override
    public String targetOrVersion() {
        return "";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> operations = new ArrayList<>();
        operations.addAll(BucketOperations.operations());
        operations.addAll(new BucketSettings(iam).operations());
        operations.addAll(ObjectOperations.operations());
        operations.addAll(ObjectListing.operations());
        operations.addAll(ObjectTags.operations());
        return operations;
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        return S3Store.buckets(world).where(bucket -> !bucket.tags().isEmpty()).stream()
                .map(bucket -> new Tagged(bucket.arn(), bucket.region(), bucket.tags()))
                .toList();
    }
}
