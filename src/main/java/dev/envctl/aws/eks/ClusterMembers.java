package dev.envctl.aws.eks;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Selection;
import dev.envctl.aws.Tagging;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// What lives in clusters is listed by name only, without tags. So an observation looks at what carries the
/// environment's tags, and at what documents name in clusters that are there.
record ClusterMembers(AwsClients clients) {

    record Member(String clusterName, String name) {}

    /// `type` is what an ARN says (`nodegroup/CLUSTER/NAME/…`), `nameField` the spec's field with the name.
    List<Member> of(String type, String nameField, Wanted wanted, Session session) {
        SequencedSet<Member> members = new LinkedHashSet<>();
        if (wanted.includeOwned()) {
            for (List<String> arn : ownedArns(type, session)) {
                members.add(new Member(arn.get(1), arn.get(2)));
            }
        }
        EksReads reads = new EksReads(clients);
        for (Wanted.Sought sought : Selection.managed(wanted)) {
            sought.criteria()
                    .text("clusterName")
                    .filter(cluster -> reads.describe(cluster, session).isPresent())
                    .ifPresent(cluster -> sought.criteria()
                            .text(nameField)
                            .ifPresent(name -> members.add(new Member(cluster, name))));
        }
        return members.stream()
                .filter(member -> reads.describe(member.clusterName(), session).isPresent())
                .toList();
    }

    /// The parts of the tail of each ARN of the type that the environment owns.
    List<List<String>> ownedArns(String type, Session session) {
        return Tagging.select(new Tagging(clients).owned(session), "eks", type + "/").sequencedKeySet().stream()
                .map(arn -> List.of(arn.split(":", 6)[5].split("/", -1)))
                .toList();
    }
}
