package dev.envctl.aws.emr;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Selection;
import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import software.amazon.awssdk.services.emr.model.EmrException;
import software.amazon.awssdk.services.emr.model.SessionMappingSummary;

/// Lets a user or group of IAM Identity Center into a Studio. A mapping carries no tags and belongs to whoever owns its
/// Studio; one list call per Studio brings all of them. Who has no mapping yet is looked up in Identity Center already
/// while planning, so that a misspelt name stops the plan and not the apply.
public final class StudioSessionMapping implements ResourceKind<StudioSessionMapping.Spec> {

    public record Spec(String studioId, String identityType, String identityName, String sessionPolicyArn) {}

    private static final Traits TRAITS = Traits.of(
                    90, Traits.Overlap.REFUSED, Traits.Ledger.PARENT, "/studioId", "/identityType", "/identityName")
            .withScope("Studio")
            .withReferences("/studioId", "/sessionPolicyArn")
            .withTypical(Duration.ofSeconds(2), Duration.ofSeconds(2))
            .withActions(
                    "elasticmapreduce:CreateStudioSessionMapping",
                    "elasticmapreduce:DeleteStudioSessionMapping",
                    "elasticmapreduce:GetStudioSessionMapping",
                    "elasticmapreduce:ListStudioSessionMappings",
                    "elasticmapreduce:UpdateStudioSessionMapping",
                    "identitystore:GetGroupId",
                    "identitystore:GetUserId",
                    "sso:ListInstances");

    private final AwsClients clients;
    private final IdentityCenter identities;

    public StudioSessionMapping(AwsClients clients) {
        this.clients = clients;
        this.identities = new IdentityCenter(clients);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("StudioSessionMapping", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        List<Observed<Spec>> live = studios(wanted).entrySet().stream()
                .flatMap(studio -> live(studio.getKey(), studio.getValue(), wanted, session).stream())
                .toList();
        requireKnownIdentities(wanted, live, session);
        return Selection.<Spec>byKeyAt(TRAITS.naturalKey()).of(live, wanted, session);
    }

    /// Studios that can have mappings, each with its owner: those that the environment has or looks up, and those
    /// that documents name by their id.
    private static SequencedMap<String, Optional<Ownership>> studios(Wanted wanted) {
        SequencedMap<String, Optional<Ownership>> studios = new LinkedHashMap<>();
        for (Observed<?> parent : wanted.parents()) {
            if (parent.spec() instanceof Studio.Spec studio && studio.authMode().equals("SSO")) {
                studios.put(parent.id(), parent.ownership());
            }
        }
        wanted.sought()
                .forEach(sought -> sought.criteria()
                        .text("studioId")
                        .filter(id -> wanted.parents().stream()
                                .noneMatch(parent -> parent.id().equals(id)))
                        .ifPresent(id -> studios.put(id, Optional.empty())));
        return studios;
    }

    private List<Observed<Spec>> live(
            String studioId, Optional<Ownership> studioOwner, Wanted wanted, Session session) {
        List<SessionMappingSummary> summaries = session.once("emr/mappings/" + studioId, () -> list(studioId));
        Set<Address> taken = new LinkedHashSet<>();
        wanted.sought().forEach(sought -> taken.add(sought.address()));
        List<Observed<Spec>> live = new ArrayList<>();
        for (SessionMappingSummary summary : summaries) {
            Spec spec = spec(summary);
            Address address = documented(spec, wanted).orElseGet(() -> addressOf(spec, taken));
            taken.add(address);
            live.add(observed(spec, summary.identityId(), studioOwner.map(owner -> borrowed(owner, address))));
        }
        return live;
    }

    private List<SessionMappingSummary> list(String studioId) {
        try {
            return clients
                    .emr()
                    .listStudioSessionMappingsPaginator(request -> request.studioId(studioId))
                    .sessionMappings()
                    .stream()
                    .toList();
        } catch (EmrException refused) {
            if (Missing.saysSo(refused)) {
                return List.of();
            }
            throw refused;
        }
    }

    private static Optional<Address> documented(Spec live, Wanted wanted) {
        return wanted.sought().stream()
                .filter(sought -> names(sought, live))
                .map(Wanted.Sought::address)
                .findFirst();
    }

    private static boolean names(Wanted.Sought sought, Spec live) {
        Value.MapValue criteria = sought.criteria();
        return criteria.text("studioId").equals(Optional.of(live.studioId()))
                && criteria.text("identityType").equals(Optional.of(live.identityType()))
                && criteria.text("identityName").equals(Optional.of(live.identityName()));
    }

    /// Never the address of a document, which would keep the mapping of somebody whom that document no longer
    /// names.
    private static Address addressOf(Spec live, Set<Address> taken) {
        Address plain = MappingNames.plain(live.identityType(), live.identityName());
        return taken.contains(plain) ? MappingNames.distinct(live.identityType(), live.identityName()) : plain;
    }

    /// What was applied last is not written anywhere.
    private static Ownership borrowed(Ownership studio, Address address) {
        return new Ownership(studio.environment(), address, "", 1, Ownership.Protection.NONE);
    }

    /// Asks Identity Center for those who have a document and no mapping; the mappings that exist cost nothing.
    private void requireKnownIdentities(Wanted wanted, List<Observed<Spec>> live, Session session) {
        SequencedMap<Address, String> unknown = new LinkedHashMap<>();
        wanted.sought().stream()
                .filter(sought -> live.stream().noneMatch(each -> names(sought, each.spec())))
                .forEach(sought -> unknownIdentity(sought, session)
                        .ifPresent(identity -> unknown.put(sought.address(), identity)));
        if (!unknown.isEmpty()) {
            throw unknownIdentities(List.copyOf(unknown.values()))
                    .withAddress(unknown.firstEntry().getKey());
        }
    }

    private Optional<String> unknownIdentity(Wanted.Sought sought, Session session) {
        Optional<String> type = sought.criteria().text("identityType");
        Optional<String> name = sought.criteria().text("identityName");
        if (type.isEmpty()
                || name.isEmpty()
                || identities.find(type.get(), name.get(), session).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(described(type.get(), name.get()) + " (" + sought.address() + ")");
    }

    private static ProviderException unknownIdentities(List<String> unknown) {
        return ProviderException.of(
                        Code.UNKNOWN_IDENTITY,
                        "IAM Identity Center has no %s.".formatted(String.join(", no ", unknown)))
                .withHint("Users are known by their user name, groups by their display name, both to the letter.");
    }

    private static String described(String identityType, String identityName) {
        return "%s \"%s\"".formatted(identityType.equals("GROUP") ? "group" : "user", identityName);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        if (identities
                .find(desired.identityType(), desired.identityName(), session)
                .isEmpty()) {
            throw unknownIdentities(List.of(described(desired.identityType(), desired.identityName())));
        }
        session.beforeWrite();
        try {
            clients.emr()
                    .createStudioSessionMapping(request -> request.studioId(desired.studioId())
                            .identityType(desired.identityType())
                            .identityName(desired.identityName())
                            .sessionPolicyArn(desired.sessionPolicyArn()));
        } catch (EmrException refused) {
            if (!Missing.saysExists(refused)) {
                throw refused;
            }
            // the first answer was lost and the SDK asked again; the policy may be that of an older
            // document
            setPolicy(desired, session);
        }
        return read(desired, ownership);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        setPolicy(desired, session);
        return read(desired, ownership);
    }

    private void setPolicy(Spec desired, Session session) {
        session.beforeWrite();
        clients.emr()
                .updateStudioSessionMapping(request -> request.studioId(desired.studioId())
                        .identityType(desired.identityType())
                        .identityName(desired.identityName())
                        .sessionPolicyArn(desired.sessionPolicyArn()));
    }

    /// A mapping goes with its Studio, so a missing Studio is no error either.
    @Override
    public void delete(Observed<Spec> current, Session session) {
        session.beforeWrite();
        try {
            clients.emr()
                    .deleteStudioSessionMapping(
                            request -> request.studioId(current.spec().studioId())
                                    .identityType(current.spec().identityType())
                                    .identityName(current.spec().identityName()));
        } catch (EmrException refused) {
            if (!Missing.saysSo(refused)) {
                throw refused;
            }
        }
    }

    /// There is nothing to write a ledger on.
    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {}

    @Override
    public void release(Observed<Spec> current, Session session) {}

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return current;
    }

    private Observed<Spec> read(Spec desired, Ownership ownership) {
        var live = clients.emr()
                .getStudioSessionMapping(request -> request.studioId(desired.studioId())
                        .identityType(desired.identityType())
                        .identityName(desired.identityName()))
                .sessionMapping();
        Spec spec =
                new Spec(live.studioId(), live.identityTypeAsString(), live.identityName(), live.sessionPolicyArn());
        return observed(spec, live.identityId(), Optional.of(borrowed(ownership, ownership.address())));
    }

    private static Spec spec(SessionMappingSummary live) {
        return new Spec(live.studioId(), live.identityTypeAsString(), live.identityName(), live.sessionPolicyArn());
    }

    private static Observed<Spec> observed(Spec spec, String identityId, Optional<Ownership> ownership) {
        String id = String.join(":", spec.studioId(), spec.identityType(), identityId);
        return Observed.ready(id, spec, Value.map("identityId", Value.of(identityId)), ownership);
    }
}
