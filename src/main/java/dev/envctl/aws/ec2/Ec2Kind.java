package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.TaggedKind;
import dev.envctl.provider.Observed;
import java.util.List;
import java.util.Map;

/// A kind of EC2, where one pair of calls writes the tags of everything.
interface Ec2Kind<S extends Record> extends TaggedKind<S> {

    AwsClients clients();

    @Override
    default void tag(Observed<S> current, Map<String, String> tags) {
        clients().ec2().createTags(request -> request.resources(current.id()).tags(Ec2Tags.list(tags)));
    }

    @Override
    default void untag(Observed<S> current, List<String> keys) {
        clients().ec2().deleteTags(request -> request.resources(current.id()).tags(Ec2Tags.keys(keys)));
    }
}
