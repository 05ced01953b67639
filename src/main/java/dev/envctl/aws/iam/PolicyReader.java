package dev.envctl.aws.iam;

import static dev.envctl.aws.Refusals.found;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ListedTags;
import dev.envctl.aws.Selection;
import dev.envctl.aws.Tagging;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/// Managed policies as [ManagedPolicy.Spec]. The account's listing has all documents but no tags: the tagging API says
/// which are ours, and has the tags of those that a document describes. The others, and what it does not have (yet) as
/// the document has it, are asked one by one.
final class PolicyReader {

    private final AwsClients clients;
    private final Tagging tagging;

    PolicyReader(AwsClients clients) {
        this.clients = clients;
        this.tagging = new Tagging(clients);
    }

    List<Observed<ManagedPolicy.Spec>> candidates(Wanted wanted, Session session) {
        Map<String, Map<String, String>> owned = Tagging.select(tagging.ownedGlobally(session), "iam", "policy/");
        ListedTags listed = new ListedTags(owned, wanted);
        Set<String> soughtNames = texts(wanted, "policyName");
        Set<String> soughtArns = texts(wanted, "arn");
        List<Observed<ManagedPolicy.Spec>> candidates = new ArrayList<>();
        for (ManagedPolicyDetail policy : IamAccount.of(clients, session).policies()) {
            boolean isSought = soughtNames.contains(nameIn(policy.arn())) || soughtArns.contains(policy.arn());
            if (isSought || owned.containsKey(policy.arn())) {
                candidates.add(observed(policy, tags(policy.arn(), listed)));
            }
            soughtArns.remove(policy.arn());
        }
        // what is left are AWS's own policies, or nothing at all
        soughtArns.forEach(arn -> found(() -> read(arn), "NoSuchEntity").ifPresent(candidates::add));
        return candidates;
    }

    Observed<ManagedPolicy.Spec> read(String arn) {
        Policy policy =
                clients.iam().getPolicy(request -> request.policyArn(arn)).policy();
        PolicyVersion version = clients.iam()
                .getPolicyVersion(request -> request.policyArn(arn).versionId(policy.defaultVersionId()))
                .policyVersion();
        return observed(policy, version.document(), IamTags.map(policy.tags()));
    }

    private Map<String, String> tags(String arn, ListedTags listed) {
        return listed.settled(arn).or(() -> listed.documented(arn)).orElseGet(() -> tags(arn));
    }

    private Map<String, String> tags(String arn) {
        return IamTags.map(clients.iam().listPolicyTagsPaginator(request -> request.policyArn(arn)).tags().stream()
                .toList());
    }

    private static Observed<ManagedPolicy.Spec> observed(ManagedPolicyDetail detail, Map<String, String> tags) {
        String document = detail.policyVersionList().stream()
                .filter(PolicyVersion::isDefaultVersion)
                .map(PolicyVersion::document)
                .findFirst()
                .orElse("{}");
        var policy = Policy.builder()
                .policyName(nameIn(detail.arn()))
                .path(detail.path())
                .description(detail.description())
                .arn(detail.arn())
                .policyId(detail.policyId())
                .defaultVersionId(detail.defaultVersionId())
                .build();
        return observed(policy, document, tags);
    }

    private static Observed<ManagedPolicy.Spec> observed(Policy policy, String document, Map<String, String> tags) {
        var spec = new ManagedPolicy.Spec(
                policy.policyName(),
                Optional.of(policy.path()),
                Optional.of(Optional.ofNullable(policy.description()).orElse("")),
                Policies.decode(document),
                Ownership.userTags(tags));
        Value.MapValue computed = Value.map(
                "arn", Value.of(policy.arn()),
                "policyId", Value.of(Optional.ofNullable(policy.policyId()).orElse("")),
                "defaultVersionId", Value.of(policy.defaultVersionId()));
        return Observed.ready(policy.arn(), spec, computed, Ownership.from(tags));
    }

    /// Some emulators leave name and id out of the listing; the ARN always ends with the name.
    private static String nameIn(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static Set<String> texts(Wanted wanted, String field) {
        return Stream.concat(Selection.managed(wanted).stream(), Selection.external(wanted).stream())
                .flatMap(sought -> sought.criteria().text(field).stream())
                .collect(Collectors.toSet());
    }
}
