package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.eks.model.CreateFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.CreateFargateProfileResponse;
import software.amazon.awssdk.services.eks.model.DeleteFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.DeleteFargateProfileResponse;
import software.amazon.awssdk.services.eks.model.DescribeFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.DescribeFargateProfileResponse;
import software.amazon.awssdk.services.eks.model.FargateProfileSelector;
import software.amazon.awssdk.services.eks.model.ListFargateProfilesRequest;
import software.amazon.awssdk.services.eks.model.ListFargateProfilesResponse;

/// Fargate profiles. While one of a cluster is being deleted, no other can be made or deleted.
record FargateOperations(IamView iam) {

    private static final Duration CREATION = Duration.ofMinutes(1);
    private static final Duration DELETION = Duration.ofMinutes(2);
    private static final int MAXIMUM_SELECTORS = 5;

    List<Operation<?, ?>> operations() {
        String profiles = "/clusters/{name}/fargate-profiles";
        String profile = profiles + "/{fargateProfileName}";
        return List.of(
                Operation.rest(
                        "CreateFargateProfile", "POST", profiles, CreateFargateProfileRequest::builder, this::create),
                Operation.rest(
                        "DescribeFargateProfile",
                        "GET",
                        profile,
                        DescribeFargateProfileRequest::builder,
                        FargateOperations::describe),
                Operation.rest(
                        "ListFargateProfiles",
                        "GET",
                        profiles,
                        ListFargateProfilesRequest::builder,
                        FargateOperations::list),
                Operation.rest(
                        "DeleteFargateProfile",
                        "DELETE",
                        profile,
                        DeleteFargateProfileRequest::builder,
                        FargateOperations::delete));
    }

    private CreateFargateProfileResponse create(CreateFargateProfileRequest request, Call call) {
        ClusterRow cluster = Refusals.activeCluster(call, request.clusterName());
        FargateProfileRow profile = new EksStore(call.world())
                .fargateProfiles()
                .get(FargateProfileRow.key(cluster.name(), request.fargateProfileName()))
                .map(existing -> replayed(existing, request))
                .orElseGet(() -> made(cluster, request, call));
        return CreateFargateProfileResponse.builder()
                .fargateProfile(Descriptions.fargateProfile(profile, call.now()))
                .build();
    }

    private static FargateProfileRow replayed(FargateProfileRow existing, CreateFargateProfileRequest request) {
        if (!Refusals.isReplay(existing.clientRequestToken(), request.clientRequestToken())) {
            throw Refusals.invalidRequest("A Fargate Profile already exists with name: " + existing.name());
        }
        return existing;
    }

    private FargateProfileRow made(ClusterRow cluster, CreateFargateProfileRequest request, Call call) {
        Refusals.checkName("Fargate profile name", request.fargateProfileName(), 100);
        Tags.check(request.tags());
        checkNoDeletion(cluster, "create", request.fargateProfileName(), call);
        checkSelectors(request.selectors());
        Places places = new Places(iam, call);
        places.checkPodExecutionRole(request.podExecutionRoleArn());
        FargateProfileRow profile = new FargateProfileRow(
                cluster.name(),
                request.fargateProfileName(),
                "arn:aws:eks:%s:%s:fargateprofile/%s/%s/%s"
                        .formatted(
                                call.region(),
                                call.accountId(),
                                cluster.name(),
                                request.fargateProfileName(),
                                Identifiers.uuid(call.world(), "fargateprofile")),
                request.podExecutionRoleArn(),
                subnets(cluster, request, places),
                request.selectors().stream()
                        .map(selector -> new FargateProfileRow.Selector(selector.namespace(), selector.labels()))
                        .toList(),
                false,
                call.now(),
                Optional.ofNullable(request.clientRequestToken()),
                Progress.of(Progress.CREATING, call.now(), CREATION),
                request.tags());
        new EksStore(call.world()).fargateProfiles().put(profile.key(), profile);
        return profile;
    }

    private static void checkNoDeletion(ClusterRow cluster, String verb, String name, Call call) {
        new EksStore(call.world())
                .fargateProfilesOf(cluster.name()).stream()
                        .filter(profile -> profile.progress().isDeletion())
                        .findFirst()
                        .ifPresent(going -> {
                            throw Refusals.invalidRequest(
                                    "Cannot %s Fargate Profile %s because cluster %s currently has Fargate profile %s in status DELETING"
                                            .formatted(verb, name, cluster.name(), going.name()));
                        });
    }

    private static void checkSelectors(List<FargateProfileSelector> selectors) {
        if (selectors.isEmpty() || selectors.size() > MAXIMUM_SELECTORS) {
            throw Refusals.invalidParameter("A Fargate profile has 1 to 5 selectors.");
        }
        if (selectors.stream().anyMatch(selector -> selector.namespace() == null)) {
            throw Refusals.invalidParameter("A selector of a Fargate profile must have a namespace.");
        }
    }

    /// The cluster's private ones unless the request names others.
    private static List<String> subnets(ClusterRow cluster, CreateFargateProfileRequest request, Places places) {
        if (request.subnets().isEmpty()) {
            return cluster.network().subnetIds().stream()
                    .filter(places::isPrivate)
                    .toList();
        }
        places.checkMemberSubnets(request.subnets(), cluster);
        request.subnets().stream()
                .filter(subnet -> !places.isPrivate(subnet))
                .findFirst()
                .ifPresent(subnet -> {
                    throw Refusals.invalidParameter(
                            "Subnet %s provided in Fargate Profile is not a private subnet".formatted(subnet));
                });
        return request.subnets();
    }

    private static FargateProfileRow find(Call call, String clusterName, String name) {
        ClusterRow cluster = Refusals.cluster(call, clusterName);
        return new EksStore(call.world())
                .fargateProfiles()
                .get(FargateProfileRow.key(cluster.name(), name))
                .orElseThrow(() -> Refusals.notFound("No Fargate Profile found with name: %s.".formatted(name)));
    }

    private static DescribeFargateProfileResponse describe(DescribeFargateProfileRequest request, Call call) {
        return DescribeFargateProfileResponse.builder()
                .fargateProfile(Descriptions.fargateProfile(
                        find(call, request.clusterName(), request.fargateProfileName()), call.now()))
                .build();
    }

    private static ListFargateProfilesResponse list(ListFargateProfilesRequest request, Call call) {
        ClusterRow cluster = Refusals.cluster(call, request.clusterName());
        List<String> names = new EksStore(call.world())
                .fargateProfilesOf(cluster.name()).stream()
                        .map(FargateProfileRow::name)
                        .toList();
        var page = Refusals.page(names, request.nextToken(), request.maxResults());
        return ListFargateProfilesResponse.builder()
                .fargateProfileNames(page.rows())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DeleteFargateProfileResponse delete(DeleteFargateProfileRequest request, Call call) {
        FargateProfileRow profile = find(call, request.clusterName(), request.fargateProfileName());
        checkNoDeletion(Refusals.cluster(call, request.clusterName()), "delete", profile.name(), call);
        FargateProfileRow going = profile.withProgress(Progress.of(Progress.DELETING, call.now(), DELETION));
        new EksStore(call.world()).fargateProfiles().put(profile.key(), going);
        return DeleteFargateProfileResponse.builder()
                .fargateProfile(Descriptions.fargateProfile(going, call.now()))
                .build();
    }
}
