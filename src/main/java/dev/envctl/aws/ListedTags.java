package dev.envctl.aws;

import dev.envctl.provider.Ownership;
import dev.envctl.provider.Wanted;
import dev.envctl.provider.Wanted.Sought;
import dev.envctl.value.Value.MapValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Tags of objects whose service tells them one object at a time. The listing of everything owned ([Tagging]) has them
/// all in one call, but as they were some seconds ago: right after an apply it still shows what was there before.
///
/// So it is believed of an object only when it says to the letter what the plan would leave there: the document's tags,
/// the ledger as it is when nothing is left to be done, and nothing beside them. Of everything else, and of what has no
/// document or is to go, the object itself has to be asked. A lag can thus neither make a change up nor lend an object
/// an owner that nobody wants it to have. What it can do is hide that somebody touched the tags of an object that was
/// settled until then, or that an apply did whose document has been taken back since: for some seconds, after which
/// it is drift. An apply asks the objects again before it changes anything.
///
/// `owned` is the listing by ARN, spelt as the kind spells it.
public record ListedTags(Map<String, Map<String, String>> owned, Wanted wanted) {

    /// Nothing is believed: for reading back what was written.
    public static final ListedTags NONE = new ListedTags(Map.of(), new Wanted(false, List.of(), List.of()));

    /// The object's tags, where the listing is as good as the object.
    public Optional<Map<String, String>> settled(String arn) {
        return settled(arn, _ -> Map.of());
    }

    /// For kinds that write marks of their own beside the ledger, by the document's spec.
    public Optional<Map<String, String>> settled(String arn, Function<MapValue, Map<String, String>> marks) {
        return Optional.ofNullable(owned.get(arn))
                .filter(listed -> documents(listed).anyMatch(sought -> isSettled(listed, sought, marks)));
    }

    /// For kinds whose documents mostly wait for other objects when they are asked for, so that nobody can tell
    /// their ledger yet: what the listing has when the tags are those of the document at least. For as long as the
    /// ledger in it is behind, a difference may be put down to the wrong side, and what was given up a moment ago
    /// is still taken for ours.
    public Optional<Map<String, String>> documented(String arn) {
        return Optional.ofNullable(owned.get(arn))
                .filter(listed -> documents(listed)
                        .anyMatch(sought -> sought.settled().isEmpty()
                                && Ownership.userTags(listed).equals(tags(sought.criteria()))));
    }

    private Stream<Sought> documents(Map<String, String> listed) {
        return wanted.sought().stream()
                .filter(sought -> sought.address().toString().equals(listed.get(Ownership.ADDRESS)));
    }

    private static boolean isSettled(
            Map<String, String> listed, Sought sought, Function<MapValue, Map<String, String>> marks) {
        return sought.settled()
                .map(ledger -> expected(ledger, sought.criteria(), marks))
                .filter(comparable(listed)::equals)
                .isPresent();
    }

    private static Map<String, String> expected(
            Ownership ledger, MapValue desired, Function<MapValue, Map<String, String>> marks) {
        Map<String, String> expected = new HashMap<>(ledger.tags());
        expected.putAll(tags(desired));
        expected.putAll(marks.apply(desired));
        return comparable(expected);
    }

    private static Map<String, String> tags(MapValue desired) {
        Map<String, String> tags = new HashMap<>();
        if (desired.get("tags").orElse(MapValue.EMPTY) instanceof MapValue map) {
            map.entries().forEach((key, value) -> value.asText().ifPresent(text -> tags.put(key, text)));
        }
        return tags;
    }

    /// Without the generation, of which the plan expects none, and without what the cloud itself writes.
    private static Map<String, String> comparable(Map<String, String> tags) {
        Map<String, String> compared = new HashMap<>(tags);
        compared.keySet().removeIf(key -> key.equals(Ownership.GENERATION) || key.startsWith("aws:"));
        return compared;
    }
}
