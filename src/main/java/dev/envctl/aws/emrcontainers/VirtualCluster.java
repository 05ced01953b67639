package dev.envctl.aws.emrcontainers;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ClientToken;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.eks.EksReads;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import software.amazon.awssdk.services.emrcontainers.model.EmrContainersException;
import software.amazon.awssdk.services.emrcontainers.model.VirtualClusterState;

/// A namespace of an EKS cluster, registered with EMR. One list call with tags shows all of them; terminated ones stay
/// listed for good and are left out by state.
public final class VirtualCluster implements EmrContainersKind<VirtualCluster.Spec> {

    public record Spec(
            String name,
            ContainerProvider containerProvider,
            Optional<String> securityConfigurationId,
            Map<String, String> tags) {}

    public record ContainerProvider(String id, String type, Info info) {}

    public record Info(EksInfo eksInfo) {}

    public record EksInfo(String namespace) {}

    private static final Traits TRAITS = Traits.of(
                    60,
                    Traits.Overlap.REFUSED,
                    Traits.Ledger.OBJECT,
                    "/containerProvider/id",
                    "/containerProvider/info/eksInfo/namespace")
            .withInside("Cluster", "Namespace")
            .withReferences("/containerProvider/id", "/securityConfigurationId")
            .withStates(states())
            .withTypical(Duration.ofSeconds(2), Duration.ofMinutes(1))
            .withWaitsFor("Namespace", "EmrContainersAccess")
            .withActions(
                    "emr-containers:CreateVirtualCluster",
                    "emr-containers:DeleteVirtualCluster",
                    "emr-containers:DescribeVirtualCluster",
                    "emr-containers:ListVirtualClusters",
                    "emr-containers:TagResource",
                    "emr-containers:UntagResource",
                    "eks:DescribeCluster",
                    "iam:CreateServiceLinkedRole");

    private static final FieldPath CLUSTER = FieldPath.of("containerProvider", "id");

    /// Deleting right after a repair of the access still shows the old word for a moment.
    private static final Duration ARREST_MAY_LINGER = Duration.ofMinutes(2);

    private final AwsClients clients;

    public VirtualCluster(AwsClients clients) {
        this.clients = clients;
    }

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        states.put("RUNNING", Phase.READY);
        states.put("TERMINATING", Phase.DELETING);
        states.put("TERMINATED", Phase.ABSENT);
        states.put("ARRESTED", Phase.FAILED);
        return Ordered.copyOf(states);
    }

    @Override
    public AwsClients clients() {
        return clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("VirtualCluster", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> live = session.once("emr-containers/virtual-clusters", this::listLive);
        lookForClusters(wanted, live, session);
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey())
                .withFacts(VirtualCluster::facts)
                .of(live, wanted, session);
    }

    /// EMR would say only in the middle of an apply that a cluster is not there. One with a virtual cluster is, and
    /// a `Cluster` of the environment has been asked for already.
    private void lookForClusters(Wanted wanted, List<Observed<Spec>> live, Session session) {
        EksReads eks = new EksReads(clients);
        Selection.managed(wanted).stream()
                .flatMap(sought -> sought.criteria().at(CLUSTER).flatMap(Value::asText).stream())
                .filter(name -> live.stream()
                        .noneMatch(each -> each.spec().containerProvider().id().equals(name)))
                .forEach(name -> eks.describe(name, session));
    }

    private List<Observed<Spec>> listLive() {
        return clients
                .emrContainers()
                .listVirtualClustersPaginator(request -> request.states(
                        VirtualClusterState.RUNNING, VirtualClusterState.TERMINATING, VirtualClusterState.ARRESTED))
                .virtualClusters()
                .stream()
                .filter(live -> phase(live) != Phase.ABSENT)
                .map(VirtualCluster::observed)
                .toList();
    }

    /// What is on its way out is nothing to refer to.
    private static Value.MapValue facts(Observed<Spec> live) {
        return live.phase() == Phase.READY
                ? live.computed()
                        .with("name", Value.of(live.spec().name()))
                        .with("tags", Selection.textMap(live.spec().tags()))
                : Value.MapValue.EMPTY;
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String token = ClientToken.of(ownership, goneBefore(desired, ownership));
        session.beforeWrite();
        return untilRunning(send(desired, ownership, token), session);
    }

    private long goneBefore(Spec desired, Ownership ownership) {
        return clients
                .emrContainers()
                .listVirtualClustersPaginator(request -> request.containerProviderId(
                                desired.containerProvider().id())
                        .containerProviderType("EKS"))
                .virtualClusters()
                .stream()
                .filter(live -> phase(live) != Phase.READY)
                .flatMap(live -> Ownership.from(live.tags()).stream())
                .filter(found -> found.isSameLifeAs(ownership))
                .count();
    }

    private String send(Spec desired, Ownership ownership, String token) {
        ContainerProvider provider = desired.containerProvider();
        return clients.emrContainers()
                .createVirtualCluster(request -> request.name(desired.name())
                        .clientToken(token)
                        .securityConfigurationId(
                                desired.securityConfigurationId().orElse(null))
                        .tags(ownership.allTags(desired.tags()))
                        .containerProvider(container -> container
                                .id(provider.id())
                                .type(provider.type())
                                .info(info -> info.eksInfo(eks ->
                                        eks.namespace(provider.info().eksInfo().namespace())))))
                .id();
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return await(current, session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        session.beforeWrite();
        try {
            clients.emrContainers().deleteVirtualCluster(request -> request.id(current.id()));
        } catch (EmrContainersException refused) {
            if (!Gone.saysSo(refused) && !isGoingAlready(current.id())) {
                throw refused;
            }
        }
        Instant arrestCounts = session.clock().instant().plus(ARREST_MAY_LINGER);
        session.waitFor("virtual cluster " + current.id() + " to terminate")
                .every(Duration.ofSeconds(10))
                .atMost(Duration.ofMinutes(90))
                .untilTrue(() -> isGone(current.id(), arrestCounts, session));
    }

    private boolean isGoingAlready(String id) {
        return describe(id)
                .filter(live -> phase(live) != Phase.DELETING && phase(live) != Phase.ABSENT)
                .isEmpty();
    }

    private boolean isGone(String id, Instant arrestCounts, Session session) {
        var live = describe(id);
        live.ifPresent(each -> session.report(id, each.stateAsString()));
        if (live.filter(each -> phase(each) == Phase.FAILED).isPresent()
                && session.clock().instant().isAfter(arrestCounts)) {
            throw ProviderException.of(
                            Code.SERVICE_ERROR,
                            "Virtual cluster %s is ARRESTED: EMR lost its access to the namespace before it had finished."
                                    .formatted(id))
                    .withHint("Restore the EmrContainersAccess of the namespace and apply again; the deletion is"
                            + " repeated.");
        }
        return live.filter(each -> phase(each) != Phase.ABSENT).isEmpty();
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return untilRunning(current.id(), session);
    }

    private Observed<Spec> untilRunning(String id, Session session) {
        return session.waitFor("virtual cluster " + id)
                .every(Duration.ofSeconds(5))
                .atMost(Duration.ofMinutes(10))
                .until(() -> running(id, session));
    }

    private Optional<Observed<Spec>> running(String id, Session session) {
        var live = describe(id).orElseThrow(() -> ended(id, "gone"));
        session.report(id, live.stateAsString());
        return switch (phase(live)) {
            case READY -> Optional.of(observed(live));
            case IN_PROGRESS -> Optional.empty();
            case DELETING, FAILED, ABSENT -> throw ended(id, live.stateAsString());
        };
    }

    private static ProviderException ended(String id, String state) {
        return ProviderException.of(
                Code.CREATION_FAILED, "Virtual cluster %s is %s instead of RUNNING.".formatted(id, state));
    }

    private Optional<software.amazon.awssdk.services.emrcontainers.model.VirtualCluster> describe(String id) {
        try {
            return Optional.of(clients.emrContainers()
                    .describeVirtualCluster(request -> request.id(id))
                    .virtualCluster());
        } catch (EmrContainersException refused) {
            if (Gone.saysSo(refused)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.emrcontainers.model.VirtualCluster live) {
        Value.MapValue computed = Value.map(
                "id", Value.of(live.id()), "arn", Value.of(live.arn()), "state", Value.of(live.stateAsString()));
        return new Observed<>(
                live.id(),
                spec(live),
                computed,
                Ownership.from(live.tags()),
                phase(live),
                live.stateAsString(),
                arrested(live),
                Optional.empty());
    }

    private static Spec spec(software.amazon.awssdk.services.emrcontainers.model.VirtualCluster live) {
        var provider = live.containerProvider();
        String namespace = Optional.ofNullable(provider.info())
                .flatMap(info -> Optional.ofNullable(info.eksInfo()))
                .flatMap(eks -> Optional.ofNullable(eks.namespace()))
                .orElse("");
        return new Spec(
                live.name(),
                new ContainerProvider(provider.id(), provider.typeAsString(), new Info(new EksInfo(namespace))),
                Optional.ofNullable(live.securityConfigurationId()),
                Ownership.userTags(live.tags()));
    }

    private static Optional<String> arrested(software.amazon.awssdk.services.emrcontainers.model.VirtualCluster live) {
        return phase(live) == Phase.FAILED
                ? Optional.of("EMR lost its access to the namespace while terminating; restore it, then delete again")
                : Optional.empty();
    }

    private static Phase phase(software.amazon.awssdk.services.emrcontainers.model.VirtualCluster live) {
        return TRAITS.states().getOrDefault(live.stateAsString(), Phase.IN_PROGRESS);
    }
}
