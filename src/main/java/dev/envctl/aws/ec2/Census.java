package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Selection;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/// Of which types an environment owns anything at all, in one call for all of EC2: an environment without a network of
/// its own does not pay a call for every kind that networks have.
final class Census {

    private final AwsClients clients;

    Census(AwsClients clients) {
        this.clients = clients;
    }

    /// Whether a listing of what is owned may bring something. A kind that documents describe is listed anyway, so
    /// it needs no census.
    boolean mayOwn(ResourceType type, Wanted wanted, Session session) {
        return wanted.includeOwned()
                && (!Selection.managed(wanted).isEmpty()
                        || session.once("ec2:census", () -> types(session)).contains(type.toString()));
    }

    private Set<String> types(Session session) {
        var request = DescribeTagsRequest.builder()
                .filters(
                        Ec2Tags.filter("key", Ownership.ENVIRONMENT),
                        Ec2Tags.filter("value", session.place().owner()))
                .build();
        return clients.ec2().describeTagsPaginator(request).tags().stream()
                .map(TagDescription::resourceTypeAsString)
                .collect(Collectors.toUnmodifiableSet());
    }
}
