package dev.envctl.sandbox.aws.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a bucket holds under one key, newest first. Versions of an unversioned bucket have the id `null`.
public record ObjectRow(String bucket, String key, List<Version> versions) {

    static final String NO_VERSION = "null";

    /// `content` is Base64; a delete marker has none. `checksums` are by algorithm as sent.
    public record Version(
            String id,
            boolean deleteMarker,
            String content,
            long size,
            String eTag,
            Instant lastModified,
            Optional<String> contentType,
            Map<String, String> metadata,
            Map<String, String> checksums,
            Map<String, String> tags) {

        public Version {
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
            checksums = Collections.unmodifiableMap(new LinkedHashMap<>(checksums));
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        }

        static Version marker(String id, Instant now) {
            return new Version(id, true, "", 0, "", now, Optional.empty(), Map.of(), Map.of(), Map.of());
        }

        /// Tags are changed without making another version.
        Version withTags(Map<String, String> other) {
            return new Version(
                    id, deleteMarker, content, size, eTag, lastModified, contentType, metadata, checksums, other);
        }
    }

    public ObjectRow {
        versions = List.copyOf(versions);
    }

    /// The object as it is without naming a version; empty when it is deleted.
    Optional<Version> current() {
        return versions.stream().findFirst().filter(version -> !version.deleteMarker());
    }

    Optional<Version> version(String id) {
        return versions.stream().filter(version -> version.id().equals(id)).findFirst();
    }

    /// With another version on top; one of the same id gives way.
    ObjectRow with(Version added) {
        List<Version> changed = new ArrayList<>(without(added.id()).versions());
        changed.addFirst(added);
        return new ObjectRow(bucket, key, changed);
    }

    /// The same version with other tags, in its place.
    ObjectRow retagged(String id, Map<String, String> tags) {
        return new ObjectRow(
                bucket,
                key,
                versions.stream()
                        .map(version -> version.id().equals(id) ? version.withTags(tags) : version)
                        .toList());
    }

    ObjectRow without(String id) {
        return new ObjectRow(
                bucket,
                key,
                versions.stream().filter(version -> !version.id().equals(id)).toList());
    }
}
