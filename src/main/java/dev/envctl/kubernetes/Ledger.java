package dev.envctl.kubernetes;

import dev.envctl.provider.Ownership;
import dev.envctl.value.Sha256;
import java.util.Map;
import java.util.Optional;

/// Ownership on Kubernetes objects: annotations hold the ledger, because an address is no label value; one label
/// selects what an environment owns.
final class Ledger {

    static final String LABEL = Ownership.ENVIRONMENT;

    private Ledger() {}

    /// The owner as a label value. One that is too long keeps its beginning and ends in a hash.
    static String label(String owner) {
        if (owner.length() <= 63 && owner.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")) {
            return owner;
        }
        String readable = owner.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return readable.substring(0, Math.min(46, readable.length())) + "-" + Sha256.hex(owner, 16);
    }

    static Map<String, String> labels(Ownership ownership) {
        return Map.of(LABEL, label(ownership.environment()));
    }

    static Optional<Ownership> of(ClusterObject object) {
        return Ownership.from(object.annotations());
    }

    static boolean isOwnedBy(ClusterObject object, String owner) {
        return of(object).filter(found -> found.environment().equals(owner)).isPresent();
    }
}
