package dev.envctl.aws.mwaa;

import static dev.envctl.aws.Refusals.found;
import static dev.envctl.aws.Refusals.is;
import static dev.envctl.aws.Refusals.unless;
import static dev.envctl.aws.TaggedKind.arn;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Births;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.TaggedKind;
import dev.envctl.aws.Tagging;
import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.mwaa.MwaaClient;
import software.amazon.awssdk.services.mwaa.model.Environment;
import software.amazon.awssdk.services.mwaa.model.UpdateStatus;

/// An environment of Managed Workflows for Apache Airflow. Every change but to tags takes it down for the better part
/// of an hour, and all of them go in one call.
public final class AirflowEnvironment implements TaggedKind<AirflowEnvironment.Spec> {

    public record Spec(
            String name,
            String executionRoleArn,
            String sourceBucketArn,
            String dagS3Path,
            Network networkConfiguration,
            Optional<String> airflowVersion,
            Optional<String> environmentClass,
            Optional<Integer> minWorkers,
            Optional<Integer> maxWorkers,
            Optional<Integer> schedulers,
            Optional<String> webserverAccessMode,
            Optional<String> requirementsS3Path,
            Optional<String> requirementsS3ObjectVersion,
            Optional<String> pluginsS3Path,
            Optional<String> pluginsS3ObjectVersion,
            Optional<String> startupScriptS3Path,
            Optional<String> startupScriptS3ObjectVersion,
            Optional<Map<String, String>> airflowConfigurationOptions,
            Optional<Logging> loggingConfiguration,
            Optional<String> kmsKey,
            Optional<String> weeklyMaintenanceWindowStart,
            Map<String, String> tags) {}

    public record Network(List<String> subnetIds, List<String> securityGroupIds) {}

    public record Logging(
            Optional<Module> dagProcessingLogs,
            Optional<Module> schedulerLogs,
            Optional<Module> taskLogs,
            Optional<Module> webserverLogs,
            Optional<Module> workerLogs) {}

    public record Module(boolean enabled, Optional<String> logLevel) {}

    private static final String MISSING = "ResourceNotFoundException";
    private static final Duration POLL = Duration.ofMinutes(1);
    private static final Duration CREATION = Duration.ofHours(2);
    private static final Duration CHANGE = Duration.ofMinutes(90);

    private static final Traits TRAITS = Traits.of(80, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/name")
            .withListed("airflow", "environment/")
            .withReferences("/executionRoleArn", "/sourceBucketArn", "/networkConfiguration", "/kmsKey")
            .withStates(states())
            .withTypical(Duration.ofMinutes(30), Duration.ofMinutes(20))
            .withActions(
                    "tag:GetResources",
                    "airflow:GetEnvironment",
                    "airflow:CreateEnvironment",
                    "airflow:UpdateEnvironment",
                    "airflow:DeleteEnvironment",
                    "airflow:TagResource",
                    "airflow:UntagResource",
                    "iam:PassRole");

    private final AwsClients clients;
    private final Tagging tagging;

    public AirflowEnvironment(AwsClients clients) {
        this.clients = clients;
        this.tagging = new Tagging(clients);
    }

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        for (String passing :
                List.of("CREATING", "CREATING_SNAPSHOT", "PENDING", "UPDATING", "ROLLING_BACK", "MAINTENANCE")) {
            states.put(passing, Phase.IN_PROGRESS);
        }
        states.put("AVAILABLE", Phase.READY);
        // rolled back, and as usable as before
        states.put("UPDATE_FAILED", Phase.READY);
        // may come back with a right update; that its history may go instead is for a person to say
        states.put("UNAVAILABLE", Phase.READY);
        states.put("CREATE_FAILED", Phase.FAILED);
        states.put("DELETING", Phase.DELETING);
        states.put("DELETED", Phase.ABSENT);
        return Ordered.copyOf(states);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("AirflowEnvironment", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        Set<String> names = new LinkedHashSet<>();
        wanted.sought().forEach(sought -> sought.criteria().text("name").ifPresent(names::add));
        if (wanted.includeOwned()) {
            Tagging.select(tagging.owned(session), "airflow", "environment/")
                    .keySet()
                    .forEach(arn -> names.add(arn.substring(arn.lastIndexOf('/') + 1)));
        }
        List<Observed<Spec>> live =
                names.stream().flatMap(name -> find(name).stream()).toList();
        return Selection.<Spec>byKey(spec -> spec.text("name")).of(live, wanted, session);
    }

    private Optional<Observed<Spec>> find(String name) {
        return describe(name).filter(live -> phase(live) != Phase.ABSENT).map(AirflowEnvironment::observed);
    }

    private Optional<Environment> describe(String name) {
        return found(() -> mwaa().getEnvironment(request -> request.name(name)).environment(), MISSING);
    }

    private static Observed<Spec> observed(Environment live) {
        return new Observed<>(
                live.name(),
                AirflowShapes.spec(live),
                AirflowShapes.computed(live),
                Ownership.from(live.tags()),
                phase(live),
                live.statusAsString(),
                AirflowShapes.lastError(live),
                Optional.empty());
    }

    private static Phase phase(Environment live) {
        return TRAITS.states().getOrDefault(live.statusAsString(), Phase.IN_PROGRESS);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Births.make(
                () -> make(desired, ownership, session), "ValidationException", () -> find(desired.name()), ownership);
        return untilAvailable(desired.name(), CREATION, session);
    }

    private void make(Spec desired, Ownership ownership, Session session) {
        Eventually.run(session, Eventually.PROPAGATION, AirflowEnvironment::isRoleUnknown, () -> {
            session.beforeWrite();
            mwaa().createEnvironment(AirflowShapes.creation(desired, ownership.allTags(desired.tags())));
        });
    }

    /// A role made a moment ago cannot be assumed everywhere yet.
    private static boolean isRoleUnknown(AwsServiceException refusal) {
        return is(refusal, "ValidationException", "InternalServerException")
                && Refusals.message(refusal).toLowerCase(Locale.ROOT).contains("role");
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        boolean beyondTags = changed.stream().anyMatch(path -> !path.startsWith(FieldPath.of("tags")));
        if (beyondTags) {
            Eventually.run(session, Eventually.PROPAGATION, AirflowEnvironment::isRoleUnknown, () -> {
                session.beforeWrite();
                mwaa().updateEnvironment(AirflowShapes.change(current.spec(), desired, changed));
            });
            untilUpdated(current.id(), session);
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return untilAvailable(current.id(), CHANGE, session);
    }

    private void untilUpdated(String name, Session session) {
        untilAvailable(name, CHANGE, session);
        describe(name)
                .filter(live -> live.lastUpdate() != null && live.lastUpdate().status() == UpdateStatus.FAILED)
                .ifPresent(live -> {
                    throw ProviderException.of(
                                    Code.SERVICE_ERROR,
                                    "Airflow environment %s did not take the change and runs as before: %s."
                                            .formatted(name, AirflowShapes.explanation(live)))
                            .withHint("Mostly the cause is in requirements, plugins or the startup script; their logs"
                                    + " are in the environment's log groups.");
                });
    }

    private Observed<Spec> untilAvailable(String name, Duration atMost, Session session) {
        return session.waitFor("Airflow environment " + name)
                .every(POLL)
                .atMost(atMost)
                .until(() -> available(name, session));
    }

    private Optional<Observed<Spec>> available(String name, Session session) {
        Environment live = describe(name)
                .orElseThrow(() -> ProviderException.of(
                        Code.CREATION_FAILED, "Airflow environment %s went away.".formatted(name)));
        session.report(name, live.statusAsString());
        return switch (phase(live)) {
            case READY -> Optional.of(observed(live));
            case IN_PROGRESS -> Optional.empty();
            case DELETING, FAILED, ABSENT ->
                throw ProviderException.of(
                                Code.CREATION_FAILED,
                                "Airflow environment %s ended %s: %s."
                                        .formatted(name, live.statusAsString(), AirflowShapes.explanation(live)))
                        .withHint("It cannot recover; the next apply makes another one. Mostly the cause is the"
                                + " network (two private subnets with a way to AWS's services, a security group that"
                                + " lets itself in) or the execution role.");
        };
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        session.beforeWrite();
        try {
            unless(() -> mwaa().deleteEnvironment(request -> request.name(current.id())), MISSING);
        } catch (AwsServiceException refusal) {
            if (!isGoingAlready(current.id())) {
                throw refusal;
            }
        }
        session.waitFor("Airflow environment " + current.id() + " to be deleted")
                .every(POLL)
                .atMost(CHANGE)
                .untilTrue(() -> isGone(current.id(), session));
    }

    private boolean isGoingAlready(String name) {
        return describe(name)
                .filter(live -> phase(live) != Phase.DELETING && phase(live) != Phase.ABSENT)
                .isEmpty();
    }

    private boolean isGone(String name, Session session) {
        Optional<Environment> live = describe(name);
        live.ifPresent(environment -> session.report(name, environment.statusAsString()));
        return live.filter(environment -> phase(environment) != Phase.ABSENT).isEmpty();
    }

    @Override
    public void tag(Observed<Spec> current, Map<String, String> tags) {
        mwaa().tagResource(request -> request.resourceArn(arn(current)).tags(tags));
    }

    @Override
    public void untag(Observed<Spec> current, List<String> keys) {
        mwaa().untagResource(request -> request.resourceArn(arn(current)).tagKeys(keys));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return untilAvailable(current.id(), CREATION, session);
    }

    private MwaaClient mwaa() {
        return clients.mwaa();
    }
}
