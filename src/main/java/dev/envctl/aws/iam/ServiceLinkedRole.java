package dev.envctl.aws.iam;

import static dev.envctl.aws.Refusals.is;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Changed;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.Role;

/// The role that an AWS service acts with. The account has one of each, made by whoever needed the service first;
/// nobody owns it and every user of the service depends on it, so it is seen to and never taken away.
public final class ServiceLinkedRole implements ResourceKind<ServiceLinkedRole.Spec> {

    public record Spec(String awsServiceName, Optional<String> description) {}

    private final AwsClients clients;

    public ServiceLinkedRole(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "ServiceLinkedRole",
                Spec.class,
                Traits.of(20, Traits.Overlap.REFUSED, Traits.Ledger.NONE, "/awsServiceName")
                        .withActions("iam:ListRoles", "iam:CreateServiceLinkedRole", "iam:UpdateRole"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return wanted.sought().stream()
                .flatMap(sought -> sought.criteria().text("awsServiceName").stream())
                .distinct()
                .flatMap(service -> among(IamAccount.listed(clients, session).values(), service).stream())
                .toList();
    }

    /// As it is now.
    private Optional<Observed<Spec>> find(String service) {
        return among(
                iam().listRolesPaginator(request -> request.pathPrefix(path(service))).roles().stream()
                        .toList(),
                service);
    }

    private static String path(String service) {
        return "/aws-service-role/" + service + "/";
    }

    /// A service may have more of them under a suffix; the one without is the one that it makes by itself.
    private static Optional<Observed<Spec>> among(Collection<Role> roles, String service) {
        return roles.stream()
                .filter(role -> role.path().equals(path(service)))
                .min(Comparator.comparing((Role role) -> role.roleName().length()))
                .map(role -> observed(service, role));
    }

    private static Observed<Spec> observed(String service, Role role) {
        Spec spec = new Spec(
                service, Optional.of(Optional.ofNullable(role.description()).orElse("")));
        Value.MapValue computed = Value.map("arn", Value.of(role.arn()), "roleName", Value.of(role.roleName()));
        return Observed.ready(role.arn(), spec, computed, Optional.empty());
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        var request = CreateServiceLinkedRoleRequest.builder().awsServiceName(desired.awsServiceName());
        desired.description().filter(text -> !text.isEmpty()).ifPresent(request::description);
        session.beforeWrite();
        try {
            iam().createServiceLinkedRole(request.build());
        } catch (AwsServiceException refusal) {
            if (!isThereAlready(refusal)) {
                throw refusal;
            }
        }
        return read(desired.awsServiceName(), session);
    }

    /// Somebody else needed the service in the meantime, or an answer got lost.
    private static boolean isThereAlready(AwsServiceException refusal) {
        return is(refusal, "InvalidInput") && Refusals.message(refusal).contains("has been taken in this account");
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        if (Changed.has(changed, "description")) {
            session.beforeWrite();
            iam().updateRole(request -> request.roleName(
                            current.computed().text("roleName").orElseThrow())
                    .description(desired.description().orElse("")));
        }
        return read(desired.awsServiceName(), session);
    }

    private Observed<Spec> read(String service, Session session) {
        return session.waitFor("the service-linked role of " + service)
                .every(Duration.ofSeconds(2))
                .atMost(Eventually.PROPAGATION)
                .until(() -> find(service));
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        throw never("deleted");
    }

    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {
        throw never("claimed");
    }

    @Override
    public void release(Observed<Spec> current, Session session) {
        throw never("released");
    }

    private static IllegalStateException never(String what) {
        return new IllegalStateException("a service-linked role was to be " + what + "; this is a bug in envctl");
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return read(current.spec().awsServiceName(), session);
    }

    private IamClient iam() {
        return clients.iam();
    }
}
