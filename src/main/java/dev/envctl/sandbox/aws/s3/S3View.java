package dev.envctl.sandbox.aws.s3;

import dev.envctl.sandbox.World;
import java.util.Optional;

/// What services that read from a bucket ask about it.
public record S3View(World world) {

    /// `isClosed`: all public access is blocked.
    public record BucketFacts(boolean isVersioned, boolean isClosed) {}

    public Optional<BucketFacts> bucket(String name) {
        return S3Store.buckets(world)
                .get(name)
                .map(row -> new BucketFacts(
                        row.isVersioned(),
                        row.publicAccess()
                                .filter(BucketRow.PublicAccess.BLOCKED::equals)
                                .isPresent()));
    }

    /// Whether there is such an object, in the version if one is named.
    public boolean holds(String bucket, String key, Optional<String> version) {
        Optional<ObjectRow> object = S3Store.object(world, bucket, key);
        return version.map(id -> object.flatMap(row -> row.version(id)))
                .orElseGet(() -> object.flatMap(ObjectRow::current))
                .filter(found -> !found.deleteMarker())
                .isPresent();
    }
}
