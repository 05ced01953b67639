package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ClientToken;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eks.model.CreateFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.FargateProfileSelector;

/// Which pods of a cluster run on Fargate. While EKS makes or deletes one profile of a cluster it takes no other, so
/// steps of one run queue here, and what another run is doing is waited for.
public final class FargateProfile implements EksKind<FargateProfile.Spec> {

    public record Spec(
            String clusterName,
            String fargateProfileName,
            String podExecutionRoleArn,
            List<String> subnets,
            List<Selector> selectors,
            Map<String, String> tags) {}

    public record Selector(String namespace, Map<String, String> labels) {}

    private static final Traits TRAITS = Traits.of(
                    36, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/clusterName", "/fargateProfileName")
            .withScope("Cluster")
            .withListed("eks", "fargateprofile/")
            .withReferences("/clusterName", "/podExecutionRoleArn", "/subnets")
            .withStates(states())
            .withTypical(Duration.ofMinutes(2), Duration.ofMinutes(3))
            .withActions(
                    "eks:CreateFargateProfile",
                    "eks:DeleteFargateProfile",
                    "eks:DescribeCluster",
                    "eks:DescribeFargateProfile",
                    "eks:TagResource",
                    "eks:UntagResource",
                    "iam:CreateServiceLinkedRole",
                    "iam:PassRole",
                    "tag:GetResources");

    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final MemberLife.Pace PACE = new MemberLife.Pace(Duration.ofSeconds(10), LONGEST, LONGEST);

    private final AwsClients clients;
    private final MemberLife<Spec> life;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    public FargateProfile(AwsClients clients) {
        this.clients = clients;
        this.life =
                new MemberLife<>("Fargate profile", this::describe, Set.of("CREATING"), PACE, UnaryOperator.identity());
    }

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        states.put("CREATING", Phase.IN_PROGRESS);
        states.put("ACTIVE", Phase.READY);
        states.put("DELETING", Phase.DELETING);
        states.put("CREATE_FAILED", Phase.FAILED);
        states.put("DELETE_FAILED", Phase.FAILED);
        return Ordered.copyOf(states);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("FargateProfile", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> live = new ClusterMembers(clients)
                .of("fargateprofile", "fargateProfileName", wanted, session).stream()
                        .flatMap(member -> describe(member.clusterName(), member.name()).stream())
                        .toList();
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey()).of(live, wanted, session);
    }

    private Optional<Observed<Spec>> describe(String clusterName, String name) {
        return EksRefusals.found(() -> clients.eks()
                        .describeFargateProfile(
                                request -> request.clusterName(clusterName).fargateProfileName(name))
                        .fargateProfile())
                .map(FargateProfile::observed);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        var request = request(desired, ownership.allTags(desired.tags()), ClientToken.forThisHour(ownership, session));
        return alone(desired.clusterName(), () -> {
            Eventually.call(
                    session,
                    LONGEST,
                    FargateProfile::isAnotherOnItsWay,
                    () -> EksRefusals.onceRolesAreKnown(
                            session, () -> clients.eks().createFargateProfile(request)));
            return untilActive(desired, session);
        });
    }

    private static CreateFargateProfileRequest request(Spec desired, Map<String, String> tags, String token) {
        var request = CreateFargateProfileRequest.builder()
                .clusterName(desired.clusterName())
                .fargateProfileName(desired.fargateProfileName())
                .podExecutionRoleArn(desired.podExecutionRoleArn())
                .selectors(desired.selectors().stream()
                        .map(FargateProfile::selector)
                        .toList())
                .clientRequestToken(token)
                .tags(tags);
        return desired.subnets().isEmpty()
                ? request.build()
                : request.subnets(desired.subnets()).build();
    }

    private static FargateProfileSelector selector(Selector wanted) {
        var selector = FargateProfileSelector.builder().namespace(wanted.namespace());
        return wanted.labels().isEmpty()
                ? selector.build()
                : selector.labels(wanted.labels()).build();
    }

    private static boolean isAnotherOnItsWay(AwsServiceException refusal) {
        return Refusals.is(refusal, "InvalidRequestException", "ResourceInUseException")
                && Refusals.message(refusal).contains("currently has Fargate profile");
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return untilActive(desired, session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        Spec spec = current.spec();
        alone(spec.clusterName(), () -> {
            life.delete(
                    spec.clusterName(),
                    spec.fargateProfileName(),
                    () -> Eventually.run(session, LONGEST, FargateProfile::isAnotherOnItsWay, () -> {
                        session.beforeWrite();
                        EksRefusals.unlessMissing(() -> clients.eks()
                                .deleteFargateProfile(request -> request.clusterName(spec.clusterName())
                                        .fargateProfileName(spec.fargateProfileName())));
                    }),
                    session);
            return true;
        });
    }

    private <T> T alone(String clusterName, Supplier<T> call) {
        ReentrantLock lock = locks.computeIfAbsent(clusterName, _ -> new ReentrantLock());
        lock.lock();
        try {
            return call.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return untilActive(current.spec(), session);
    }

    private Observed<Spec> untilActive(Spec spec, Session session) {
        return life.untilSettled(spec.clusterName(), spec.fargateProfileName(), session);
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.eks.model.FargateProfile live) {
        return new Observed<>(
                live.clusterName() + "/" + live.fargateProfileName(),
                new Spec(
                        live.clusterName(),
                        live.fargateProfileName(),
                        live.podExecutionRoleArn(),
                        live.subnets(),
                        live.selectors().stream()
                                .map(each -> new Selector(each.namespace(), Ordered.sorted(each.labels())))
                                .toList(),
                        Ownership.userTags(live.tags())),
                Value.map("arn", Value.of(live.fargateProfileArn()), "status", Value.of(live.statusAsString())),
                Ownership.from(live.tags()),
                TRAITS.states().getOrDefault(live.statusAsString(), Phase.IN_PROGRESS),
                live.statusAsString(),
                issues(live),
                Optional.empty());
    }

    private static Optional<String> issues(software.amazon.awssdk.services.eks.model.FargateProfile live) {
        return Optional.ofNullable(live.health())
                .map(health -> health.issues().stream()
                        .map(issue -> "%s: %s".formatted(issue.codeAsString(), issue.message()))
                        .collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty());
    }
}
