package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import java.util.List;

/// Everything of EKS is tagged by its ARN.
record EksTags(AwsClients clients) {

    void write(Observed<?> current, TagChange change, Session session) {
        if (!change.remove().isEmpty()) {
            session.beforeWrite();
            clients.eks()
                    .untagResource(request -> request.resourceArn(arn(current)).tagKeys(change.remove()));
        }
        if (!change.set().isEmpty()) {
            session.beforeWrite();
            clients.eks()
                    .tagResource(request -> request.resourceArn(arn(current)).tags(change.set()));
        }
    }

    void claim(Observed<?> current, Ownership ownership, Session session) {
        write(current, new TagChange(ownership.tags(), List.of()), session);
    }

    void release(Observed<?> current, Session session) {
        session.beforeWrite();
        clients.eks().untagResource(request -> request.resourceArn(arn(current)).tagKeys(Ownership.keys()));
    }

    private static String arn(Observed<?> current) {
        return current.computed().text("arn").orElseThrow();
    }
}
