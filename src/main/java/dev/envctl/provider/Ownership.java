package dev.envctl.provider;

import dev.envctl.value.Address;
import dev.envctl.value.Ordered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The ledger as it stands on one live object: who owns it (`<environment>.<region>`), under which address, a short
/// hash of the desired value as last applied, its generation (two at once are an unfinished replacement), and what
/// becomes of it when its document goes.
public record Ownership(String environment, Address address, String applied, int generation, Protection protection) {

    public static final String PREFIX = "envctl.dev/";
    public static final String ENVIRONMENT = PREFIX + "environment";
    public static final String ADDRESS = PREFIX + "address";
    public static final String APPLIED = PREFIX + "applied";
    public static final String GENERATION = PREFIX + "generation";
    public static final String PROTECTED = PREFIX + "protected";

    public enum Protection {
        /// Deleted with its document.
        NONE("false"),
        /// Never deleted: the tag outlives the document.
        PROTECTED("true"),
        /// Given up with its document: the ledger goes, the object stays.
        RETAINED("retain");

        private final String tag;

        Protection(String tag) {
            this.tag = tag;
        }

        static Protection parse(String tag) {
            for (Protection protection : values()) {
                if (protection.tag.equals(tag)) {
                    return protection;
                }
            }
            // an unreadable mark is read in the direction that loses nothing
            return PROTECTED;
        }
    }

    /// The tags, in a fixed order.
    public SequencedMap<String, String> tags() {
        SequencedMap<String, String> tags = new LinkedHashMap<>();
        tags.put(ENVIRONMENT, environment);
        tags.put(ADDRESS, address.toString());
        tags.put(APPLIED, applied);
        tags.put(GENERATION, Integer.toString(generation));
        tags.put(PROTECTED, protection.tag);
        return Ordered.copyOf(tags);
    }

    /// Reads the ledger from an object's tags; empty when it has no owner. Half-written ledgers (an interrupted tag
    /// call) still name their owner.
    public static Optional<Ownership> from(Map<String, String> tags) {
        String environment = tags.get(ENVIRONMENT);
        Optional<Address> address = Optional.ofNullable(tags.get(ADDRESS)).flatMap(Address::parse);
        if (environment == null || address.isEmpty()) {
            return Optional.empty();
        }
        String generation = tags.getOrDefault(GENERATION, "1");
        return Optional.of(new Ownership(
                environment,
                address.get(),
                tags.getOrDefault(APPLIED, ""),
                generation.matches("\\d{1,9}") ? Integer.parseInt(generation) : 1,
                Protection.parse(tags.getOrDefault(PROTECTED, "false"))));
    }

    /// Every key of the ledger, for taking it off whatever half of it is there.
    public static List<String> keys() {
        return List.of(ENVIRONMENT, ADDRESS, APPLIED, GENERATION, PROTECTED);
    }

    /// Same owner, address and generation: what an attempt that was cut short left behind is known by it.
    public boolean isSameLifeAs(Ownership other) {
        return environment.equals(other.environment) && address.equals(other.address) && generation == other.generation;
    }

    public static boolean isLedgerKey(String tagKey) {
        return tagKey.startsWith(PREFIX);
    }

    /// A user's tags as a service returned them: the ledger's and the cloud's own (`aws:`) taken off, sorted by
    /// key.
    public static SequencedMap<String, String> userTags(Map<String, String> tags) {
        Map<String, String> kept = new LinkedHashMap<>(tags);
        kept.keySet().removeIf(key -> isLedgerKey(key) || key.startsWith("aws:"));
        return Ordered.sorted(kept);
    }

    /// User tags and ledger together, as a create call sends them.
    public SequencedMap<String, String> allTags(Map<String, String> userTags) {
        SequencedMap<String, String> all = new LinkedHashMap<>(userTags);
        all.putAll(tags());
        return Ordered.copyOf(all);
    }
}
