package dev.envctl.sandbox.aws.s3;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The tables of S3.
final class S3Store {

    private S3Store() {}

    static Table<BucketRow> buckets(World world) {
        return world.table("s3.buckets", BucketRow.class);
    }

    static BucketRow bucket(World world, String name) {
        return buckets(world).get(name).orElseThrow(S3Errors::noSuchBucket);
    }

    static void put(World world, BucketRow bucket) {
        buckets(world).put(bucket.name(), bucket);
    }

    static Optional<ObjectRow> object(World world, String bucket, String key) {
        return objects(world, bucket).get(key);
    }

    /// The keys of a bucket in the order of their bytes, which is S3's.
    static List<ObjectRow> sorted(World world, String bucket) {
        return objects(world, bucket).rows().stream()
                .sorted(Comparator.comparing(ObjectRow::key))
                .toList();
    }

    /// An object without versions is no object.
    static void put(World world, ObjectRow object) {
        Table<ObjectRow> table = objects(world, object.bucket());
        if (object.versions().isEmpty()) {
            table.remove(object.key());
        } else {
            table.put(object.key(), object);
        }
    }

    /// Each bucket's objects are a table of their own: writing one does not touch the others.
    private static Table<ObjectRow> objects(World world, String bucket) {
        return world.table("s3.objects/" + bucket, ObjectRow.class);
    }
}
