package dev.envctl.aws.emrcontainers;

import static dev.envctl.aws.TaggedKind.arn;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.TaggedKind;
import dev.envctl.provider.Observed;
import java.util.List;
import java.util.Map;

/// A kind of EMR on EKS whose tags can be changed, by its ARN. The others are [WrittenOnceKind].
interface EmrContainersKind<S extends Record> extends TaggedKind<S> {

    AwsClients clients();

    @Override
    default void tag(Observed<S> current, Map<String, String> tags) {
        clients()
                .emrContainers()
                .tagResource(request -> request.resourceArn(arn(current)).tags(tags));
    }

    @Override
    default void untag(Observed<S> current, List<String> keys) {
        clients()
                .emrContainers()
                .untagResource(request -> request.resourceArn(arn(current)).tagKeys(keys));
    }
}
