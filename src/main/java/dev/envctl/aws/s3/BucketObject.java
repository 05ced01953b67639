package dev.envctl.aws.s3;

import static dev.envctl.aws.Refusals.found;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Births;
import dev.envctl.aws.Changed;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;

/// One object in a bucket of the environment's region. The ledger is in the object's tags, which can be changed without
/// making another version of it: whoever pins the version (Airflow) must not move because of a new name. [ObjectIndex]
/// tells which objects are ours, since no listing does.
public final class BucketObject implements ResourceKind<BucketObject.Spec> {

    /// `source` has been loaded into `contentBase64` with the document.
    public record Spec(
            String bucket,
            String key,
            Optional<String> content,
            Optional<String> source,
            Optional<String> contentBase64,
            Optional<String> contentType,
            Map<String, String> tags) {

        byte[] bytes() {
            return contentBase64
                    .map(text -> Base64.getMimeDecoder().decode(text))
                    .orElseGet(() -> content.orElse("").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final Traits TRAITS = Traits.of(
                    16, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/bucket", "/key")
            .withScope("Bucket")
            .withReferences("/bucket")
            .withActions(
                    "s3:ListBucket",
                    "s3:GetObject",
                    "s3:GetObjectTagging",
                    "s3:PutObject",
                    "s3:PutObjectTagging",
                    "s3:DeleteObject");

    /// S3's limit for objects, of which the ledger takes half.
    private static final int MOST_TAGS = 10;

    private final AwsClients clients;
    private final ObjectIndex index;
    private final ObjectReader reader;

    public BucketObject(AwsClients clients) {
        this.clients = clients;
        this.index = new ObjectIndex(clients);
        this.reader = new ObjectReader(clients);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("BucketObject", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        Map<ObjectReader.Place, Wanted.Sought> sought = new LinkedHashMap<>();
        wanted.sought().forEach(each -> place(each).ifPresent(place -> sought.put(place, each)));
        Selection.managed(wanted).forEach(BucketObject::checkTags);
        Set<ObjectReader.Place> places = new LinkedHashSet<>(sought.keySet());
        if (wanted.includeOwned()) {
            buckets(wanted, session).forEach(bucket -> places.addAll(index.objects(bucket, session)));
        }
        List<Observed<Spec>> live = places.stream()
                .flatMap(place -> reader.find(place, session).stream())
                .toList();
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey()).of(live, wanted, session);
    }

    private static Optional<ObjectReader.Place> place(Wanted.Sought sought) {
        return sought.criteria()
                .text("bucket")
                .flatMap(bucket -> sought.criteria().text("key").map(key -> new ObjectReader.Place(bucket, key)));
    }

    /// The environment's own and those it looks up, and those that documents name.
    private static Set<String> buckets(Wanted wanted, Session session) {
        Set<String> buckets = new LinkedHashSet<>();
        wanted.parents().stream()
                .filter(parent -> parent.spec() instanceof Bucket.Spec bucket
                        && bucket.region()
                                .filter(region -> !region.equals(session.place().region()))
                                .isEmpty())
                .forEach(parent -> buckets.add(parent.id()));
        wanted.sought().forEach(sought -> sought.criteria().text("bucket").ifPresent(buckets::add));
        return buckets;
    }

    /// The environment's tags come on top of a document's, so only here are all of them together.
    private static void checkTags(Wanted.Sought sought) {
        int own = MOST_TAGS - Ownership.keys().size();
        if (sought.criteria().get("tags").orElse(Value.NULL) instanceof Value.MapValue tags
                && tags.entries().size() > own) {
            throw ProviderException.of(
                            Code.VALUE_NOT_ALLOWED,
                            "%s has %d tags with those of the environment. S3 takes %d for an object, and envctl needs %d to remember whose it is."
                                    .formatted(sought.address(), tags.entries().size(), MOST_TAGS, MOST_TAGS - own))
                    .withHint("Leave at most " + own + " tags.")
                    .withAddress(sought.address());
        }
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        ObjectReader.Place place = new ObjectReader.Place(desired.bucket(), desired.key());
        index.enter(place, session);
        Map<String, String> tags = ownership.allTags(desired.tags());
        Births.make(
                () -> put(desired, tags, request -> request.ifNoneMatch("*"), session),
                "PreconditionFailed",
                () -> reader.find(place, session),
                ownership);
        return reader.read(place, session);
    }

    private void put(
            Spec desired,
            Map<String, String> tags,
            UnaryOperator<PutObjectRequest.Builder> condition,
            Session session) {
        byte[] bytes = desired.bytes();
        var request = PutObjectRequest.builder()
                .bucket(desired.bucket())
                .key(desired.key())
                .checksumSHA256(ObjectReader.checksum(bytes))
                .tagging(BucketTags.tagging(tags));
        desired.contentType().ifPresent(request::contentType);
        session.beforeWrite();
        s3().putObject(condition.apply(request).build(), RequestBody.fromBytes(bytes));
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        ObjectReader.Place place = place(current);
        TagChange change = TagChange.of(current.spec().tags(), desired.tags(), changed, ownership);
        boolean rewritten = Changed.has(changed, "content")
                || Changed.has(changed, "contentBase64")
                || Changed.has(changed, "contentType");
        if (rewritten) {
            index.enter(place, session);
            put(
                    keepingType(desired, current.spec()),
                    change.appliedTo(reader.tags(place)),
                    request -> request,
                    session);
        } else {
            claim(place, change, session);
        }
        return reader.read(place, session);
    }

    private static Spec keepingType(Spec desired, Spec current) {
        return new Spec(
                desired.bucket(),
                desired.key(),
                desired.content(),
                desired.source(),
                desired.contentBase64(),
                desired.contentType().or(current::contentType),
                desired.tags());
    }

    /// Object and entry go in one call: no run that dies can leave one of them. In a versioned bucket the earlier
    /// versions stay, which is what versioning is for.
    @Override
    public void delete(Observed<Spec> current, Session session) {
        ObjectReader.Place place = place(current);
        List<ObjectIdentifier> both = List.of(identifier(place.key()), identifier(ObjectIndex.entry(place, session)));
        session.beforeWrite();
        List<S3Error> errors = found(
                        () -> s3().deleteObjects(request -> request.bucket(place.bucket())
                                .delete(each -> each.objects(both).quiet(true))),
                        "NoSuchBucket")
                .map(answer -> answer.errors())
                .orElse(List.of());
        if (!errors.isEmpty()) {
            S3Error first = errors.getFirst();
            throw new ProviderException(
                    Code.INVALID_REQUEST,
                    "s3:DeleteObjects",
                    first.code(),
                    "",
                    "%s in the bucket %s was kept: %s".formatted(first.key(), place.bucket(), first.message()));
        }
    }

    private static ObjectIdentifier identifier(String key) {
        return ObjectIdentifier.builder().key(key).build();
    }

    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {
        claim(place(current), new TagChange(ownership.tags(), List.of()), session);
    }

    private void claim(ObjectReader.Place place, TagChange change, Session session) {
        index.enter(place, session);
        retag(place, change.appliedTo(reader.tags(place)), session);
    }

    @Override
    public void release(Observed<Spec> current, Session session) {
        ObjectReader.Place place = place(current);
        retag(place, BucketTags.withoutLedger(reader.tags(place)), session);
        index.strike(place, session);
    }

    private void retag(ObjectReader.Place place, Map<String, String> tags, Session session) {
        session.beforeWrite();
        s3().putObjectTagging(request -> request.bucket(place.bucket())
                .key(place.key())
                .tagging(tagging -> tagging.tagSet(BucketTags.list(tags))));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return reader.read(place(current), session);
    }

    private static ObjectReader.Place place(Observed<Spec> current) {
        return new ObjectReader.Place(current.spec().bucket(), current.spec().key());
    }

    private S3Client s3() {
        return clients.s3();
    }
}
