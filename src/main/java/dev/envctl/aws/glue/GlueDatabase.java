package dev.envctl.aws.glue;

import static dev.envctl.aws.Refusals.found;
import static dev.envctl.aws.Refusals.is;
import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Births;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Selection;
import dev.envctl.aws.TagChange;
import dev.envctl.aws.TaggedKind;
import dev.envctl.aws.Tagging;
import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DatabaseInput;

/// A database of the Glue catalogue. Its tables go with it, so one that holds any is not deleted.
public final class GlueDatabase implements TaggedKind<GlueDatabase.Spec> {

    public record Spec(
            String name,
            Optional<String> catalogId,
            Optional<String> description,
            Optional<String> locationUri,
            Optional<Map<String, String>> parameters,
            Map<String, String> tags) {}

    /// `catalog` is an account's id.
    private record Key(String catalog, String name) {}

    private static final String MISSING = "EntityNotFoundException";

    private final AwsClients clients;
    private final Tagging tagging;

    public GlueDatabase(AwsClients clients) {
        this.clients = clients;
        this.tagging = new Tagging(clients);
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "GlueDatabase",
                Spec.class,
                Traits.of(10, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/name")
                        .withListed("glue", "database/")
                        .withActions(
                                "tag:GetResources",
                                "glue:GetDatabase",
                                "glue:GetDatabases",
                                "glue:GetTables",
                                "glue:GetTags",
                                "glue:CreateDatabase",
                                "glue:UpdateDatabase",
                                "glue:TagResource",
                                "glue:UntagResource",
                                "glue:DeleteDatabase"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        Set<Key> keys = keys(wanted, session);
        List<Observed<Spec>> live = keys.stream()
                .map(Key::catalog)
                .distinct()
                .flatMap(catalog -> session.once("glue/databases/" + catalog, () -> list(catalog)).stream())
                .filter(database -> keys.contains(key(database, session)))
                .flatMap(database -> withTags(database, session).stream())
                .toList();
        return Selection.<Spec>byKey(spec -> spec.text("name")).of(live, wanted, session);
    }

    private Set<Key> keys(Wanted wanted, Session session) {
        Set<Key> keys = new LinkedHashSet<>();
        wanted.sought()
                .forEach(sought -> sought.criteria()
                        .text("name")
                        .ifPresent(name -> keys.add(new Key(
                                sought.criteria()
                                        .text("catalogId")
                                        .orElse(session.place().accountId()),
                                name))));
        if (wanted.includeOwned()) {
            Tagging.select(tagging.owned(session), "glue", "database/").keySet().stream()
                    .map(arn -> arn.split(":", 6))
                    .forEach(parts -> keys.add(new Key(parts[4], parts[5].substring("database/".length()))));
        }
        return keys;
    }

    private List<Database> list(String catalog) {
        return glue().getDatabasesPaginator(request -> request.catalogId(catalog)).stream()
                .flatMap(page -> page.databaseList().stream())
                .toList();
    }

    private static Key key(Database live, Session session) {
        return new Key(
                Optional.ofNullable(live.catalogId()).orElse(session.place().accountId()), live.name());
    }

    /// The catalogue's own answers leave tags out.
    private Optional<Observed<Spec>> withTags(Database live, Session session) {
        Key key = key(live, session);
        return found(() -> glue().getTags(request -> request.resourceArn(arn(key, session))), MISSING)
                .map(answer -> observed(live, key, answer.tags(), session));
    }

    private static Observed<Spec> observed(Database live, Key key, Map<String, String> tags, Session session) {
        Spec spec = new Spec(
                live.name(),
                Optional.of(key.catalog()),
                Optional.ofNullable(live.description()),
                Optional.ofNullable(live.locationUri()),
                Optional.of(Ordered.sorted(live.parameters())),
                Ownership.userTags(tags));
        return Observed.ready(live.name(), spec, Value.map("arn", Value.of(arn(key, session))), Ownership.from(tags));
    }

    private static String arn(Key key, Session session) {
        return "arn:%s:glue:%s:%s:database/%s"
                .formatted(session.place().partition(), session.place().region(), key.catalog(), key.name());
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        Key key = key(desired, session);
        Births.make(
                () -> make(desired, ownership, session),
                "AlreadyExistsException",
                () -> describe(key).flatMap(live -> withTags(live, session)),
                ownership);
        return read(key, session);
    }

    private static Key key(Spec spec, Session session) {
        return new Key(spec.catalogId().orElse(session.place().accountId()), spec.name());
    }

    private void make(Spec desired, Ownership ownership, Session session) {
        DatabaseInput.Builder input = DatabaseInput.builder().name(desired.name());
        session.beforeWrite();
        glue().createDatabase(request -> request.catalogId(desired.catalogId().orElse(null))
                .databaseInput(filled(input, desired))
                .tags(ownership.allTags(desired.tags())));
    }

    private static DatabaseInput filled(DatabaseInput.Builder input, Spec desired) {
        desired.description().ifPresent(input::description);
        desired.locationUri().ifPresent(input::locationUri);
        desired.parameters().ifPresent(input::parameters);
        return input.build();
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        Key key = key(current.spec(), session);
        boolean beyondTags = changed.stream().anyMatch(path -> !path.startsWith(FieldPath.of("tags")));
        if (beyondTags) {
            Eventually.run(
                    session,
                    Eventually.PROPAGATION,
                    refusal -> is(refusal, "ConcurrentModificationException"),
                    () -> replaceInput(key, desired, session));
        }
        retag(current, TagChange.of(current.spec().tags(), desired.tags(), changed, ownership), session);
        return read(key, session);
    }

    /// The call replaces everything, so what the document leaves open is sent along as it is.
    private void replaceInput(Key key, Spec desired, Session session) {
        Database live = describe(key).orElseThrow(() -> gone(key));
        DatabaseInput.Builder input = DatabaseInput.builder()
                .name(live.name())
                .description(live.description())
                .locationUri(live.locationUri())
                .targetDatabase(live.targetDatabase())
                .federatedDatabase(live.federatedDatabase());
        if (live.hasParameters()) {
            input.parameters(live.parameters());
        }
        if (live.hasCreateTableDefaultPermissions()) {
            input.createTableDefaultPermissions(live.createTableDefaultPermissions());
        }
        session.beforeWrite();
        glue().updateDatabase(request ->
                request.catalogId(key.catalog()).name(key.name()).databaseInput(filled(input, desired)));
    }

    @Override
    public void delete(Observed<Spec> current, Session session) {
        Key key = key(current.spec(), session);
        boolean holdsTables = found(
                        () -> glue().getTables(request -> request.catalogId(key.catalog())
                                .databaseName(key.name())
                                .maxResults(1)),
                        MISSING)
                .filter(answer -> !answer.tableList().isEmpty())
                .isPresent();
        if (holdsTables) {
            throw ProviderException.of(
                            Code.INVALID_REQUEST,
                            "The database %s holds tables, which would go with it.".formatted(key.name()))
                    .withHint("Drop the tables first; or keep the database with lifecycle: {onDelete: retain}.");
        }
        session.beforeWrite();
        unless(
                () -> glue().deleteDatabase(
                                request -> request.catalogId(key.catalog()).name(key.name())),
                MISSING);
    }

    @Override
    public void tag(Observed<Spec> current, Map<String, String> tags) {
        glue().tagResource(
                        request -> request.resourceArn(TaggedKind.arn(current)).tagsToAdd(tags));
    }

    @Override
    public void untag(Observed<Spec> current, List<String> keys) {
        glue().untagResource(
                        request -> request.resourceArn(TaggedKind.arn(current)).tagsToRemove(keys));
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return read(key(current.spec(), session), session);
    }

    private Observed<Spec> read(Key key, Session session) {
        return session.waitFor("database " + key.name() + " to be readable")
                .every(Duration.ofSeconds(1))
                .atMost(Eventually.VISIBILITY)
                .until(() -> describe(key).flatMap(live -> withTags(live, session)));
    }

    private Optional<Database> describe(Key key) {
        return found(
                () -> glue().getDatabase(
                                request -> request.catalogId(key.catalog()).name(key.name()))
                        .database(),
                MISSING);
    }

    private static ProviderException gone(Key key) {
        return ProviderException.of(Code.INVALID_REQUEST, "The database %s is gone.".formatted(key.name()));
    }

    private GlueClient glue() {
        return clients.glue();
    }
}
