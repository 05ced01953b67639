package dev.envctl.sandbox.aws.logs;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.AssociateKmsKeyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.AssociateKmsKeyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DisassociateKmsKeyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DisassociateKmsKeyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogGroupDeletionProtectionRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogGroupDeletionProtectionResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

public final class LogsService implements EmulatedService, TaggedResources {

    private static final Pattern NAME = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
    private static final Pattern KEY_ARN = Pattern.compile("arn:aws:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+");
    private static final int PAGE = 50;
    private static final int MOST_NAMES = 50;
    private static final Set<Integer> RETENTIONS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    @Override
    public String signingName() {
        return "logs";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "Logs_20140328";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateLogGroup", CreateLogGroupRequest::builder, LogsService::create),
                Operation.of("DescribeLogGroups", DescribeLogGroupsRequest::builder, LogsService::describe),
                Operation.of("PutRetentionPolicy", PutRetentionPolicyRequest::builder, LogsService::retain),
                Operation.of("DeleteRetentionPolicy", DeleteRetentionPolicyRequest::builder, LogsService::keep),
                Operation.of("AssociateKmsKey", AssociateKmsKeyRequest::builder, LogsService::encrypt),
                Operation.of("DisassociateKmsKey", DisassociateKmsKeyRequest::builder, LogsService::leavePlain),
                Operation.of(
                        "PutLogGroupDeletionProtection",
                        PutLogGroupDeletionProtectionRequest::builder,
                        LogsService::protect),
                Operation.of("TagResource", TagResourceRequest::builder, LogsService::tag),
                Operation.of("UntagResource", UntagResourceRequest::builder, LogsService::untag),
                Operation.of("ListTagsForResource", ListTagsForResourceRequest::builder, LogsService::listTags),
                Operation.of("DeleteLogGroup", DeleteLogGroupRequest::builder, LogsService::delete));
    }

    private static CreateLogGroupResponse create(CreateLogGroupRequest request, Call call) {
        String name = request.logGroupName();
        if (!NAME.matcher(name).matches() || name.startsWith("aws/")) {
            throw LogsErrors.invalid(
                    "1 validation error detected: Value '%s' at 'logGroupName' failed to satisfy constraint"
                            .formatted(name));
        }
        LogsStore store = new LogsStore(call.world());
        if (store.groups().get(name).isPresent()) {
            throw LogsErrors.exists("The specified log group already exists");
        }
        store.put(new LogGroupRow(
                name,
                LogsStore.arn(call.region(), name),
                Optional.ofNullable(request.logGroupClassAsString()).orElse("STANDARD"),
                Optional.empty(),
                checkedKey(request.kmsKeyId()),
                Boolean.TRUE.equals(request.deletionProtectionEnabled()),
                call.now(),
                LogsErrors.checkedTags(request.tags())));
        return CreateLogGroupResponse.builder().build();
    }

    private static Optional<String> checkedKey(@Nullable String key) {
        if (key != null && !KEY_ARN.matcher(key).matches()) {
            throw LogsErrors.invalid("The specified KMS Key Id could not be found.");
        }
        return Optional.ofNullable(key);
    }

    private static DescribeLogGroupsResponse describe(DescribeLogGroupsRequest request, Call call) {
        if (request.logGroupNamePrefix() != null && request.logGroupNamePattern() != null) {
            throw LogsErrors.invalid("Only one of logGroupNamePrefix and logGroupNamePattern may be given.");
        }
        checkNames(request);
        int size = Optional.ofNullable(request.limit()).orElse(PAGE);
        if (size < 1 || size > PAGE) {
            throw LogsErrors.invalid("The limit must be between 1 and 50.");
        }
        List<LogGroupRow> matching = new LogsStore(call.world())
                .groups().where(row -> isAsked(row, request, call.region())).stream()
                        .sorted(Comparator.comparing(LogGroupRow::name))
                        .toList();
        var page = Pages.page(
                matching, request.nextToken(), size, _ -> LogsErrors.invalid("The specified nextToken is invalid."));
        return DescribeLogGroupsResponse.builder()
                .logGroups(page.rows().stream().map(LogsService::described).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// Names stand alone; ARNs are for monitoring accounts.
    private static void checkNames(DescribeLogGroupsRequest request) {
        List<String> names = request.logGroupIdentifiers();
        boolean filtered = request.logGroupNamePrefix() != null
                || request.logGroupNamePattern() != null
                || request.logGroupClass() != null;
        if (!names.isEmpty() && filtered) {
            throw LogsErrors.invalid("logGroupIdentifiers cannot be combined with other filters.");
        }
        if (names.size() > MOST_NAMES) {
            throw LogsErrors.invalid("At most 50 logGroupIdentifiers may be given.");
        }
        names.stream().filter(name -> !NAME.matcher(name).matches()).forEach(name -> {
            throw LogsErrors.invalid("%s is not the name of a log group of this account.".formatted(name));
        });
    }

    private static boolean isAsked(LogGroupRow row, DescribeLogGroupsRequest request, String region) {
        String prefix = Optional.ofNullable(request.logGroupNamePrefix()).orElse("");
        String part = Optional.ofNullable(request.logGroupNamePattern()).orElse("");
        boolean named = request.logGroupIdentifiers().isEmpty()
                || request.logGroupIdentifiers().contains(row.name());
        return row.arn().split(":", 5)[3].equals(region)
                && row.name().startsWith(prefix)
                && row.name().contains(part)
                && named;
    }

    private static LogGroup described(LogGroupRow row) {
        return LogGroup.builder()
                .logGroupName(row.name())
                .arn(row.arn() + ":*")
                .logGroupArn(row.arn())
                .logGroupClass(row.groupClass())
                .retentionInDays(row.retentionInDays().orElse(null))
                .kmsKeyId(row.kmsKeyId().orElse(null))
                .deletionProtectionEnabled(row.isProtected())
                .creationTime(row.createdAt().toEpochMilli())
                .metricFilterCount(0)
                .storedBytes(0L)
                .build();
    }

    private static PutRetentionPolicyResponse retain(PutRetentionPolicyRequest request, Call call) {
        if (!RETENTIONS.contains(request.retentionInDays())) {
            throw LogsErrors.invalid("The specified value for retentionInDays is not valid.");
        }
        change(call, request.logGroupName(), row -> row.withRetention(Optional.of(request.retentionInDays())));
        return PutRetentionPolicyResponse.builder().build();
    }

    private static DeleteRetentionPolicyResponse keep(DeleteRetentionPolicyRequest request, Call call) {
        change(call, request.logGroupName(), row -> row.withRetention(Optional.empty()));
        return DeleteRetentionPolicyResponse.builder().build();
    }

    private static AssociateKmsKeyResponse encrypt(AssociateKmsKeyRequest request, Call call) {
        change(call, request.logGroupName(), row -> row.withKey(checkedKey(request.kmsKeyId())));
        return AssociateKmsKeyResponse.builder().build();
    }

    private static DisassociateKmsKeyResponse leavePlain(DisassociateKmsKeyRequest request, Call call) {
        change(call, request.logGroupName(), row -> row.withKey(Optional.empty()));
        return DisassociateKmsKeyResponse.builder().build();
    }

    private static PutLogGroupDeletionProtectionResponse protect(
            PutLogGroupDeletionProtectionRequest request, Call call) {
        String identifier = request.logGroupIdentifier();
        String name = identifier.startsWith("arn:") ? nameIn(identifier) : identifier;
        change(call, name, row -> row.withProtection(request.deletionProtectionEnabled()));
        return PutLogGroupDeletionProtectionResponse.builder().build();
    }

    private static LogGroupRow change(Call call, @Nullable String name, UnaryOperator<LogGroupRow> change) {
        LogsStore store = new LogsStore(call.world());
        LogGroupRow changed =
                change.apply(group(store, Optional.ofNullable(name).orElse("")));
        store.put(changed);
        return changed;
    }

    private static LogGroupRow group(LogsStore store, String name) {
        return store.groups()
                .get(name)
                .orElseThrow(() -> LogsErrors.notFound("The specified log group does not exist."));
    }

    private static TagResourceResponse tag(TagResourceRequest request, Call call) {
        change(call, nameIn(request.resourceArn()), row -> {
            Map<String, String> tags = new LinkedHashMap<>(row.tags());
            tags.putAll(request.tags());
            return row.withTags(LogsErrors.checkedTags(tags));
        });
        return TagResourceResponse.builder().build();
    }

    private static UntagResourceResponse untag(UntagResourceRequest request, Call call) {
        change(call, nameIn(request.resourceArn()), row -> {
            Map<String, String> tags = new LinkedHashMap<>(row.tags());
            request.tagKeys().forEach(tags::remove);
            return row.withTags(tags);
        });
        return UntagResourceResponse.builder().build();
    }

    private static ListTagsForResourceResponse listTags(ListTagsForResourceRequest request, Call call) {
        LogGroupRow row = group(new LogsStore(call.world()), nameIn(request.resourceArn()));
        return ListTagsForResourceResponse.builder().tags(row.tags()).build();
    }

    /// The ARN of a group; the one with `:*` at its end is that of its streams.
    private static String nameIn(String arn) {
        String[] parts = arn.split(":", 7);
        if (parts.length < 7 || !parts[5].equals("log-group") || arn.endsWith(":*")) {
            throw LogsErrors.invalid("The ARN %s is not that of a log group.".formatted(arn));
        }
        return parts[6];
    }

    private static DeleteLogGroupResponse delete(DeleteLogGroupRequest request, Call call) {
        LogsStore store = new LogsStore(call.world());
        LogGroupRow row = group(store, request.logGroupName());
        if (row.isProtected()) {
            throw LogsErrors.refused("The log group has deletion protection enabled.");
        }
        store.groups().remove(row.name());
        return DeleteLogGroupResponse.builder().build();
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        return new LogsStore(world)
                .groups().where(row -> !row.tags().isEmpty()).stream()
                        .map(row -> new Tagged(row.arn(), row.arn().split(":", 5)[3], row.tags()))
                        .toList();
    }
}
