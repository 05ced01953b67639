package dev.envctl.sandbox.aws.elasticmapreduce;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.emr.model.CreateStudioRequest;
import software.amazon.awssdk.services.emr.model.CreateStudioResponse;
import software.amazon.awssdk.services.emr.model.DeleteStudioRequest;
import software.amazon.awssdk.services.emr.model.DeleteStudioResponse;
import software.amazon.awssdk.services.emr.model.DescribeStudioRequest;
import software.amazon.awssdk.services.emr.model.DescribeStudioResponse;
import software.amazon.awssdk.services.emr.model.ListStudiosRequest;
import software.amazon.awssdk.services.emr.model.ListStudiosResponse;
import software.amazon.awssdk.services.emr.model.Studio;
import software.amazon.awssdk.services.emr.model.StudioSummary;
import software.amazon.awssdk.services.emr.model.UpdateStudioRequest;
import software.amazon.awssdk.services.emr.model.UpdateStudioResponse;

/// Studios. They are there at once, and several may share a name.
record StudioOperations(StudioChecks checks) {

    private static final int PAGE = 50;

    List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateStudio", CreateStudioRequest::builder, this::create),
                Operation.of("DescribeStudio", DescribeStudioRequest::builder, StudioOperations::describe),
                Operation.of("ListStudios", ListStudiosRequest::builder, StudioOperations::list),
                Operation.of("UpdateStudio", UpdateStudioRequest::builder, StudioOperations::update),
                Operation.of("DeleteStudio", DeleteStudioRequest::builder, StudioOperations::delete));
    }

    private CreateStudioResponse create(CreateStudioRequest request, Call call) {
        checks.check(request, call);
        var tags = TagOperations.checked(request.tags());
        var id = "es-" + Identifiers.base36(call.world(), "studio", 25).toUpperCase(Locale.ROOT);
        var studio = new StudioRow(
                id,
                "arn:aws:elasticmapreduce:%s:%s:studio/%s".formatted(call.region(), call.accountId(), id),
                "https://%s.emrstudio-prod.%s.amazonaws.com".formatted(id.toLowerCase(Locale.ROOT), call.region()),
                request.name(),
                Optional.ofNullable(request.description()).orElse(""),
                request.authModeAsString(),
                new StudioRow.Network(
                        request.vpcId(),
                        List.copyOf(new LinkedHashSet<>(request.subnetIds())),
                        request.workspaceSecurityGroupId(),
                        request.engineSecurityGroupId()),
                request.serviceRole(),
                Optional.ofNullable(request.userRole()),
                request.defaultS3Location(),
                signIn(request),
                Optional.ofNullable(request.encryptionKeyArn()),
                call.now(),
                tags);
        new StudioStore(call.world()).studios().put(id, studio);
        return CreateStudioResponse.builder().studioId(id).url(studio.url()).build();
    }

    private static StudioRow.SignIn signIn(CreateStudioRequest request) {
        return new StudioRow.SignIn(
                Optional.ofNullable(request.idpAuthUrl()),
                Optional.ofNullable(request.idpRelayStateParameterName()),
                Optional.ofNullable(request.trustedIdentityPropagationEnabled()),
                Optional.ofNullable(request.idcUserAssignmentAsString()),
                Optional.ofNullable(request.idcInstanceArn()));
    }

    private static DescribeStudioResponse describe(DescribeStudioRequest request, Call call) {
        return DescribeStudioResponse.builder()
                .studio(described(new StudioStore(call.world()).studio(request.studioId())))
                .build();
    }

    private static Studio described(StudioRow row) {
        return Studio.builder()
                .studioId(row.studioId())
                .studioArn(row.arn())
                .url(row.url())
                .name(row.name())
                .description(row.description())
                .authMode(row.authMode())
                .vpcId(row.network().vpcId())
                .subnetIds(row.network().subnetIds())
                .workspaceSecurityGroupId(row.network().workspaceSecurityGroupId())
                .engineSecurityGroupId(row.network().engineSecurityGroupId())
                .serviceRole(row.serviceRole())
                .userRole(row.userRole().orElse(null))
                .defaultS3Location(row.defaultS3Location())
                .idpAuthUrl(row.signIn().idpAuthUrl().orElse(null))
                .idpRelayStateParameterName(
                        row.signIn().idpRelayStateParameterName().orElse(null))
                .trustedIdentityPropagationEnabled(
                        row.signIn().trustedIdentityPropagationEnabled().orElse(null))
                .idcUserAssignment(row.signIn().idcUserAssignment().orElse(null))
                .idcInstanceArn(row.signIn().idcInstanceArn().orElse(null))
                .encryptionKeyArn(row.encryptionKeyArn().orElse(null))
                .creationTime(row.createdAt())
                .tags(TagOperations.tags(row.tags()))
                .build();
    }

    /// Without tags, subnets and roles.
    private static ListStudiosResponse list(ListStudiosRequest request, Call call) {
        var page = Pages.page(
                new StudioStore(call.world()).studios().rows(),
                request.marker(),
                PAGE,
                marker -> StudioStore.invalid("Marker '%s' is not valid.".formatted(marker)));
        return ListStudiosResponse.builder()
                .studios(page.rows().stream()
                        .map(row -> StudioSummary.builder()
                                .studioId(row.studioId())
                                .name(row.name())
                                .vpcId(row.network().vpcId())
                                .url(row.url())
                                .description(row.description())
                                .authMode(row.authMode())
                                .creationTime(row.createdAt())
                                .build())
                        .toList())
                .marker(page.nextToken().orElse(null))
                .build();
    }

    private static UpdateStudioResponse update(UpdateStudioRequest request, Call call) {
        var store = new StudioStore(call.world());
        var studio = store.studio(request.studioId());
        if (request.name() != null) {
            StudioChecks.checkName(request.name());
        }
        StudioChecks.checkDescription(request.description());
        if (request.defaultS3Location() != null) {
            StudioChecks.checkS3Location(request.defaultS3Location());
        }
        var updated = studio.updated(
                Optional.ofNullable(request.name()).orElse(studio.name()),
                Optional.ofNullable(request.description()).orElse(studio.description()),
                subnets(studio, request.subnetIds(), call),
                Optional.ofNullable(request.defaultS3Location()).orElse(studio.defaultS3Location()),
                Optional.ofNullable(request.encryptionKeyArn()).or(studio::encryptionKeyArn));
        store.studios().put(updated.studioId(), updated);
        return UpdateStudioResponse.builder().build();
    }

    /// The new list replaces the old one, of which nothing may be missing.
    private static List<String> subnets(StudioRow studio, List<String> wanted, Call call) {
        var current = studio.network().subnetIds();
        if (wanted.isEmpty()) {
            return current;
        }
        current.stream()
                .filter(subnetId -> !wanted.contains(subnetId))
                .findFirst()
                .ifPresent(StudioOperations::refuseShrinking);
        StudioChecks.checkSubnets(wanted, studio.network().vpcId(), call);
        return List.copyOf(new LinkedHashSet<>(wanted));
    }

    private static void refuseShrinking(String subnetId) {
        throw StudioStore.invalid("Subnets cannot be removed from a Studio. SubnetIds must include the associated"
                + " subnet %s.".formatted(subnetId));
    }

    /// The session mappings go with their Studio.
    private static DeleteStudioResponse delete(DeleteStudioRequest request, Call call) {
        var store = new StudioStore(call.world());
        var studio = store.studio(request.studioId());
        store.mappingsOf(studio.studioId()).forEach(mapping -> store.mappings().remove(mapping.key()));
        store.studios().remove(studio.studioId());
        return DeleteStudioResponse.builder().build();
    }
}
