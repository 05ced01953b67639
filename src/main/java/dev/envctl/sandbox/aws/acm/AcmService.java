package dev.envctl.sandbox.aws.acm;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateResponse;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.GetCertificateRequest;
import software.amazon.awssdk.services.acm.model.GetCertificateResponse;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateResponse;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateResponse;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.Tag;

public final class AcmService implements EmulatedService, TaggedResources {

    /// How long the owner of the domain takes to prove it.
    private static final Duration VALIDATION = Duration.ofMinutes(2);

    /// ACM's certificates are valid for 13 months.
    private static final int ISSUED_DAYS = 395;

    private static final int MAXIMUM_TAGS = 50;
    private static final Pattern ARN = Pattern.compile("arn:aws:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]{36}");

    @Override
    public String signingName() {
        return "acm";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "CertificateManager";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("ImportCertificate", ImportCertificateRequest::builder, Imports::importCertificate),
                Operation.of("RequestCertificate", RequestCertificateRequest::builder, Requests::request),
                Operation.of("DescribeCertificate", DescribeCertificateRequest::builder, AcmService::describe),
                Operation.of("GetCertificate", GetCertificateRequest::builder, AcmService::get),
                Operation.of("ListCertificates", ListCertificatesRequest::builder, CertificateList::list),
                Operation.of("DeleteCertificate", DeleteCertificateRequest::builder, AcmService::delete),
                Operation.of("AddTagsToCertificate", AddTagsToCertificateRequest::builder, AcmService::addTags),
                Operation.of(
                        "RemoveTagsFromCertificate", RemoveTagsFromCertificateRequest::builder, AcmService::removeTags),
                Operation.of("ListTagsForCertificate", ListTagsForCertificateRequest::builder, AcmService::listTags));
    }

    /// Issues what was requested long enough ago.
    @Override
    public void settle(World world) {
        var certificates = new AcmStore(world).certificates();
        certificates
                .where(row -> row.content().isEmpty()
                        && !world.now().isBefore(row.createdAt().plus(VALIDATION)))
                .forEach(row -> certificates.put(row.arn(), issued(row)));
    }

    private static CertificateRow issued(CertificateRow row) {
        return row.withContent(SelfSigned.certificate(
                row.domainName(),
                row.subjectAlternativeNames(),
                row.keyAlgorithm(),
                row.createdAt().plus(VALIDATION),
                ISSUED_DAYS));
    }

    static CertificateRow find(Call call, @Nullable String arn) {
        if (arn == null || !ARN.matcher(arn).matches()) {
            throw new AwsError("InvalidArnException", 400, "The provided ARN is invalid: " + arn);
        }
        return new AcmStore(call.world())
                .certificates()
                .get(arn)
                .orElseThrow(() -> new AwsError(
                        "ResourceNotFoundException", 400, "Could not find certificate %s.".formatted(arn)));
    }

    private static DescribeCertificateResponse describe(DescribeCertificateRequest request, Call call) {
        return DescribeCertificateResponse.builder()
                .certificate(Descriptions.detail(find(call, request.certificateArn()), call.now()))
                .build();
    }

    private static GetCertificateResponse get(GetCertificateRequest request, Call call) {
        var content = find(call, request.certificateArn())
                .content()
                .orElseThrow(() -> new AwsError(
                        "RequestInProgressException",
                        400,
                        "The certificate %s is not issued yet.".formatted(request.certificateArn())));
        return GetCertificateResponse.builder()
                .certificate(content.certificate())
                .certificateChain(content.chain().orElse(null))
                .build();
    }

    private static DeleteCertificateResponse delete(DeleteCertificateRequest request, Call call) {
        var row = find(call, request.certificateArn());
        if (!row.inUseBy().isEmpty()) {
            throw new AwsError("ResourceInUseException", 400, "Certificate %s is in use.".formatted(row.arn()));
        }
        new AcmStore(call.world()).delete(row.arn());
        return DeleteCertificateResponse.builder().build();
    }

    private static AddTagsToCertificateResponse addTags(AddTagsToCertificateRequest request, Call call) {
        var row = find(call, request.certificateArn());
        var tags = new LinkedHashMap<>(row.tags());
        tags.putAll(checkedTags(request.tags()));
        checkCount(tags);
        new AcmStore(call.world()).certificates().put(row.arn(), row.withTags(Collections.unmodifiableMap(tags)));
        return AddTagsToCertificateResponse.builder().build();
    }

    /// A tag given with a value is removed only if it has that value.
    private static RemoveTagsFromCertificateResponse removeTags(RemoveTagsFromCertificateRequest request, Call call) {
        var row = find(call, request.certificateArn());
        var tags = new LinkedHashMap<>(row.tags());
        for (var tag : request.tags()) {
            if (tag.value() == null || tag.value().equals(tags.get(tag.key()))) {
                tags.remove(tag.key());
            }
        }
        new AcmStore(call.world()).certificates().put(row.arn(), row.withTags(Collections.unmodifiableMap(tags)));
        return RemoveTagsFromCertificateResponse.builder().build();
    }

    private static ListTagsForCertificateResponse listTags(ListTagsForCertificateRequest request, Call call) {
        return ListTagsForCertificateResponse.builder()
                .tags(find(call, request.certificateArn()).tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    static Map<String, String> checkedTags(List<Tag> tags) {
        var checked = new LinkedHashMap<String, String>();
        for (var tag : tags) {
            if (tag.key() == null || tag.key().isEmpty() || tag.key().length() > 128) {
                throw new AwsError("InvalidTagException", 400, "Tag keys have 1 to 128 characters: " + tag.key());
            }
            if (tag.key().startsWith("aws:")) {
                throw new AwsError("InvalidTagException", 400, "Tag keys cannot start with aws: " + tag.key());
            }
            checked.put(tag.key(), Optional.ofNullable(tag.value()).orElse(""));
        }
        checkCount(checked);
        return checked;
    }

    private static void checkCount(Map<String, String> tags) {
        if (tags.size() > MAXIMUM_TAGS) {
            throw new AwsError("TooManyTagsException", 400, "A certificate has at most 50 tags.");
        }
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        return new AcmStore(world)
                .certificates().where(row -> !row.tags().isEmpty()).stream()
                        .map(row -> new Tagged(row.arn(), row.arn().split(":", 6)[3], row.tags()))
                        .toList();
    }
}
