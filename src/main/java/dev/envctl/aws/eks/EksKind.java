package dev.envctl.aws.eks;

import static dev.envctl.aws.TaggedKind.arn;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.TaggedKind;
import dev.envctl.provider.Observed;
import java.util.List;
import java.util.Map;

/// A kind of EKS, where everything is tagged by its ARN.
interface EksKind<S extends Record> extends TaggedKind<S> {

    AwsClients clients();

    @Override
    default void tag(Observed<S> current, Map<String, String> tags) {
        clients().eks().tagResource(request -> request.resourceArn(arn(current)).tags(tags));
    }

    @Override
    default void untag(Observed<S> current, List<String> keys) {
        clients()
                .eks()
                .untagResource(request -> request.resourceArn(arn(current)).tagKeys(keys));
    }
}
