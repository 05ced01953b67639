package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ReadOnly;
import dev.envctl.aws.Selection;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// An EKS cluster that somebody else runs. Found by name with one call, by tags with one call per cluster of the
/// account.
public final class Cluster implements ReadOnly<Cluster.Spec> {

    /// Nothing of a cluster is written.
    public record Spec() {}

    private static final Traits TRAITS = Traits.of(20, Traits.Overlap.REFUSED, Traits.Ledger.OBJECT, "/name")
            .withStates(states())
            .withTypical(Duration.ofMinutes(12), Duration.ofMinutes(10))
            .withActions("eks:DescribeCluster", "eks:ListClusters");

    private final EksReads eks;

    public Cluster(AwsClients clients) {
        this.eks = new EksReads(clients);
    }

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        states.put("CREATING", Phase.IN_PROGRESS);
        states.put("PENDING", Phase.IN_PROGRESS);
        states.put("ACTIVE", Phase.READY);
        // its attributes hold while a version or a setting is being changed
        states.put("UPDATING", Phase.READY);
        states.put("DELETING", Phase.DELETING);
        states.put("FAILED", Phase.FAILED);
        return Ordered.copyOf(states);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("Cluster", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return wanted.sought().stream()
                .filter(Wanted.Sought::external)
                .flatMap(sought -> find(sought.criteria(), session)
                        .map(live -> observed(live).soughtBy(sought.address())))
                .toList();
    }

    private Stream<software.amazon.awssdk.services.eks.model.Cluster> find(Value.MapValue criteria, Session session) {
        List<String> names = criteria.text("name").map(List::of).orElseGet(() -> eks.names(session));
        return names.stream()
                .flatMap(name -> eks.describe(name, session).stream())
                .filter(live -> Selection.holds(criteria, facts(live)));
    }

    private static Value.MapValue facts(software.amazon.awssdk.services.eks.model.Cluster live) {
        return computed(live).with("tags", Selection.textMap(live.tags()));
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.eks.model.Cluster live) {
        return new Observed<>(
                live.name(),
                new Spec(),
                computed(live),
                Ownership.from(live.tags()),
                TRAITS.states().getOrDefault(live.statusAsString(), Phase.IN_PROGRESS),
                live.statusAsString(),
                Optional.empty(),
                Optional.empty());
    }

    private static Value.MapValue computed(software.amazon.awssdk.services.eks.model.Cluster live) {
        Map<String, Value> computed = new LinkedHashMap<>();
        computed.put("name", Value.of(live.name()));
        computed.put("arn", Value.of(live.arn()));
        computed.put("status", Value.of(live.statusAsString()));
        computed.put("authenticationMode", Value.of(EksReads.authenticationMode(live)));
        putText(computed, "endpoint", live.endpoint());
        putText(computed, "version", live.version());
        putText(computed, "platformVersion", live.platformVersion());
        Optional.ofNullable(live.certificateAuthority())
                .ifPresent(authority -> putText(computed, "certificateAuthority", authority.data()));
        Optional.ofNullable(live.identity())
                .flatMap(identity -> Optional.ofNullable(identity.oidc()))
                .ifPresent(oidc -> putText(computed, "issuer", oidc.issuer()));
        Optional.ofNullable(live.resourcesVpcConfig()).ifPresent(network -> {
            putText(computed, "vpcId", network.vpcId());
            putText(computed, "clusterSecurityGroupId", network.clusterSecurityGroupId());
            computed.put("subnetIds", Value.texts(network.subnetIds()));
            computed.put("securityGroupIds", Value.texts(network.securityGroupIds()));
        });
        return new Value.MapValue(computed);
    }

    private static void putText(Map<String, Value> computed, String key, String text) {
        Optional.ofNullable(text).ifPresent(present -> computed.put(key, Value.of(present)));
    }
}
