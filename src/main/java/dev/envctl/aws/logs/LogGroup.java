package dev.envctl.aws.logs;

import static dev.envctl.aws.Refusals.found;
import static dev.envctl.aws.Refusals.is;
import static dev.envctl.aws.Refusals.unless;
import static dev.envctl.aws.TaggedKind.arn;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Births;
import dev.envctl.aws.Changed;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.ListedTags;
import dev.envctl.aws.Refusals;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.TaggedKind;
import dev.envctl.aws.Tagging;
import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;

/// A log group. Who writes into one (EMR, the EKS control plane, Airflow) makes it again when it is gone, without
/// retention and without tags, so a group ranks low and goes after its writers.
public final class LogGroup implements TaggedKind<LogGroup.Spec> {

    public record Spec(
            String logGroupName,
            Optional<Integer> retentionInDays,
            Optional<String> kmsKeyId,
            Optional<String> logGroupClass,
            Optional<Boolean> deletionProtectionEnabled,
            Map<String, String> tags) {

        boolean isProtected() {
            return deletionProtectionEnabled.orElse(false);
        }
    }

    /// What a group without retention is written as.
    private static final int FOR_EVER = 0;

    /// What one search takes.
    private static final int MOST_NAMES = 50;

    private static final String MISSING = "ResourceNotFoundException";

    private final AwsClients clients;
    private final Tagging tagging;

    public LogGroup(AwsClients clients) {
        this.clients = clients;
        this.tagging = new Tagging(clients);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "LogGroup",
                Spec.class,
                Traits.of(10, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/logGroupName")
                        .withReferences("/kmsKeyId")
                        .withActions(
                                "tag:GetResources",
                                "logs:DescribeLogGroups",
                                "logs:ListTagsForResource",
                                "logs:CreateLogGroup",
                                "logs:PutRetentionPolicy",
                                "logs:DeleteRetentionPolicy",
                                "logs:AssociateKmsKey",
                                "logs:PutLogGroupDeletionProtection",
                                "logs:TagResource",
                                "logs:UntagResource",
                                "logs:DeleteLogGroup"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        Map<String, Map<String, String>> owned = wanted.includeOwned() ? owned(session) : Map.of();
        Set<String> names = new LinkedHashSet<>();
        wanted.sought().forEach(sought -> sought.criteria().text("logGroupName").ifPresent(names::add));
        owned.keySet().forEach(arn -> names.add(name(arn)));
        ListedTags tags = new ListedTags(owned, wanted);
        List<Observed<Spec>> live = named(List.copyOf(names))
                .flatMap(group -> withTags(group, tags).stream())
                .toList();
        return Selection.<Spec>byKey(spec -> spec.text("logGroupName")).of(live, wanted, session);
    }

    private Map<String, Map<String, String>> owned(Session session) {
        Map<String, Map<String, String>> owned = new LinkedHashMap<>();
        Tagging.select(tagging.owned(session), "logs", "log-group:")
                .forEach((arn, tags) -> owned.put(withoutStreams(arn), tags));
        return owned;
    }

    /// `arn:aws:logs:us-east-1:1:log-group:/aws/emr` → `/aws/emr`
    private static String name(String arn) {
        return arn.split(":", 7)[6];
    }

    /// The end that stands for the streams of a group; tags are refused with it.
    private static String withoutStreams(String arn) {
        return arn.endsWith(":*") ? arn.substring(0, arn.length() - 2) : arn;
    }

    /// The groups of these names that are there. Emulators that do not know the filter answer with all groups.
    private Stream<software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup> named(List<String> names) {
        return IntStream.iterate(0, from -> from < names.size(), from -> from + MOST_NAMES)
                .mapToObj(from -> names.subList(from, Math.min(from + MOST_NAMES, names.size())))
                .flatMap(some ->
                        logs()
                                .describeLogGroupsPaginator(request -> request.logGroupIdentifiers(some))
                                .logGroups()
                                .stream()
                                .filter(group -> some.contains(group.logGroupName())));
    }

    private Optional<Observed<Spec>> find(String name) {
        return named(List.of(name)).findFirst().flatMap(group -> withTags(group, ListedTags.NONE));
    }

    private Optional<Observed<Spec>> withTags(
            software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup group, ListedTags listed) {
        String arn = withoutStreams(Optional.ofNullable(group.logGroupArn()).orElseGet(group::arn));
        return listed.settled(arn)
                .or(() -> found(() -> logs().listTagsForResource(request -> request.resourceArn(arn)), MISSING)
                        .map(answer -> answer.tags()))
                .map(tags -> observed(group, arn, tags));
    }

    private static Observed<Spec> observed(
            software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup group, String arn, Map<String, String> tags) {
        Spec spec = new Spec(
                group.logGroupName(),
                Optional.of(Optional.ofNullable(group.retentionInDays()).orElse(FOR_EVER)),
                Optional.ofNullable(group.kmsKeyId()),
                Optional.of(Optional.ofNullable(group.logGroupClassAsString()).orElse("STANDARD")),
                Optional.of(Boolean.TRUE.equals(group.deletionProtectionEnabled())),
                Ownership.userTags(tags));
        return Observed.ready(group.logGroupName(), spec, Value.map("arn", Value.of(arn)), Ownership.from(tags));
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Births.make(
                () -> make(desired, ownership, session),
                "ResourceAlreadyExistsException",
                () -> find(desired.logGroupName()),
                ownership);
        desired.retentionInDays().ifPresent(days -> retain(desired.logGroupName(), days, session));
        return read(desired.logGroupName(), session);
    }

    private void make(Spec desired, Ownership ownership, Session session) {
        var request = CreateLogGroupRequest.builder()
                .logGroupName(desired.logGroupName())
                .tags(ownership.allTags(desired.tags()));
        desired.kmsKeyId().ifPresent(request::kmsKeyId);
        desired.logGroupClass().ifPresent(request::logGroupClass);
        desired.deletionProtectionEnabled().filter(isOn -> isOn).ifPresent(request::deletionProtectionEnabled);
        settled(session, () -> logs().createLogGroup(request.build()));
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        String name = current.spec().logGroupName();
        if (Changed.has(changed, "retentionInDays")) {
            desired.retentionInDays().ifPresent(days -> retain(name, days, session));
        }
        if (Changed.has(changed, "kmsKeyId")) {
            desired.kmsKeyId()
                    .ifPresent(key -> settled(
                            session,
                            () -> logs().associateKmsKey(request ->
                                    request.logGroupName(name).kmsKeyId(key))));
        }
        if (Changed.has(changed, "deletionProtectionEnabled")) {
            desired.deletionProtectionEnabled()
                    .ifPresent(isOn -> settled(
                            session,
                            () -> logs().putLogGroupDeletionProtection(request ->
                                    request.logGroupIdentifier(name).deletionProtectionEnabled(isOn))));
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return read(name, session);
    }

    private void retain(String name, int days, Session session) {
        settled(session, () -> {
            if (days == FOR_EVER) {
                unless(() -> logs().deleteRetentionPolicy(request -> request.logGroupName(name)), MISSING);
            } else {
                logs().putRetentionPolicy(request -> request.logGroupName(name).retentionInDays(days));
            }
        });
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        if (current.spec().isProtected()) {
            throw ProviderException.of(
                            Code.INVALID_REQUEST, "The log group %s has deletion protection.".formatted(current.id()))
                    .withHint("Set deletionProtectionEnabled: false in its document and apply that first.");
        }
        settled(
                session,
                () -> unless(() -> logs().deleteLogGroup(request -> request.logGroupName(current.id())), MISSING));
    }

    @Override
    public void tag(Observed<Spec> current, Map<String, String> tags) {
        logs().tagResource(request -> request.resourceArn(arn(current)).tags(tags));
    }

    @Override
    public void untag(Observed<Spec> current, List<String> keys) {
        logs().untagResource(request -> request.resourceArn(arn(current)).tagKeys(keys));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return read(current.id(), session);
    }

    private Observed<Spec> read(String name, Session session) {
        return session.waitFor("log group " + name + " to be listed")
                .every(Duration.ofSeconds(1))
                .atMost(Eventually.VISIBILITY)
                .until(() -> find(name));
    }

    /// Two calls about one group at a time are too many for the service, which says so and asks to try again.
    private static void settled(Session session, Runnable write) {
        Eventually.run(session, Duration.ofMinutes(1), LogGroup::isPassing, () -> {
            session.beforeWrite();
            write.run();
        });
    }

    private static boolean isPassing(AwsServiceException refusal) {
        return is(refusal, "OperationAbortedException")
                || Refusals.message(refusal).contains("try again");
    }

    private CloudWatchLogsClient logs() {
        return clients.logs();
    }
}
