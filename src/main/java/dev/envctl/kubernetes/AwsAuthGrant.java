package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// EMR as the Kubernetes user `emr-containers`: Role and RoleBinding in the namespace, and one entry of `aws-auth` for
/// all namespaces together.
final class AwsAuthGrant implements EmrGrant {

    private static final String NAME = "emr-containers";
    private static final String SYSTEM = "kube-system";
    private static final String AWS_AUTH = "aws-auth";
    private static final int ATTEMPTS = 5;
    private static final Map<String, Object> ROLE_REFERENCE =
            Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Role", "name", NAME);
    private static final Map<String, Object> SUBJECT =
            Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "User", "name", NAME);

    private final ClusterClient client;
    private final AwsAuthText.Entry entry;
    private final String authenticationMode;
    private final Session session;
    private final Reading reading;

    AwsAuthGrant(ClusterClient client, String authenticationMode, Session session, Reading reading) {
        this.client = client;
        this.authenticationMode = authenticationMode;
        this.session = session;
        this.reading = reading;
        Session.Place place = session.place();
        // aws-auth wants the role without its path
        this.entry = new AwsAuthText.Entry(
                "arn:%s:iam::%s:role/AWSServiceRoleForAmazonEMRContainers"
                        .formatted(place.partition(), place.accountId()),
                NAME);
    }

    @Override
    public String permissions(String namespace) {
        List<String> problems = new ArrayList<>();
        Optional<ClusterObject> role = in(namespace, roles());
        if (role.isEmpty()) {
            problems.add("Role emr-containers is missing");
        } else {
            List<String> missing = EmrRules.missing(role.get().list("rules"));
            if (!missing.isEmpty()) {
                problems.add("Role emr-containers lacks " + String.join("; ", missing));
            }
        }
        Optional<ClusterObject> binding = in(namespace, bindings());
        if (binding.isEmpty()) {
            problems.add("RoleBinding emr-containers is missing");
        } else if (!refersToRole(binding.get()) || !namesUser(binding.get())) {
            problems.add("RoleBinding emr-containers does not give the Role to the user emr-containers");
        }
        return problems.isEmpty() ? COMPLETE : String.join("; ", problems);
    }

    @Override
    public String mapping() {
        if (authenticationMode.equals("API")) {
            return "aws-auth is ignored in authentication mode API";
        }
        Optional<ClusterObject> map = remembered("aws-auth", () -> client.get(ObjectType.CONFIG_MAP, SYSTEM, AWS_AUTH));
        return map.filter(object -> AwsAuthText.contains(mapRoles(object), entry))
                        .isPresent()
                ? COMPLETE
                : "aws-auth has no entry for " + entry.roleArn();
    }

    @Override
    public boolean isPresent(String namespace) {
        return in(namespace, roles()).isPresent();
    }

    @Override
    public void grant(String namespace, Session writing) {
        if (authenticationMode.equals("API")) {
            throw ProviderException.of(
                    Code.INVALID_REQUEST,
                    "Cluster %s ignores aws-auth: its authentication mode is API.".formatted(client.cluster()));
        }
        client.apply(ObjectType.ROLE, named(namespace), Map.of("rules", EmrRules.asMaps()), writing);
        // the reference of a binding cannot be changed
        client.get(ObjectType.ROLE_BINDING, namespace, NAME)
                .filter(binding -> !refersToRole(binding))
                .ifPresent(binding -> client.delete(ObjectType.ROLE_BINDING, binding, writing));
        client.apply(
                ObjectType.ROLE_BINDING,
                named(namespace),
                Map.of("roleRef", ROLE_REFERENCE, "subjects", List.of(SUBJECT)),
                writing);
        editMapRoles(text -> AwsAuthText.with(text, entry), writing);
    }

    /// The entry of `aws-auth` goes with the last namespace that binds the user.
    @Override
    public void revoke(String namespace, Session writing) {
        for (ObjectType type : List.of(ObjectType.ROLE_BINDING, ObjectType.ROLE)) {
            client.get(type, namespace, NAME).ifPresent(object -> client.delete(type, object, writing));
        }
        boolean isNeeded = client.listNamed(ObjectType.ROLE_BINDING, NAME).stream()
                .anyMatch(binding -> !binding.namespace().equals(namespace));
        if (!isNeeded) {
            editMapRoles(text -> AwsAuthText.without(text, entry), writing);
        }
    }

    private void editMapRoles(UnaryOperator<String> edit, Session writing) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<ClusterObject> present = client.get(ObjectType.CONFIG_MAP, SYSTEM, AWS_AUTH);
            String before = present.map(AwsAuthGrant::mapRoles).orElse("");
            String after = edit.apply(before);
            if (after.equals(before) || write(present, Map.of("mapRoles", after), writing)) {
                return;
            }
        }
        throw ProviderException.of(
                        Code.SERVICE_ERROR,
                        "The ConfigMap kube-system/aws-auth of cluster %s was changed by others %d times in a row."
                                .formatted(client.cluster(), ATTEMPTS))
                .withHint("Another tool seems to fight over it. Run again when it is done.");
    }

    private boolean write(Optional<ClusterObject> present, Map<String, String> data, Session writing) {
        if (present.isPresent()) {
            return client.mergePatch(ObjectType.CONFIG_MAP, present.get(), Map.of("data", data), writing);
        }
        ObjectMeta metadata =
                new ObjectMetaBuilder().withNamespace(SYSTEM).withName(AWS_AUTH).build();
        return client.create(ObjectType.CONFIG_MAP, metadata, Map.of("data", data), writing);
    }

    private static String mapRoles(ClusterObject awsAuth) {
        return awsAuth.text("data", "mapRoles");
    }

    private static ObjectMeta named(String namespace) {
        return new ObjectMetaBuilder().withNamespace(namespace).withName(NAME).build();
    }

    private static boolean refersToRole(ClusterObject binding) {
        return binding.text("roleRef", "kind").equals("Role")
                && binding.text("roleRef", "name").equals(NAME);
    }

    private static boolean namesUser(ClusterObject binding) {
        return binding.list("subjects").stream()
                .anyMatch(subject -> subject instanceof Map<?, ?> map
                        && "User".equals(map.get("kind"))
                        && NAME.equals(map.get("name")));
    }

    private List<ClusterObject> roles() {
        return remembered("roles", () -> client.listNamed(ObjectType.ROLE, NAME));
    }

    private List<ClusterObject> bindings() {
        return remembered("bindings", () -> client.listNamed(ObjectType.ROLE_BINDING, NAME));
    }

    private <T> T remembered(String what, Supplier<T> read) {
        return reading.of(session, "kubernetes/emr/%s/%s".formatted(client.cluster(), what), read);
    }

    private static Optional<ClusterObject> in(String namespace, List<ClusterObject> objects) {
        return objects.stream()
                .filter(object -> object.namespace().equals(namespace))
                .findFirst();
    }
}
