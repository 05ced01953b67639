package dev.envctl.aws.emrcontainers;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ClientToken;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
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
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.emrcontainers.model.EmrContainersException;
import software.amazon.awssdk.services.emrcontainers.model.Endpoint;
import software.amazon.awssdk.services.emrcontainers.model.EndpointState;

/// An interactive endpoint: the load balancer and gateway through which Studio Workspaces reach a virtual cluster.
/// There is no update call, so everything but tags replaces; two may share a name, so the new one is made first. One
/// list call per virtual cluster brings all of them with their tags.
public final class ManagedEndpoint implements EmrContainersKind<ManagedEndpoint.Spec> {

    public record Spec(
            String name,
            String virtualClusterId,
            String type,
            String releaseLabel,
            String executionRoleArn,
            Optional<String> certificateArn,
            Optional<EndpointOverrides> configurationOverrides,
            Map<String, String> tags) {}

    private static final Logger log = LoggerFactory.getLogger(ManagedEndpoint.class);

    private static final Traits TRAITS = Traits.of(
                    70, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT, "/virtualClusterId", "/name")
            .withScope("VirtualCluster")
            .withReferences("/virtualClusterId", "/executionRoleArn", "/certificateArn")
            .withStates(states())
            .withTypical(Duration.ofMinutes(4), Duration.ofMinutes(3))
            .withWaitsFor("EmrContainersAccess", "HelmRelease")
            .withActions(
                    "tag:GetResources",
                    "emr-containers:CreateManagedEndpoint",
                    "emr-containers:DeleteManagedEndpoint",
                    "emr-containers:DescribeManagedEndpoint",
                    "emr-containers:ListManagedEndpoints",
                    "emr-containers:TagResource",
                    "emr-containers:UntagResource",
                    "ec2:CreateSecurityGroup",
                    "ec2:DeleteSecurityGroup",
                    "ec2:AuthorizeSecurityGroupEgress",
                    "ec2:AuthorizeSecurityGroupIngress",
                    "ec2:RevokeSecurityGroupEgress",
                    "ec2:RevokeSecurityGroupIngress");

    private static final Duration POLL = Duration.ofSeconds(15);

    private final AwsClients clients;
    private final Tagging tagging;

    public ManagedEndpoint(AwsClients clients) {
        this.clients = clients;
        this.tagging = new Tagging(clients);
    }

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        states.put("CREATING", Phase.IN_PROGRESS);
        states.put("ACTIVE", Phase.READY);
        states.put("TERMINATING", Phase.DELETING);
        states.put("TERMINATED", Phase.ABSENT);
        // never recovers, and deleting it does nothing: there is only making another one
        states.put("TERMINATED_WITH_ERRORS", Phase.ABSENT);
        return Ordered.copyOf(states);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("ManagedEndpoint", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> live = new EndpointClusters(tagging, wanted, session)
                .ids().stream()
                        .flatMap(id -> session.once("emr-containers/endpoints/" + id, () -> listLive(id)).stream())
                        .toList();
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey())
                .withFacts(ManagedEndpoint::facts)
                .of(live, wanted, session);
    }

    private List<Observed<Spec>> listLive(String virtualClusterId) {
        return list(virtualClusterId, EndpointState.CREATING, EndpointState.ACTIVE, EndpointState.TERMINATING).stream()
                .map(ManagedEndpoint::observed)
                .toList();
    }

    private List<Endpoint> list(String virtualClusterId, EndpointState... states) {
        try {
            return clients
                    .emrContainers()
                    .listManagedEndpointsPaginator(request ->
                            request.virtualClusterId(virtualClusterId).states(states))
                    .endpoints()
                    .stream()
                    .toList();
        } catch (EmrContainersException refused) {
            if (Gone.saysSo(refused)) {
                return List.of();
            }
            throw refused;
        }
    }

    /// What is on its way out is nothing to refer to.
    private static Value.MapValue facts(Observed<Spec> live) {
        return live.phase() == Phase.READY
                ? live.computed()
                        .with("name", Value.of(live.spec().name()))
                        .with("virtualClusterId", Value.of(live.spec().virtualClusterId()))
                        .with("tags", Selection.textMap(live.spec().tags()))
                : Value.MapValue.EMPTY;
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String token = ClientToken.of(ownership, goneBefore(desired, ownership));
        session.beforeWrite();
        return untilActive(desired.virtualClusterId(), send(desired, ownership, token), session);
    }

    private long goneBefore(Spec desired, Ownership ownership) {
        return list(
                        desired.virtualClusterId(),
                        EndpointState.TERMINATING,
                        EndpointState.TERMINATED,
                        EndpointState.TERMINATED_WITH_ERRORS)
                .stream()
                .flatMap(live -> Ownership.from(live.tags()).stream())
                .filter(found -> found.isSameLifeAs(ownership))
                .count();
    }

    private String send(Spec desired, Ownership ownership, String token) {
        return clients.emrContainers()
                .createManagedEndpoint(request -> {
                    request.name(desired.name())
                            .virtualClusterId(desired.virtualClusterId())
                            .type(desired.type())
                            .releaseLabel(desired.releaseLabel())
                            .executionRoleArn(desired.executionRoleArn())
                            .clientToken(token)
                            .tags(ownership.allTags(desired.tags()));
                    desired.configurationOverrides()
                            .ifPresent(overrides -> request.configurationOverrides(overrides.toSdk()));
                    sendCertificate(desired, request);
                })
                .id();
    }

    /// Deprecated by the service since it makes its own certificate, yet still honoured.
    @SuppressWarnings("deprecation")
    private static void sendCertificate(
            Spec desired,
            software.amazon.awssdk.services.emrcontainers.model.CreateManagedEndpointRequest.Builder request) {
        desired.certificateArn().ifPresent(request::certificateArn);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return await(current, session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        String virtualClusterId = current.spec().virtualClusterId();
        session.beforeWrite();
        try {
            clients.emrContainers()
                    .deleteManagedEndpoint(request ->
                            request.virtualClusterId(virtualClusterId).id(current.id()));
        } catch (EmrContainersException refused) {
            if (!Gone.saysSo(refused) && !isGoingAlready(virtualClusterId, current.id())) {
                throw refused;
            }
        }
        session.waitFor("managed endpoint " + current.id() + " to terminate")
                .every(POLL)
                .atMost(Duration.ofMinutes(30))
                .untilTrue(() -> isGone(virtualClusterId, current.id(), session));
    }

    private boolean isGoingAlready(String virtualClusterId, String id) {
        return describe(virtualClusterId, id)
                .filter(live -> phase(live) != Phase.DELETING && phase(live) != Phase.ABSENT)
                .isEmpty();
    }

    private boolean isGone(String virtualClusterId, String id, Session session) {
        Optional<Endpoint> live = describe(virtualClusterId, id);
        live.ifPresent(endpoint -> session.report(id, endpoint.stateAsString()));
        live.filter(endpoint -> endpoint.state() == EndpointState.TERMINATED_WITH_ERRORS)
                .ifPresent(endpoint -> log.warn(
                        "Managed endpoint {} is gone, but EMR reports errors ({}): its load balancer or security group"
                                + " emr-containers-lb-{}-{} may be left behind.",
                        id,
                        explanation(endpoint),
                        virtualClusterId,
                        id));
        return live.filter(endpoint -> phase(endpoint) != Phase.ABSENT).isEmpty();
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return untilActive(current.spec().virtualClusterId(), current.id(), session);
    }

    private Observed<Spec> untilActive(String virtualClusterId, String id, Session session) {
        return session.waitFor("managed endpoint " + id)
                .every(POLL)
                .atMost(Duration.ofMinutes(30))
                .until(() -> active(virtualClusterId, id, session));
    }

    private Optional<Observed<Spec>> active(String virtualClusterId, String id, Session session) {
        Endpoint live = describe(virtualClusterId, id)
                .orElseThrow(() -> ProviderException.of(
                        Code.CREATION_FAILED, "Managed endpoint %s went away while it was being made.".formatted(id)));
        session.report(id, live.stateAsString());
        return switch (phase(live)) {
            case READY -> Optional.of(observed(live));
            case IN_PROGRESS -> Optional.empty();
            case DELETING, FAILED, ABSENT -> throw failed(live);
        };
    }

    private static ProviderException failed(Endpoint live) {
        return ProviderException.of(
                        Code.CREATION_FAILED,
                        "Managed endpoint %s (%s) ended %s: %s."
                                .formatted(live.name(), live.id(), live.stateAsString(), explanation(live)))
                .withHint("It cannot recover; the next apply makes another one. Mostly the cause is the trust policy of"
                        + " its execution role or something in the namespace: the rights of emr-containers, the"
                        + " load balancer controller, no private subnet.");
    }

    /// The service's words and its class of cause: `Insufficient rights on the cluster (USER_ERROR)`.
    private static String explanation(Endpoint live) {
        String details = Optional.ofNullable(live.stateDetails())
                .map(text -> text.strip().replaceFirst("\\.$", ""))
                .orElse("no details given");
        return Optional.ofNullable(live.failureReasonAsString())
                .map(reason -> details + " (" + reason + ")")
                .orElse(details);
    }

    private Optional<Endpoint> describe(String virtualClusterId, String id) {
        try {
            return Optional.of(clients.emrContainers()
                    .describeManagedEndpoint(request ->
                            request.virtualClusterId(virtualClusterId).id(id))
                    .endpoint());
        } catch (EmrContainersException refused) {
            if (Gone.saysSo(refused)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static Observed<Spec> observed(Endpoint live) {
        return new Observed<>(
                live.id(),
                spec(live),
                computed(live),
                Ownership.from(live.tags()),
                phase(live),
                live.stateAsString(),
                Optional.ofNullable(live.stateDetails()),
                Optional.empty());
    }

    @SuppressWarnings("deprecation")
    private static Spec spec(Endpoint live) {
        return new Spec(
                live.name(),
                live.virtualClusterId(),
                live.type(),
                live.releaseLabel(),
                live.executionRoleArn(),
                Optional.ofNullable(live.certificateArn()),
                Optional.ofNullable(live.configurationOverrides()).map(EndpointOverrides::from),
                Ownership.userTags(live.tags()));
    }

    private static Value.MapValue computed(Endpoint live) {
        SequencedMap<String, Value> computed = new LinkedHashMap<>();
        computed.put("id", Value.of(live.id()));
        computed.put("arn", Value.of(live.arn()));
        computed.put("state", Value.of(live.stateAsString()));
        Optional.ofNullable(live.serverUrl()).ifPresent(url -> computed.put("serverUrl", Value.of(url)));
        Optional.ofNullable(live.securityGroup()).ifPresent(group -> computed.put("securityGroup", Value.of(group)));
        Optional.ofNullable(live.certificateAuthority())
                .ifPresent(authority -> computed.put("certificateAuthority", certificateAuthority(authority)));
        computed.put("subnetIds", Value.texts(live.subnetIds()));
        return new Value.MapValue(computed);
    }

    private static Value certificateAuthority(
            software.amazon.awssdk.services.emrcontainers.model.Certificate authority) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        Optional.ofNullable(authority.certificateArn()).ifPresent(arn -> fields.put("certificateArn", Value.of(arn)));
        Optional.ofNullable(authority.certificateData())
                .ifPresent(data -> fields.put("certificateData", Value.of(data)));
        return new Value.MapValue(fields);
    }

    private static Phase phase(Endpoint live) {
        return TRAITS.states().getOrDefault(live.stateAsString(), Phase.IN_PROGRESS);
    }
}
