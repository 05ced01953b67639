package dev.envctl.aws.s3;

import dev.envctl.provider.Ownership;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/// S3's tag lists as maps and back, with the one mark that buckets carry beside the ledger.
final class BucketTags {

    /// Says to a later deletion, which has no document any more, that the objects may go too.
    private static final String EMPTY_ON_DELETE = Ownership.PREFIX + "empty-on-delete";

    private BucketTags() {}

    static SequencedMap<String, String> map(List<Tag> tags) {
        return Ordered.sorted(dev.envctl.aws.Tagging.map(tags, Tag::key, Tag::value));
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .filter(tag -> !tag.getKey().startsWith("aws:"))
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static Tagging tagging(Map<String, String> tags) {
        return Tagging.builder().tagSet(list(tags)).build();
    }

    static boolean mayBeEmptied(Map<String, String> tags) {
        return "true".equals(tags.get(EMPTY_ON_DELETE));
    }

    /// What a document's bucket carries beside its tags and the ledger.
    static Map<String, String> marks(Value.MapValue desired) {
        boolean mayBeEmptied = desired.get("emptyOnDelete").equals(Optional.of(Value.of(true)));
        return marked(Map.of(), mayBeEmptied);
    }

    static SequencedMap<String, String> marked(Map<String, String> tags, boolean mayBeEmptied) {
        SequencedMap<String, String> marked = new LinkedHashMap<>(tags);
        marked.remove(EMPTY_ON_DELETE);
        if (mayBeEmptied) {
            marked.put(EMPTY_ON_DELETE, "true");
        }
        return Ordered.copyOf(marked);
    }

    static SequencedMap<String, String> withoutLedger(Map<String, String> tags) {
        SequencedMap<String, String> kept = new LinkedHashMap<>(tags);
        kept.keySet().removeIf(Ownership::isLedgerKey);
        return Ordered.copyOf(kept);
    }
}
