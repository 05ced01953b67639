package dev.envctl.aws.eks;

import dev.envctl.aws.eks.Nodegroup.Spec;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// A node group as EKS describes it, in the words of the kind.
final class NodegroupReader {

    static final SequencedMap<String, Phase> STATES = states();

    private NodegroupReader() {}

    private static SequencedMap<String, Phase> states() {
        SequencedMap<String, Phase> states = new LinkedHashMap<>();
        states.put("CREATING", Phase.IN_PROGRESS);
        states.put("ACTIVE", Phase.READY);
        states.put("UPDATING", Phase.READY);
        // its nodes may come back; the issues say what ails them
        states.put("DEGRADED", Phase.READY);
        states.put("DELETING", Phase.DELETING);
        states.put("CREATE_FAILED", Phase.FAILED);
        states.put("DELETE_FAILED", Phase.FAILED);
        return Ordered.copyOf(states);
    }

    static Observed<Spec> observed(software.amazon.awssdk.services.eks.model.Nodegroup live) {
        return new Observed<>(
                live.clusterName() + "/" + live.nodegroupName(),
                spec(live),
                Value.map("arn", Value.of(live.nodegroupArn()), "status", Value.of(live.statusAsString())),
                Ownership.from(live.tags()),
                STATES.getOrDefault(live.statusAsString(), Phase.IN_PROGRESS),
                live.statusAsString(),
                issues(live),
                Optional.empty());
    }

    private static Optional<String> issues(software.amazon.awssdk.services.eks.model.Nodegroup live) {
        return Optional.ofNullable(live.health())
                .map(health -> health.issues().stream()
                        .map(issue -> "%s: %s".formatted(issue.codeAsString(), issue.message()))
                        .collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty());
    }

    private static Spec spec(software.amazon.awssdk.services.eks.model.Nodegroup live) {
        return new Spec(
                live.clusterName(),
                live.nodegroupName(),
                live.nodeRole(),
                live.subnets(),
                Optional.ofNullable(live.scalingConfig())
                        .map(scaling -> new Nodegroup.Scaling(
                                scaling.minSize(), scaling.maxSize(), Optional.ofNullable(scaling.desiredSize()))),
                live.instanceTypes(),
                Optional.ofNullable(live.amiTypeAsString()),
                Optional.ofNullable(live.capacityTypeAsString()),
                Optional.ofNullable(live.diskSize()),
                Ordered.sorted(live.labels()),
                live.taints().stream()
                        .map(taint -> new Nodegroup.Taint(
                                taint.key(), Optional.ofNullable(taint.value()), taint.effectAsString()))
                        .toList(),
                Optional.ofNullable(live.updateConfig())
                        .map(limits -> new Nodegroup.Limits(
                                Optional.ofNullable(limits.maxUnavailable()),
                                Optional.ofNullable(limits.maxUnavailablePercentage()))),
                Optional.ofNullable(live.version()),
                Optional.ofNullable(live.releaseVersion()),
                Optional.ofNullable(live.launchTemplate())
                        .map(template -> new Nodegroup.Template(
                                Optional.ofNullable(template.id()),
                                Optional.ofNullable(template.name()),
                                Optional.ofNullable(template.version()))),
                Ownership.userTags(live.tags()));
    }
}
