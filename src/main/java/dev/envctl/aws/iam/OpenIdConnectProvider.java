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
import dev.envctl.aws.Tagging;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;

/// An issuer of identities that IAM trusts, such as an EKS cluster's. IAM drops the scheme of its URL; here it is
/// always `https://…`, as the cluster names its issuer. The ARN follows from the URL, so nothing has to be listed.
public final class OpenIdConnectProvider implements TaggedKind<OpenIdConnectProvider.Spec> {

    public record Spec(
            String url, List<String> clientIdList, Optional<List<String>> thumbprintList, Map<String, String> tags) {}

    private static final String SCHEME = "https://";
    private static final String RESOURCE = "oidc-provider/";

    private final AwsClients clients;
    private final Tagging tagging;

    public OpenIdConnectProvider(AwsClients clients) {
        this.clients = clients;
        this.tagging = new Tagging(clients);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "OpenIdConnectProvider",
                Spec.class,
                Traits.of(18, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/url")
                        .withActions(
                                "tag:GetResources",
                                "iam:GetOpenIDConnectProvider",
                                "iam:CreateOpenIDConnectProvider",
                                "iam:AddClientIDToOpenIDConnectProvider",
                                "iam:RemoveClientIDFromOpenIDConnectProvider",
                                "iam:UpdateOpenIDConnectProviderThumbprint",
                                "iam:TagOpenIDConnectProvider",
                                "iam:UntagOpenIDConnectProvider",
                                "iam:DeleteOpenIDConnectProvider"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        Set<String> interesting = new LinkedHashSet<>();
        if (wanted.includeOwned()) {
            interesting.addAll(Tagging.select(tagging.ownedGlobally(session), "iam", RESOURCE)
                    .keySet());
        }
        wanted.sought().forEach(sought -> soughtArn(sought.criteria(), session).ifPresent(interesting::add));
        List<Observed<Spec>> live = interesting.stream()
                .flatMap(arn -> found(() -> read(arn), "NoSuchEntity").stream())
                .toList();
        return Selection.<Spec>byKey(OpenIdConnectProvider::issuer)
                .withFacts(OpenIdConnectProvider::facts)
                .of(live, withFullUrls(wanted), session);
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        String arn = arn(issuer(desired.url()), session);
        Births.make(
                () -> make(desired, ownership, session),
                "EntityAlreadyExists",
                () -> found(() -> read(arn), "NoSuchEntity"),
                ownership);
        return readBack(arn, session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        String arn = current.id();
        if (Changed.has(changed, "clientIdList")) {
            alignClients(arn, current.spec().clientIdList(), desired.clientIdList(), session);
        }
        if (Changed.has(changed, "thumbprintList")) {
            desired.thumbprintList().ifPresent(thumbprints -> updateThumbprints(arn, thumbprints, session));
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return readBack(arn, session);
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        session.beforeWrite();
        unless(
                () -> iam().deleteOpenIDConnectProvider(provider -> provider.openIDConnectProviderArn(current.id())),
                "NoSuchEntity");
    }

    @Override
    public void tag(Observed<Spec> current, Map<String, String> tags) {
        iam().tagOpenIDConnectProvider(provider ->
                provider.openIDConnectProviderArn(current.id()).tags(IamTags.list(tags)));
    }

    @Override
    public void untag(Observed<Spec> current, List<String> keys) {
        iam().untagOpenIDConnectProvider(provider ->
                provider.openIDConnectProviderArn(current.id()).tagKeys(keys));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return read(current.id());
    }

    private Observed<Spec> read(String arn) {
        GetOpenIdConnectProviderResponse provider =
                iam().getOpenIDConnectProvider(request -> request.openIDConnectProviderArn(arn));
        Map<String, String> tags = IamTags.map(provider.tags());
        String issuer = issuer(provider.url());
        var spec = new Spec(
                SCHEME + issuer,
                provider.clientIDList().stream().sorted().toList(),
                Optional.of(provider.thumbprintList()),
                Ownership.userTags(tags));
        return Observed.ready(
                arn, spec, Value.map("arn", Value.of(arn), "issuer", Value.of(issuer)), Ownership.from(tags));
    }

    private void make(Spec desired, Ownership ownership, Session session) {
        var request = CreateOpenIdConnectProviderRequest.builder()
                .url(desired.url())
                .clientIDList(desired.clientIdList())
                .tags(IamTags.list(ownership.allTags(desired.tags())));
        desired.thumbprintList().ifPresent(request::thumbprintList);
        Eventually.run(session, Eventually.PROPAGATION, Policies::isBusy, () -> {
            session.beforeWrite();
            iam().createOpenIDConnectProvider(request.build());
        });
    }

    private void alignClients(String arn, List<String> current, List<String> desired, Session session) {
        desired.stream().filter(id -> !current.contains(id)).forEach(id -> {
            session.beforeWrite();
            iam().addClientIDToOpenIDConnectProvider(
                            provider -> provider.openIDConnectProviderArn(arn).clientID(id));
        });
        current.stream().filter(id -> !desired.contains(id)).forEach(id -> {
            session.beforeWrite();
            iam().removeClientIDFromOpenIDConnectProvider(
                            provider -> provider.openIDConnectProviderArn(arn).clientID(id));
        });
    }

    private void updateThumbprints(String arn, List<String> thumbprints, Session session) {
        session.beforeWrite();
        iam().updateOpenIDConnectProviderThumbprint(
                        provider -> provider.openIDConnectProviderArn(arn).thumbprintList(thumbprints));
    }

    private Observed<Spec> readBack(String arn, Session session) {
        return Eventually.call(session, Eventually.VISIBILITY, refusal -> is(refusal, "NoSuchEntity"), () -> read(arn));
    }

    private static Optional<String> soughtArn(MapValue criteria, Session session) {
        return criteria.text("arn").or(() -> issuer(criteria).map(issuer -> arn(issuer, session)));
    }

    private static MapValue facts(Observed<Spec> provider) {
        return provider.computed().with("url", Value.of(provider.spec().url()));
    }

    /// A look-up may leave the scheme out as IAM does.
    private static Wanted withFullUrls(Wanted wanted) {
        return new Wanted(
                wanted.includeOwned(),
                wanted.sought().stream().map(OpenIdConnectProvider::withFullUrl).toList(),
                wanted.parents());
    }

    private static Wanted.Sought withFullUrl(Wanted.Sought sought) {
        MapValue criteria = issuer(sought.criteria())
                .map(issuer -> sought.criteria().with("url", Value.of(SCHEME + issuer)))
                .orElse(sought.criteria());
        return new Wanted.Sought(sought.address(), sought.external(), criteria, sought.settled());
    }

    private static Optional<String> issuer(MapValue spec) {
        return spec.text("url").map(OpenIdConnectProvider::issuer);
    }

    private static String issuer(String url) {
        return url.startsWith(SCHEME) ? url.substring(SCHEME.length()) : url;
    }

    private static String arn(String issuer, Session session) {
        return "arn:%s:iam::%s:%s%s"
                .formatted(session.place().partition(), session.place().accountId(), RESOURCE, issuer);
    }

    private IamClient iam() {
        return clients.iam();
    }
}
