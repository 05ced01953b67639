package dev.envctl.aws.s3;

import static dev.envctl.aws.Refusals.found;

import dev.envctl.aws.AwsClients;
import dev.envctl.provider.Session;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Which objects of a bucket an environment has. The tagging API knows no objects, and a bucket may hold millions of
/// others, so for each object of ours an empty one lies under `.envctl/objects/<environment>/` with the object's own
/// key behind it: one listing by prefix brings them all. An entry says nothing else and decides nothing; whose the
/// object is, its own tags say, so a forged or forgotten entry only costs a look.
///
/// It is written before the object and deleted with it in one call. What a run leaves that dies between the two writes
/// is an entry without object: the next create writes it again, and the bucket's deletion clears it away.
final class ObjectIndex {

    private static final String FOLDER = ".envctl/objects/";

    private final AwsClients clients;

    ObjectIndex(AwsClients clients) {
        this.clients = clients;
    }

    static String entry(ObjectReader.Place place, Session session) {
        return prefix(session) + place.key();
    }

    private static String prefix(Session session) {
        return FOLDER + session.place().owner() + "/";
    }

    /// None when the bucket is not there yet.
    List<ObjectReader.Place> objects(String bucket, Session session) {
        String prefix = prefix(session);
        return session.once("s3/index/" + bucket, () -> list(clients.s3(), bucket, prefix)).stream()
                .map(entry -> new ObjectReader.Place(bucket, entry.substring(prefix.length())))
                .toList();
    }

    private static List<String> list(S3Client s3, String bucket, String prefix) {
        return found(
                        () ->
                                s3
                                        .listObjectsV2Paginator(request ->
                                                request.bucket(bucket).prefix(prefix))
                                        .contents()
                                        .stream()
                                        .map(S3Object::key)
                                        .toList(),
                        "NoSuchBucket")
                .orElse(List.of());
    }

    void enter(ObjectReader.Place place, Session session) {
        session.beforeWrite();
        clients.s3()
                .putObject(request -> request.bucket(place.bucket()).key(entry(place, session)), RequestBody.empty());
    }

    void strike(ObjectReader.Place place, Session session) {
        session.beforeWrite();
        clients.s3().deleteObject(request -> request.bucket(place.bucket()).key(entry(place, session)));
    }

    /// Takes away the entries whose objects are gone, before their bucket goes.
    static void clear(S3Client s3, String bucket, Session session) {
        String prefix = prefix(session);
        for (String entry : list(s3, bucket, prefix)) {
            String key = entry.substring(prefix.length());
            if (ObjectReader.head(s3, new ObjectReader.Place(bucket, key)).isEmpty()) {
                session.beforeWrite();
                s3.deleteObject(request -> request.bucket(bucket).key(entry));
            }
        }
    }
}
