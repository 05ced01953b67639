package dev.envctl.aws.iam;

import static dev.envctl.aws.Refusals.found;
import static dev.envctl.aws.Refusals.is;
import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Births;
import dev.envctl.aws.Changed;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.TaggedKind;
import dev.envctl.provider.Definition;
import dev.envctl.provider.JsonValues;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/// A customer managed policy. Its document changes by a new default version; IAM keeps five, so the oldest makes room.
public final class ManagedPolicy implements TaggedKind<ManagedPolicy.Spec> {

    public record Spec(
            String policyName,
            Optional<String> path,
            Optional<String> description,
            Value policyDocument,
            Map<String, String> tags) {}

    private static final int MOST_VERSIONS = 5;

    private final AwsClients clients;
    private final PolicyReader reader;
    private final PolicyUses uses;

    public ManagedPolicy(AwsClients clients) {
        this.clients = clients;
        this.reader = new PolicyReader(clients);
        this.uses = new PolicyUses(clients);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "ManagedPolicy",
                Spec.class,
                Traits.of(20, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/policyName")
                        .withActions(
                                "iam:GetAccountAuthorizationDetails",
                                "iam:ListRoles",
                                "tag:GetResources",
                                "iam:GetPolicy",
                                "iam:GetPolicyVersion",
                                "iam:ListPolicyTags",
                                "iam:CreatePolicy",
                                "iam:ListPolicyVersions",
                                "iam:CreatePolicyVersion",
                                "iam:DeletePolicyVersion",
                                "iam:TagPolicy",
                                "iam:UntagPolicy",
                                "iam:ListEntitiesForPolicy",
                                "iam:ListRoleTags",
                                "iam:DetachRolePolicy",
                                "iam:DeletePolicy"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        if (!wanted.includeOwned() && wanted.sought().isEmpty()) {
            return List.of();
        }
        return Selection.<Spec>byKey(spec -> spec.text("policyName"))
                .of(reader.candidates(wanted, session), wanted, session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String arn = arn(desired, session);
        Births.make(
                () -> make(desired, ownership, session),
                "EntityAlreadyExists",
                () -> found(() -> reader.read(arn), "NoSuchEntity"),
                ownership);
        return readBack(arn, session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        String arn = current.id();
        if (Changed.has(changed, "policyDocument")) {
            newVersion(arn, desired.policyDocument(), session);
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return readBack(arn, session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        String arn = current.id();
        unless(() -> uses.detachOurs(arn, session), "NoSuchEntity");
        unless(() -> deleteOldVersions(arn, session), "NoSuchEntity");
        Eventually.run(
                session,
                Eventually.PROPAGATION,
                refusal -> is(refusal, "DeleteConflict") || Policies.isBusy(refusal),
                () -> {
                    session.beforeWrite();
                    unless(() -> iam().deletePolicy(policy -> policy.policyArn(arn)), "NoSuchEntity");
                });
    }

    @Override
    public void tag(Observed<Spec> current, Map<String, String> tags) {
        iam().tagPolicy(policy -> policy.policyArn(current.id()).tags(IamTags.list(tags)));
    }

    @Override
    public void untag(Observed<Spec> current, List<String> keys) {
        iam().untagPolicy(policy -> policy.policyArn(current.id()).tagKeys(keys));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return reader.read(current.id());
    }

    private void make(Spec desired, Ownership ownership, Session session) {
        var request = CreatePolicyRequest.builder()
                .policyName(desired.policyName())
                .path(desired.path().orElse("/"))
                .policyDocument(JsonValues.document(desired.policyDocument()))
                .tags(IamTags.list(ownership.allTags(desired.tags())));
        desired.description().filter(text -> !text.isEmpty()).ifPresent(request::description);
        session.beforeWrite();
        iam().createPolicy(request.build());
    }

    private void newVersion(String arn, Value document, Session session) {
        List<PolicyVersion> versions = versions(arn);
        if (versions.size() >= MOST_VERSIONS) {
            versions.stream()
                    .filter(version -> !version.isDefaultVersion())
                    .min(Comparator.comparing(PolicyVersion::createDate).thenComparing(PolicyVersion::versionId))
                    .ifPresent(oldest -> deleteVersion(arn, oldest, session));
        }
        session.beforeWrite();
        iam().createPolicyVersion(policy -> policy.policyArn(arn)
                .policyDocument(JsonValues.document(document))
                .setAsDefault(true));
    }

    private void deleteOldVersions(String arn, Session session) {
        versions(arn).stream()
                .filter(version -> !version.isDefaultVersion())
                .forEach(version -> deleteVersion(arn, version, session));
    }

    private void deleteVersion(String arn, PolicyVersion version, Session session) {
        session.beforeWrite();
        unless(
                () -> iam().deletePolicyVersion(policy -> policy.policyArn(arn).versionId(version.versionId())),
                "NoSuchEntity");
    }

    private List<PolicyVersion> versions(String arn) {
        return iam().listPolicyVersionsPaginator(policy -> policy.policyArn(arn)).versions().stream()
                .toList();
    }

    private Observed<Spec> readBack(String arn, Session session) {
        return Eventually.call(
                session, Eventually.VISIBILITY, refusal -> is(refusal, "NoSuchEntity"), () -> reader.read(arn));
    }

    private static String arn(Spec spec, Session session) {
        return "arn:%s:iam::%s:policy%s%s"
                .formatted(
                        session.place().partition(),
                        session.place().accountId(),
                        spec.path().orElse("/"),
                        spec.policyName());
    }

    private IamClient iam() {
        return clients.iam();
    }
}
