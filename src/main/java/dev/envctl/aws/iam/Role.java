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
import dev.envctl.value.Value.MapValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.RoleDetail;

/// An IAM role with everything that hangs on it: inline policies and attachments have no tags of their own, so they
/// belong to the role's owner and are exclusive. A role is born with its tags; what a crash leaves off shows as a
/// difference.
public final class Role implements TaggedKind<Role.Spec> {

    public record Spec(
            String roleName,
            Optional<String> path,
            Value assumeRolePolicyDocument,
            Optional<String> description,
            Optional<Integer> maxSessionDuration,
            Optional<String> permissionsBoundary,
            Map<String, Value> inlinePolicies,
            List<String> attachedPolicyArns,
            Map<String, String> tags) {}

    private static final int DEFAULT_SESSION = 3600;
    private static final Duration RESOLUTION = Duration.ofSeconds(30);

    private final AwsClients clients;
    private final RoleReader reader;
    private final RolePolicies policies;

    public Role(AwsClients clients) {
        this.clients = clients;
        this.reader = new RoleReader(clients);
        this.policies = new RolePolicies(clients);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "Role",
                Spec.class,
                Traits.of(22, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/roleName")
                        .withReferences("/attachedPolicyArns", "/permissionsBoundary")
                        .withActions(
                                "iam:GetAccountAuthorizationDetails",
                                "iam:ListRoles",
                                "iam:GetRole",
                                "iam:ListRolePolicies",
                                "iam:GetRolePolicy",
                                "iam:ListAttachedRolePolicies",
                                "iam:CreateRole",
                                "iam:UpdateRole",
                                "iam:UpdateAssumeRolePolicy",
                                "iam:PutRolePermissionsBoundary",
                                "iam:PutRolePolicy",
                                "iam:DeleteRolePolicy",
                                "iam:AttachRolePolicy",
                                "iam:DetachRolePolicy",
                                "iam:TagRole",
                                "iam:UntagRole",
                                "iam:ListInstanceProfilesForRole",
                                "iam:RemoveRoleFromInstanceProfile",
                                "iam:DeleteRole"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        if (!wanted.includeOwned() && wanted.sought().isEmpty()) {
            return List.of();
        }
        Set<String> names = wanted.sought().stream()
                .flatMap(sought -> foldedName(sought.criteria()).stream())
                .collect(Collectors.toSet());
        IamAccount account = IamAccount.of(clients, session);
        List<Observed<Spec>> live = account.roles().stream()
                .filter(role -> names.contains(fold(role.roleName())) || isOwned(role, session))
                .map(role -> reader.observed(role, account))
                .toList();
        return Selection.<Spec>byKey(Role::foldedName).of(live, wanted, session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Births.make(
                () -> make(desired, ownership, session),
                "EntityAlreadyExists",
                () -> found(() -> reader.read(desired.roleName()), "NoSuchEntity"),
                ownership);
        policies.align(desired.roleName(), desired.inlinePolicies(), desired.attachedPolicyArns(), session);
        return readBack(desired, session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        String name = current.spec().roleName();
        if (Changed.has(changed, "assumeRolePolicyDocument")) {
            updateTrust(name, desired, session);
        }
        if (Changed.has(changed, "description") || Changed.has(changed, "maxSessionDuration")) {
            session.beforeWrite();
            iam().updateRole(role -> role.roleName(name)
                    .description(desired.description().orElse(""))
                    .maxSessionDuration(desired.maxSessionDuration().orElse(DEFAULT_SESSION)));
        }
        if (Changed.has(changed, "permissionsBoundary")) {
            desired.permissionsBoundary().ifPresent(boundary -> putBoundary(name, boundary, session));
        }
        if (Changed.has(changed, "inlinePolicies") || Changed.has(changed, "attachedPolicyArns")) {
            policies.align(name, desired.inlinePolicies(), desired.attachedPolicyArns(), session);
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return readBack(desired, session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        String name = current.spec().roleName();
        unless(() -> strip(name, session), "NoSuchEntity");
        Eventually.run(
                session,
                Eventually.PROPAGATION,
                refusal -> is(refusal, "DeleteConflict") || Policies.isBusy(refusal),
                () -> {
                    session.beforeWrite();
                    unless(() -> iam().deleteRole(role -> role.roleName(name)), "NoSuchEntity");
                });
    }

    @Override
    public void tag(Observed<Spec> current, Map<String, String> tags) {
        iam().tagRole(role -> role.roleName(current.spec().roleName()).tags(IamTags.list(tags)));
    }

    @Override
    public void untag(Observed<Spec> current, List<String> keys) {
        iam().untagRole(role -> role.roleName(current.spec().roleName()).tagKeys(keys));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return reader.read(current.spec().roleName());
    }

    private void make(Spec desired, Ownership ownership, Session session) {
        var request = CreateRoleRequest.builder()
                .roleName(desired.roleName())
                .path(desired.path().orElse("/"))
                .assumeRolePolicyDocument(JsonValues.document(desired.assumeRolePolicyDocument()))
                .maxSessionDuration(desired.maxSessionDuration().orElse(DEFAULT_SESSION))
                .tags(IamTags.list(ownership.allTags(desired.tags())));
        desired.description().filter(text -> !text.isEmpty()).ifPresent(request::description);
        desired.permissionsBoundary().ifPresent(request::permissionsBoundary);
        Eventually.run(session, Eventually.PROPAGATION, Policies::isNotYetKnown, () -> {
            session.beforeWrite();
            iam().createRole(request.build());
        });
    }

    private void updateTrust(String name, Spec desired, Session session) {
        Eventually.run(session, Eventually.PROPAGATION, Policies::isNotYetKnown, () -> {
            session.beforeWrite();
            iam().updateAssumeRolePolicy(role ->
                    role.roleName(name).policyDocument(JsonValues.document(desired.assumeRolePolicyDocument())));
        });
    }

    private void putBoundary(String name, String boundary, Session session) {
        session.beforeWrite();
        iam().putRolePermissionsBoundary(role -> role.roleName(name).permissionsBoundary(boundary));
    }

    /// What IAM insists on being gone before the role.
    private void strip(String name, Session session) {
        iam().listInstanceProfilesForRolePaginator(request -> request.roleName(name))
                .instanceProfiles()
                .forEach(profile -> {
                    session.beforeWrite();
                    iam().removeRoleFromInstanceProfile(request ->
                            request.roleName(name).instanceProfileName(profile.instanceProfileName()));
                });
        policies.align(name, Map.of(), List.of(), session);
    }

    /// A new role is not seen everywhere at once, and its trust policy may show a new principal by its unique id
    /// first.
    private Observed<Spec> readBack(Spec desired, Session session) {
        boolean wanted = Policies.hasUnresolvedPrincipal(desired.assumeRolePolicyDocument());
        var deadline = session.clock().instant().plus(RESOLUTION);
        return session.waitFor("role " + desired.roleName() + " to be readable")
                .every(Duration.ofSeconds(2))
                .atMost(Eventually.PROPAGATION)
                .until(() -> found(() -> reader.read(desired.roleName()), "NoSuchEntity")
                        .filter(role -> wanted
                                || !session.clock().instant().isBefore(deadline)
                                || !Policies.hasUnresolvedPrincipal(role.spec().assumeRolePolicyDocument())));
    }

    private static boolean isOwned(RoleDetail role, Session session) {
        return role.tags().stream()
                .anyMatch(tag -> tag.key().equals(Ownership.ENVIRONMENT)
                        && tag.value().equals(session.place().owner()));
    }

    /// Two roles whose names differ in case only cannot exist.
    private static Optional<String> foldedName(MapValue spec) {
        return spec.text("roleName").map(Role::fold);
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private IamClient iam() {
        return clients.iam();
    }
}
