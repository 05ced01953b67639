package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One row: an object with its type's `<plural>.<group>`, the resource version at which it appeared, the one at which
/// it last changed, and when that was (milliseconds since 1970). Nobody changes `object` in place.
record StoredObject(
        String type, String namespace, String name, long created, long changed, long changedAt, JsonNode object) {

    String key() {
        return key(type, namespace, name);
    }

    /// Slashes sort before every letter that a name may have, so keys order as the real store does.
    static String key(String type, String namespace, String name) {
        return type + "/" + namespace + "/" + name;
    }

    ObjectNode copy() {
        return object.deepCopy();
    }

    @JsonIgnore
    boolean isTerminating() {
        return Json.at(object, "metadata").has("deletionTimestamp");
    }

    String uid() {
        return Json.text(object, "metadata", "uid");
    }
}
