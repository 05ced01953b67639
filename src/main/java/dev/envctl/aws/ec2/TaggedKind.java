package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import java.util.List;

/// A kind whose ledger is tags on an EC2 object, which one pair of calls writes for all of them.
interface TaggedKind<S extends Record> extends ResourceKind<S> {

    AwsClients clients();

    @Override
    default void claim(Observed<S> current, Ownership ownership, Session session) {
        Ec2Tags.write(clients(), current.id(), new TagChange(ownership.tags(), List.of()), session);
    }

    @Override
    default void release(Observed<S> current, Session session) {
        Ec2Tags.release(clients(), current.id(), session);
    }
}
