package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eks.model.CreateAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.CreateAccessEntryResponse;
import software.amazon.awssdk.services.eks.model.DeleteAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DeleteAccessEntryResponse;
import software.amazon.awssdk.services.eks.model.DescribeAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DescribeAccessEntryResponse;
import software.amazon.awssdk.services.eks.model.ListAccessEntriesRequest;
import software.amazon.awssdk.services.eks.model.ListAccessEntriesResponse;
import software.amazon.awssdk.services.eks.model.UpdateAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.UpdateAccessEntryResponse;

/// Access entries: who may enter a cluster as whom.
record AccessEntryOperations(IamView iam) {

    private static final Set<String> TYPES =
            Set.of("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX", "HYPERPOD_LINUX");
    private static final List<String> NODE_GROUPS = List.of("system:nodes");
    private static final Pattern PRINCIPAL =
            Pattern.compile("arn:aws:iam::([0-9]{12}):(role|user)/((?:[!-~]+/)?([\\w+=,.@-]+))");
    private static final Pattern RESERVED_USERNAME = Pattern.compile("(system:|eks:|aws:|amazon:|iam:).*");

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "CreateAccessEntry",
                        "POST",
                        "/clusters/{name}/access-entries",
                        CreateAccessEntryRequest::builder,
                        this::create),
                Operation.rest(
                        "DescribeAccessEntry",
                        "GET",
                        "/clusters/{name}/access-entries/{principalArn}",
                        DescribeAccessEntryRequest::builder,
                        AccessEntryOperations::describe),
                Operation.rest(
                        "ListAccessEntries",
                        "GET",
                        "/clusters/{name}/access-entries",
                        ListAccessEntriesRequest::builder,
                        AccessEntryOperations::list),
                Operation.rest(
                        "UpdateAccessEntry",
                        "POST",
                        "/clusters/{name}/access-entries/{principalArn}",
                        UpdateAccessEntryRequest::builder,
                        AccessEntryOperations::update),
                Operation.rest(
                        "DeleteAccessEntry",
                        "DELETE",
                        "/clusters/{name}/access-entries/{principalArn}",
                        DeleteAccessEntryRequest::builder,
                        AccessEntryOperations::delete));
    }

    private CreateAccessEntryResponse create(CreateAccessEntryRequest request, Call call) {
        var cluster = accessCluster(call, request.clusterName());
        var store = new EksStore(call.world());
        var existing = store.accessEntries().get(AccessEntryRow.key(cluster.name(), request.principalArn()));
        if (existing.isPresent()) {
            return replayed(existing.get(), request);
        }
        var type = Optional.ofNullable(request.type()).orElse("STANDARD");
        checkPrincipal(request.principalArn(), call);
        checkIdentity(type, request.username(), request.kubernetesGroups());
        Tags.check(request.tags());
        var row = row(
                call,
                cluster.name(),
                request.principalArn(),
                type,
                username(request.username(), request.principalArn(), type),
                type.equals("STANDARD") ? request.kubernetesGroups() : NODE_GROUPS,
                Optional.ofNullable(request.clientRequestToken()),
                request.tags());
        store.putAccessEntry(row);
        return CreateAccessEntryResponse.builder()
                .accessEntry(Descriptions.accessEntry(row))
                .build();
    }

    /// As EKS makes it by itself for whoever makes a cluster.
    static AccessEntryRow standardEntry(Call call, String clusterName, String principalArn) {
        var name = username(null, principalArn, "STANDARD");
        return row(call, clusterName, principalArn, "STANDARD", name, List.of(), Optional.empty(), Map.of());
    }

    /// As EKS makes it by itself for the role of a managed node group.
    static AccessEntryRow nodeEntry(Call call, String clusterName, String roleArn) {
        var name = username(null, roleArn, "EC2_LINUX");
        return row(call, clusterName, roleArn, "EC2_LINUX", name, NODE_GROUPS, Optional.empty(), Map.of());
    }

    private static AccessEntryRow row(
            Call call,
            String clusterName,
            String principalArn,
            String type,
            String username,
            List<String> groups,
            Optional<String> token,
            Map<String, String> tags) {
        return new AccessEntryRow(
                clusterName,
                principalArn,
                arn(call, clusterName, principalArn),
                type,
                username,
                groups,
                token,
                call.now(),
                call.now(),
                List.of(),
                tags);
    }

    /// Entries exist only where the authentication mode admits them.
    static ClusterRow accessCluster(Call call, String name) {
        var cluster = Refusals.cluster(call, name);
        if (!cluster.takesAccessEntries()) {
            throw Refusals.invalidRequest("The cluster's authentication mode must be set to one of [API,"
                    + " API_AND_CONFIG_MAP] to perform this operation.");
        }
        return cluster;
    }

    private static CreateAccessEntryResponse replayed(AccessEntryRow existing, CreateAccessEntryRequest request) {
        if (existing.clientRequestToken().equals(Optional.ofNullable(request.clientRequestToken()))
                && request.clientRequestToken() != null) {
            return CreateAccessEntryResponse.builder()
                    .accessEntry(Descriptions.accessEntry(existing))
                    .build();
        }
        throw new AwsError(
                "ResourceInUseException",
                409,
                "The specified access entry resource is already in use on this cluster.");
    }

    /// IAM must know the principal, and have told the rest of AWS of it.
    private void checkPrincipal(String principalArn, Call call) {
        var parts = PRINCIPAL.matcher(principalArn);
        var known = parts.matches()
                && (parts.group(2).equals("user")
                        ? iam.userExists(call.world(), principalArn)
                        : iam.role(call.world(), principalArn)
                                .filter(role -> role.isAssumableAt(call.now()))
                                .isPresent());
        if (!known) {
            throw Refusals.invalidParameter("The specified principalArn is invalid: invalid principal.");
        }
    }

    private static void checkIdentity(String type, @Nullable String username, List<String> groups) {
        if (!TYPES.contains(type)) {
            throw Refusals.invalidParameter("The specified access entry type is invalid: " + type);
        }
        if (!type.equals("STANDARD") && (username != null || !groups.isEmpty())) {
            throw Refusals.invalidParameter(
                    "The username and kubernetesGroups can only be set on access entries of type STANDARD.");
        }
        groups.stream()
                .filter(group -> group.startsWith("system:"))
                .findFirst()
                .ifPresent(AccessEntryOperations::refuseGroup);
        if (username != null && RESERVED_USERNAME.matcher(username).matches()) {
            throw Refusals.invalidParameter("The username %s is invalid, it has a reserved prefix".formatted(username));
        }
    }

    private static void refuseGroup(String group) {
        throw Refusals.invalidParameter(
                "The kubernetes group name %s is invalid, it cannot start with system:".formatted(group));
    }

    private static String arn(Call call, String clusterName, String principalArn) {
        var parts = PRINCIPAL.matcher(principalArn);
        if (!parts.matches()) {
            throw new IllegalStateException("a principal that was checked: " + principalArn);
        }
        return "arn:aws:eks:%s:%s:access-entry/%s/%s/%s/%s/%s"
                .formatted(
                        call.region(),
                        call.accountId(),
                        clusterName,
                        parts.group(2),
                        parts.group(1),
                        parts.group(4),
                        Identifiers.uuid(call.world(), "access-entry"));
    }

    /// What EKS calls a principal that nobody named: assumed roles carry their session.
    private static String username(@Nullable String username, String principalArn, String type) {
        if (username != null && !username.isEmpty()) {
            return username;
        }
        if (!type.equals("STANDARD")) {
            return "system:node:{{EC2PrivateDNSName}}";
        }
        var parts = PRINCIPAL.matcher(principalArn);
        return parts.matches() && parts.group(2).equals("role")
                ? "arn:aws:sts::%s:assumed-role/%s/{{SessionName}}".formatted(parts.group(1), parts.group(4))
                : principalArn;
    }

    static AccessEntryRow find(Call call, String clusterName, String principalArn) {
        var cluster = accessCluster(call, clusterName);
        return new EksStore(call.world())
                .accessEntries()
                .get(AccessEntryRow.key(cluster.name(), principalArn))
                .orElseThrow(() -> Refusals.notFound("The specified principalArn could not be found. You can view"
                        + " your available access entries with 'list-access-entries'."));
    }

    private static DescribeAccessEntryResponse describe(DescribeAccessEntryRequest request, Call call) {
        return DescribeAccessEntryResponse.builder()
                .accessEntry(Descriptions.accessEntry(find(call, request.clusterName(), request.principalArn())))
                .build();
    }

    private static ListAccessEntriesResponse list(ListAccessEntriesRequest request, Call call) {
        var cluster = accessCluster(call, request.clusterName());
        var principals = new EksStore(call.world())
                .accessEntriesOf(cluster.name()).stream()
                        .filter(entry -> request.associatedPolicyArn() == null
                                || entry.association(request.associatedPolicyArn())
                                        .isPresent())
                        .map(AccessEntryRow::principalArn)
                        .toList();
        var page = Refusals.page(principals, request.nextToken(), request.maxResults());
        return ListAccessEntriesResponse.builder()
                .accessEntries(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// What is not sent stays; sent groups replace all groups.
    private static UpdateAccessEntryResponse update(UpdateAccessEntryRequest request, Call call) {
        var entry = find(call, request.clusterName(), request.principalArn());
        if (!entry.isStandard()) {
            throw Refusals.invalidRequest(
                    "Only access entries of type STANDARD can be updated, this one is of type " + entry.type());
        }
        checkIdentity(entry.type(), request.username(), request.kubernetesGroups());
        var updated = entry.withIdentity(
                Optional.ofNullable(request.username()).orElse(entry.username()),
                request.hasKubernetesGroups() ? request.kubernetesGroups() : entry.groups(),
                call.now());
        new EksStore(call.world()).putAccessEntry(updated);
        return UpdateAccessEntryResponse.builder()
                .accessEntry(Descriptions.accessEntry(updated))
                .build();
    }

    private static DeleteAccessEntryResponse delete(DeleteAccessEntryRequest request, Call call) {
        var entry = find(call, request.clusterName(), request.principalArn());
        new EksStore(call.world()).accessEntries().remove(entry.key());
        return DeleteAccessEntryResponse.builder().build();
    }
}
