package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.AddonPodIdentityAssociations;
import software.amazon.awssdk.services.eks.model.CreateAddonRequest;
import software.amazon.awssdk.services.eks.model.CreateAddonResponse;
import software.amazon.awssdk.services.eks.model.DeleteAddonRequest;
import software.amazon.awssdk.services.eks.model.DeleteAddonResponse;
import software.amazon.awssdk.services.eks.model.DescribeAddonRequest;
import software.amazon.awssdk.services.eks.model.DescribeAddonResponse;
import software.amazon.awssdk.services.eks.model.ListAddonsRequest;
import software.amazon.awssdk.services.eks.model.ListAddonsResponse;
import software.amazon.awssdk.services.eks.model.UpdateAddonRequest;
import software.amazon.awssdk.services.eks.model.UpdateAddonResponse;

/// EKS add-ons. One that needs a node is degraded until there is one.
record AddonOperations(IamView iam) {

    private static final Duration CREATION = Duration.ofSeconds(40);
    private static final Duration DELETION = Duration.ofSeconds(30);

    /// With the version that each has by default.
    private static final Map<String, String> DEFAULTS = Map.of(
            "vpc-cni", "v1.20.4-eksbuild.2",
            "coredns", "v1.12.3-eksbuild.1",
            "kube-proxy", "v1.34.0-eksbuild.2",
            "eks-pod-identity-agent", "v1.3.8-eksbuild.2",
            "aws-ebs-csi-driver", "v1.48.0-eksbuild.2",
            "aws-efs-csi-driver", "v2.1.11-eksbuild.1",
            "metrics-server", "v0.8.0-eksbuild.2",
            "amazon-cloudwatch-observability", "v4.4.0-eksbuild.1");

    List<Operation<?, ?>> operations() {
        String addon = "/clusters/{name}/addons/{addonName}";
        return List.of(
                Operation.rest(
                        "CreateAddon", "POST", "/clusters/{name}/addons", CreateAddonRequest::builder, this::create),
                Operation.rest("DescribeAddon", "GET", addon, DescribeAddonRequest::builder, AddonOperations::describe),
                Operation.rest(
                        "ListAddons",
                        "GET",
                        "/clusters/{name}/addons",
                        ListAddonsRequest::builder,
                        AddonOperations::list),
                Operation.rest("UpdateAddon", "POST", addon + "/update", UpdateAddonRequest::builder, this::update),
                Operation.rest("DeleteAddon", "DELETE", addon, DeleteAddonRequest::builder, AddonOperations::delete));
    }

    private CreateAddonResponse create(CreateAddonRequest request, Call call) {
        ClusterRow cluster = Refusals.activeCluster(call, request.clusterName());
        AddonRow addon = new EksStore(call.world())
                .addons()
                .get(AddonRow.key(cluster.name(), request.addonName()))
                .map(existing -> replayed(existing, request))
                .orElseGet(() -> made(cluster, request, call));
        return CreateAddonResponse.builder().addon(described(addon, call)).build();
    }

    private static AddonRow replayed(AddonRow existing, CreateAddonRequest request) {
        if (!Refusals.isReplay(existing.clientRequestToken(), request.clientRequestToken())) {
            throw Refusals.inUse("Addon already exists.");
        }
        return existing;
    }

    private AddonRow made(ClusterRow cluster, CreateAddonRequest request, Call call) {
        Tags.check(request.tags());
        String version = version(request.addonName(), request.addonVersion());
        new Places(iam, call).checkPodRole(request.serviceAccountRoleArn());
        String arn = "arn:aws:eks:%s:%s:addon/%s/%s/%s"
                .formatted(
                        call.region(),
                        call.accountId(),
                        cluster.name(),
                        request.addonName(),
                        Identifiers.uuid(call.world(), "addon"));
        AddonRow.Options options = new AddonRow.Options(
                Optional.ofNullable(request.configurationValues()),
                Optional.ofNullable(request.serviceAccountRoleArn()),
                associate(cluster, arn, request.addonName(), request.podIdentityAssociations(), call));
        AddonRow addon = new AddonRow(
                cluster.name(),
                request.addonName(),
                arn,
                version,
                options,
                call.now(),
                Optional.ofNullable(request.clientRequestToken()),
                Progress.of(Progress.CREATING, call.now(), CREATION),
                request.tags());
        new EksStore(call.world()).addons().put(addon.key(), addon);
        return addon;
    }

    private static String version(String addon, @Nullable String wanted) {
        String fallback = Optional.ofNullable(DEFAULTS.get(addon))
                .orElseThrow(() -> Refusals.invalidParameter(
                        "Addon %s specified is not supported in this Kubernetes version".formatted(addon)));
        String version = Optional.ofNullable(wanted).orElse(fallback);
        if (!version.matches("v\\d+\\.\\d+\\.\\d+-eksbuild\\.\\d+")) {
            throw Refusals.invalidParameter("Addon version specified is not supported: " + version);
        }
        return version;
    }

    /// Associations that belong to the add-on: they come and go with it.
    private List<String> associate(
            ClusterRow cluster, String arn, String addon, List<AddonPodIdentityAssociations> wanted, Call call) {
        PodIdentityOperations identities = new PodIdentityOperations(iam);
        return wanted.stream()
                .map(each -> identities
                        .owned(cluster, namespace(addon), each, arn, call)
                        .associationId())
                .toList();
    }

    private static String namespace(String addon) {
        return addon.equals("amazon-cloudwatch-observability") ? "amazon-cloudwatch" : "kube-system";
    }

    private static AddonRow find(Call call, String clusterName, String name) {
        ClusterRow cluster = Refusals.cluster(call, clusterName);
        return new EksStore(call.world())
                .addons()
                .get(AddonRow.key(cluster.name(), name))
                .orElseThrow(
                        () -> Refusals.notFound("No addon: %s found in cluster: %s".formatted(name, cluster.name())));
    }

    private static Addon described(AddonRow addon, Call call) {
        EksStore store = new EksStore(call.world());
        boolean hasRoom = store.nodegroupsOf(addon.clusterName()).stream()
                        .anyMatch(group -> !group.instanceIds().isEmpty())
                || !store.fargateProfilesOf(addon.clusterName()).isEmpty();
        return Descriptions.addon(addon, associationArns(addon, store), hasRoom, call.now());
    }

    private static List<String> associationArns(AddonRow addon, EksStore store) {
        return addon.options().associationIds().stream()
                .flatMap(id -> store.podIdentities().get(id).stream())
                .map(PodIdentityRow::arn)
                .toList();
    }

    private static DescribeAddonResponse describe(DescribeAddonRequest request, Call call) {
        return DescribeAddonResponse.builder()
                .addon(described(find(call, request.clusterName(), request.addonName()), call))
                .build();
    }

    private static ListAddonsResponse list(ListAddonsRequest request, Call call) {
        ClusterRow cluster = Refusals.cluster(call, request.clusterName());
        List<String> names = new EksStore(call.world())
                .addonsOf(cluster.name()).stream().map(AddonRow::name).toList();
        var page = Refusals.page(names, request.nextToken(), request.maxResults());
        return ListAddonsResponse.builder()
                .addons(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// What is not sent stays as it is.
    private UpdateAddonResponse update(UpdateAddonRequest request, Call call) {
        AddonRow addon = find(call, request.clusterName(), request.addonName());
        checkIdle(addon, call);
        new Places(iam, call).checkPodRole(request.serviceAccountRoleArn());
        AddonRow.Options options = new AddonRow.Options(
                Optional.ofNullable(request.configurationValues())
                        .or(() -> addon.options().configurationValues()),
                Optional.ofNullable(request.serviceAccountRoleArn())
                        .or(() -> addon.options().serviceAccountRoleArn()),
                request.hasPodIdentityAssociations()
                        ? reassociated(addon, request.podIdentityAssociations(), call)
                        : addon.options().associationIds());
        String version =
                request.addonVersion() == null ? addon.version() : version(addon.name(), request.addonVersion());
        AddonRow updated = addon.with(version, options, Progress.of(Progress.UPDATING, call.now(), CREATION));
        new EksStore(call.world()).addons().put(addon.key(), updated);
        UpdateRow update = UpdateOperations.started(
                call,
                addon.clusterName(),
                UpdateOperations.ofAddon(addon.name()),
                "AddonUpdate",
                Map.of("AddonVersion", version),
                CREATION);
        return UpdateAddonResponse.builder()
                .update(Descriptions.update(update, call.now()))
                .build();
    }

    private List<String> reassociated(AddonRow addon, List<AddonPodIdentityAssociations> wanted, Call call) {
        removeAssociations(addon, call);
        ClusterRow cluster = Refusals.cluster(call, addon.clusterName());
        return associate(cluster, addon.arn(), addon.name(), wanted, call);
    }

    private static void removeAssociations(AddonRow addon, Call call) {
        EksStore store = new EksStore(call.world());
        addon.options().associationIds().forEach(store.podIdentities()::remove);
    }

    private static void checkIdle(AddonRow addon, Call call) {
        if (!addon.progress().isOverAt(call.now())) {
            throw Refusals.inUse("Addon %s cannot be updated as it is currently in %s state"
                    .formatted(addon.name(), addon.progress().status()));
        }
    }

    private static DeleteAddonResponse delete(DeleteAddonRequest request, Call call) {
        AddonRow addon = find(call, request.clusterName(), request.addonName());
        removeAssociations(addon, call);
        AddonRow going =
                addon.with(addon.version(), addon.options(), Progress.of(Progress.DELETING, call.now(), DELETION));
        new EksStore(call.world()).addons().put(addon.key(), going);
        return DeleteAddonResponse.builder().addon(described(going, call)).build();
    }
}
