package dev.envctl.aws.emr;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.CreateOnce;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.TaggedKind;
import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.emr.model.CreateStudioRequest;
import software.amazon.awssdk.services.emr.model.EmrException;
import software.amazon.awssdk.services.emr.model.InternalServerException;
import software.amazon.awssdk.services.emr.model.StudioSummary;
import software.amazon.awssdk.services.emr.model.Tag;

/// An EMR Studio. Its list shows neither tags nor subnets, so every Studio of the account is described: there are ten
/// at most by default, and whether the tagging service knows them is not documented.
///
/// Names may repeat, so a replacement makes the new Studio before the old one goes. That moves its URL either way, and
/// keeps the old one in service when the new one is refused.
public final class Studio implements TaggedKind<Studio.Spec> {

    public record Spec(
            String name,
            String authMode,
            String vpcId,
            List<String> subnetIds,
            String serviceRole,
            Optional<String> userRole,
            String workspaceSecurityGroupId,
            String engineSecurityGroupId,
            String defaultS3Location,
            String description,
            Optional<String> idpAuthUrl,
            Optional<String> idpRelayStateParameterName,
            Optional<Boolean> trustedIdentityPropagationEnabled,
            Optional<String> idcUserAssignment,
            Optional<String> idcInstanceArn,
            Optional<String> encryptionKeyArn,
            Map<String, String> tags) {}

    private static final Traits TRAITS = Traits.of(80, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT, "/name")
            .withReferences(
                    "/vpcId",
                    "/subnetIds",
                    "/serviceRole",
                    "/userRole",
                    "/workspaceSecurityGroupId",
                    "/engineSecurityGroupId",
                    "/encryptionKeyArn")
            .withTypical(Duration.ofSeconds(4), Duration.ofSeconds(4))
            .withActions(
                    "elasticmapreduce:CreateStudio",
                    "elasticmapreduce:DeleteStudio",
                    "elasticmapreduce:DescribeStudio",
                    "elasticmapreduce:ListStudios",
                    "elasticmapreduce:UpdateStudio",
                    "elasticmapreduce:AddTags",
                    "elasticmapreduce:RemoveTags",
                    "iam:PassRole",
                    "sso:CreateManagedApplicationInstance",
                    "sso:DeleteManagedApplicationInstance");

    private final AwsClients clients;

    public Studio(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("Studio", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey())
                .of(session.once("emr/studios", this::listLive), wanted, session);
    }

    private List<Observed<Spec>> listLive() {
        return clients.emr().listStudiosPaginator(request -> {}).studios().stream()
                .flatMap(summary -> describe(summary.studioId()).stream())
                .map(Studio::observed)
                .toList();
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String id = new CreateOnce<>(
                        session,
                        () -> madeBefore(desired, ownership),
                        refused -> refused instanceof EmrException answer && Missing.saysNotAssumable(answer))
                .orElse(() ->
                        clients.emr().createStudio(request(desired, ownership)).studioId());
        return read(id);
    }

    /// A Studio of this address and generation that an earlier attempt made before its answer was lost.
    private Optional<String> madeBefore(Spec desired, Ownership ownership) {
        return clients.emr().listStudiosPaginator(request -> {}).studios().stream()
                .filter(summary -> desired.name().equals(summary.name()))
                .map(StudioSummary::studioId)
                .filter(id -> describe(id)
                        .flatMap(live -> Ownership.from(tags(live)))
                        .filter(found -> found.isSameLifeAs(ownership))
                        .isPresent())
                .findFirst();
    }

    private static CreateStudioRequest request(Spec desired, Ownership ownership) {
        var request = CreateStudioRequest.builder()
                .overrideConfiguration(override -> override.addPlugin(CreateOnce.SINGLE_ATTEMPT))
                .name(desired.name())
                .authMode(desired.authMode())
                .vpcId(desired.vpcId())
                .subnetIds(desired.subnetIds())
                .serviceRole(desired.serviceRole())
                .workspaceSecurityGroupId(desired.workspaceSecurityGroupId())
                .engineSecurityGroupId(desired.engineSecurityGroupId())
                .defaultS3Location(desired.defaultS3Location())
                .tags(tags(ownership.allTags(desired.tags())));
        if (!desired.description().isEmpty()) {
            request.description(desired.description());
        }
        desired.userRole().ifPresent(request::userRole);
        desired.encryptionKeyArn().ifPresent(request::encryptionKeyArn);
        desired.idpAuthUrl().ifPresent(request::idpAuthUrl);
        desired.idpRelayStateParameterName().ifPresent(request::idpRelayStateParameterName);
        desired.trustedIdentityPropagationEnabled().ifPresent(request::trustedIdentityPropagationEnabled);
        desired.idcUserAssignment().ifPresent(request::idcUserAssignment);
        desired.idcInstanceArn().ifPresent(request::idcInstanceArn);
        return request.build();
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        if (changed.stream().anyMatch(path -> !path.startsWith(FieldPath.of("tags")))) {
            session.beforeWrite();
            clients.emr()
                    .updateStudio(request -> request.studioId(current.id())
                            .name(desired.name())
                            .description(desired.description())
                            .subnetIds(desired.subnetIds())
                            .defaultS3Location(desired.defaultS3Location()));
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return read(current.id());
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        session.beforeWrite();
        try {
            clients.emr().deleteStudio(request -> request.studioId(current.id()));
        } catch (EmrException refused) {
            // the service also answers with an internal error for one that is gone
            boolean mayBeGone = Missing.saysSo(refused) || refused instanceof InternalServerException;
            if (!mayBeGone || describe(current.id()).isPresent()) {
                throw refused;
            }
        }
    }

    @Override
    public void tag(Observed<Spec> current, Map<String, String> tags) {
        clients.emr().addTags(request -> request.resourceId(current.id()).tags(tags(tags)));
    }

    @Override
    public void untag(Observed<Spec> current, List<String> keys) {
        clients.emr().removeTags(request -> request.resourceId(current.id()).tagKeys(keys));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return read(current.id());
    }

    private Observed<Spec> read(String id) {
        return describe(id)
                .map(Studio::observed)
                .orElseThrow(() -> ProviderException.of(
                        Code.SERVICE_ERROR, "Studio %s went away while it was being written.".formatted(id)));
    }

    private Optional<software.amazon.awssdk.services.emr.model.Studio> describe(String id) {
        try {
            return Optional.of(clients.emr()
                    .describeStudio(request -> request.studioId(id))
                    .studio());
        } catch (EmrException refused) {
            if (Missing.saysSo(refused)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static Observed<Spec> observed(software.amazon.awssdk.services.emr.model.Studio live) {
        Value.MapValue computed = Value.map("studioId", Value.of(live.studioId()));
        if (live.url() != null) {
            computed = computed.with("url", Value.of(live.url()));
        }
        if (live.studioArn() != null) {
            computed = computed.with("arn", Value.of(live.studioArn()));
        }
        return Observed.ready(live.studioId(), spec(live), computed, Ownership.from(tags(live)));
    }

    private static Spec spec(software.amazon.awssdk.services.emr.model.Studio live) {
        return new Spec(
                live.name(),
                live.authModeAsString(),
                live.vpcId(),
                live.subnetIds(),
                live.serviceRole(),
                Optional.ofNullable(live.userRole()),
                live.workspaceSecurityGroupId(),
                live.engineSecurityGroupId(),
                live.defaultS3Location(),
                Optional.ofNullable(live.description()).orElse(""),
                Optional.ofNullable(live.idpAuthUrl()),
                Optional.ofNullable(live.idpRelayStateParameterName()),
                Optional.ofNullable(live.trustedIdentityPropagationEnabled()),
                Optional.ofNullable(live.idcUserAssignmentAsString()),
                Optional.ofNullable(live.idcInstanceArn()),
                Optional.ofNullable(live.encryptionKeyArn()),
                Ownership.userTags(tags(live)));
    }

    private static Map<String, String> tags(software.amazon.awssdk.services.emr.model.Studio live) {
        Map<String, String> tags = new LinkedHashMap<>();
        live.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
