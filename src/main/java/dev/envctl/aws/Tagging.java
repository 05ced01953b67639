package dev.envctl.aws;

import static java.util.stream.Collectors.toMap;

import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.value.Ordered;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/// What an environment owns, by ARN with all tags, in one listing that all kinds share. The listing lags behind and
/// never has IAM roles: kinds confirm what they find here ([ListedTags] says when not) and look directly for what a
/// document names.
public final class Tagging {

    private static final int PAGE = 100;

    private final AwsClients clients;

    public Tagging(AwsClients clients) {
        this.clients = clients;
    }

    /// In the environment's region.
    public SequencedMap<String, Map<String, String>> owned(Session session) {
        return owned(session, session.place().region());
    }

    /// Of the global services, whose objects are listed in the partition's first region.
    public SequencedMap<String, Map<String, String>> ownedGlobally(Session session) {
        return owned(session, globalRegion(session.place().partition()));
    }

    /// The part of [#owned] whose ARN names a service and a type: `arn:…:s3:…`, `arn:…:iam:…:policy/…`.
    public static SequencedMap<String, Map<String, String>> select(
            SequencedMap<String, Map<String, String>> owned, String service, String typePrefix) {
        SequencedMap<String, Map<String, String>> selected = new LinkedHashMap<>();
        owned.forEach((arn, tags) -> {
            String[] parts = arn.split(":", 6);
            if (parts.length == 6 && parts[2].equals(service) && parts[5].startsWith(typePrefix)) {
                selected.put(arn, tags);
            }
        });
        return Ordered.copyOf(selected);
    }

    /// The SDK's tag lists, each with its own class, as a map.
    public static <T> SequencedMap<String, String> map(
            Iterable<T> tags, Function<T, String> key, Function<T, String> value) {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        tags.forEach(tag -> map.put(key.apply(tag), value.apply(tag)));
        return Ordered.copyOf(map);
    }

    private SequencedMap<String, Map<String, String>> owned(Session session, String region) {
        return session.once("tagging:" + region, () -> list(session.place().owner(), region));
    }

    private SequencedMap<String, Map<String, String>> list(String owner, String region) {
        var request = GetResourcesRequest.builder()
                .tagFilters(TagFilter.builder()
                        .key(Ownership.ENVIRONMENT)
                        .values(owner)
                        .build())
                .resourcesPerPage(PAGE)
                .build();
        SequencedMap<String, Map<String, String>> owned = new LinkedHashMap<>();
        clients.in(region)
                .tagging()
                .getResourcesPaginator(request)
                .resourceTagMappingList()
                .forEach(mapping ->
                        owned.put(mapping.resourceARN(), mapping.tags().stream().collect(toMap(Tag::key, Tag::value))));
        return Ordered.copyOf(owned);
    }

    /// Where a partition keeps what has no region.
    public static String globalRegion(String partition) {
        return switch (partition) {
            case "aws-cn" -> "cn-north-1";
            case "aws-us-gov" -> "us-gov-west-1";
            default -> "us-east-1";
        };
    }
}
