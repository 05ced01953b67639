package dev.envctl.sandbox.aws.glue;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.StoredModel;
import dev.envctl.sandbox.aws.TaggedResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateDatabaseResponse;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.CreateTableResponse;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DatabaseInput;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseRequest;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseResponse;
import software.amazon.awssdk.services.glue.model.DeleteTableRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableResponse;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GetDatabasesRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesResponse;
import software.amazon.awssdk.services.glue.model.GetTablesRequest;
import software.amazon.awssdk.services.glue.model.GetTablesResponse;
import software.amazon.awssdk.services.glue.model.GetTagsRequest;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;
import software.amazon.awssdk.services.glue.model.Permission;
import software.amazon.awssdk.services.glue.model.PrincipalPermissions;
import software.amazon.awssdk.services.glue.model.TagResourceRequest;
import software.amazon.awssdk.services.glue.model.TagResourceResponse;
import software.amazon.awssdk.services.glue.model.UntagResourceRequest;
import software.amazon.awssdk.services.glue.model.UntagResourceResponse;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseResponse;

/// The account's own catalogue; others are nobody's.
public final class GlueService implements EmulatedService, TaggedResources {

    private static final int PAGE = 100;

    @Override
    public String signingName() {
        return "glue";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "AWSGlue";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateDatabase", CreateDatabaseRequest::builder, GlueService::create),
                Operation.of("GetDatabase", GetDatabaseRequest::builder, GlueService::get),
                Operation.of("GetDatabases", GetDatabasesRequest::builder, GlueService::list),
                Operation.of("UpdateDatabase", UpdateDatabaseRequest::builder, GlueService::update),
                Operation.of("DeleteDatabase", DeleteDatabaseRequest::builder, GlueService::delete),
                Operation.of("CreateTable", CreateTableRequest::builder, GlueService::createTable),
                Operation.of("GetTables", GetTablesRequest::builder, GlueService::listTables),
                Operation.of("DeleteTable", DeleteTableRequest::builder, GlueService::deleteTable),
                Operation.of("TagResource", TagResourceRequest::builder, GlueService::tag),
                Operation.of("UntagResource", UntagResourceRequest::builder, GlueService::untag),
                Operation.of("GetTags", GetTagsRequest::builder, GlueService::listTags));
    }

    private static Table<DatabaseRow> databases(World world) {
        return world.table("glue.databases", DatabaseRow.class);
    }

    private static AwsError notFound(String name) {
        return new AwsError("EntityNotFoundException", 400, "Database %s not found.".formatted(name));
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidInputException", 400, message);
    }

    private static void checkCatalog(@Nullable String catalogId) {
        if (catalogId != null && !catalogId.equals(World.ACCOUNT_ID)) {
            throw new AwsError("EntityNotFoundException", 400, "Catalog %s not found.".formatted(catalogId));
        }
    }

    /// Names are kept in lower case.
    private static DatabaseRow database(Call call, @Nullable String catalogId, String name) {
        checkCatalog(catalogId);
        return databases(call.world()).get(name.toLowerCase(Locale.ROOT)).orElseThrow(() -> notFound(name));
    }

    private static CreateDatabaseResponse create(CreateDatabaseRequest request, Call call) {
        checkCatalog(request.catalogId());
        String name = request.databaseInput().name().toLowerCase(Locale.ROOT);
        checkInput(request.databaseInput());
        if (databases(call.world()).get(name).isPresent()) {
            throw new AwsError("AlreadyExistsException", 400, "Database already exists.");
        }
        databases(call.world())
                .put(
                        name,
                        new DatabaseRow(
                                name,
                                "arn:aws:glue:%s:%s:database/%s".formatted(call.region(), call.accountId(), name),
                                StoredModel.of(completed(request.databaseInput(), name)),
                                List.of(),
                                call.now(),
                                checkedTags(request.tags())));
        return CreateDatabaseResponse.builder().build();
    }

    private static void checkInput(DatabaseInput input) {
        if (input.name().isEmpty() || input.name().length() > 255) {
            throw invalid("The name of a database has 1 to 255 characters.");
        }
        if (input.description() != null && input.description().length() > 2048) {
            throw invalid("The description of a database has at most 2048 characters.");
        }
    }

    /// Where Lake Formation does not rule, everybody may make tables.
    private static DatabaseInput completed(DatabaseInput input, String name) {
        DatabaseInput.Builder completed = input.toBuilder().name(name);
        if (!input.hasCreateTableDefaultPermissions()) {
            completed.createTableDefaultPermissions(PrincipalPermissions.builder()
                    .principal(principal -> principal.dataLakePrincipalIdentifier("IAM_ALLOWED_PRINCIPALS"))
                    .permissions(Permission.ALL)
                    .build());
        }
        return completed.build();
    }

    private static Database described(DatabaseRow row) {
        DatabaseInput input =
                StoredModel.fill(DatabaseInput.builder(), row.input()).build();
        Database.Builder database = Database.builder()
                .name(row.name())
                .catalogId(World.ACCOUNT_ID)
                .description(input.description())
                .locationUri(input.locationUri())
                .targetDatabase(input.targetDatabase())
                .createTime(row.createdAt())
                .createTableDefaultPermissions(input.createTableDefaultPermissions());
        if (input.hasParameters()) {
            database.parameters(input.parameters());
        }
        return database.build();
    }

    private static GetDatabaseResponse get(GetDatabaseRequest request, Call call) {
        return GetDatabaseResponse.builder()
                .database(described(database(call, request.catalogId(), request.name())))
                .build();
    }

    private static GetDatabasesResponse list(GetDatabasesRequest request, Call call) {
        checkCatalog(request.catalogId());
        var page = Pages.page(
                databases(call.world()).where(row -> row.arn().split(":", 5)[3].equals(call.region())),
                request.nextToken(),
                Optional.ofNullable(request.maxResults()).orElse(PAGE),
                _ -> invalid("The token is not valid."));
        return GetDatabasesResponse.builder()
                .databaseList(page.rows().stream().map(GlueService::described).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// What the input leaves out is gone.
    private static UpdateDatabaseResponse update(UpdateDatabaseRequest request, Call call) {
        DatabaseRow row = database(call, request.catalogId(), request.name());
        checkInput(request.databaseInput());
        if (!request.databaseInput().name().toLowerCase(Locale.ROOT).equals(row.name())) {
            throw invalid("A database cannot be renamed.");
        }
        databases(call.world())
                .put(row.name(), row.withInput(StoredModel.of(completed(request.databaseInput(), row.name()))));
        return UpdateDatabaseResponse.builder().build();
    }

    /// Tables go along.
    private static DeleteDatabaseResponse delete(DeleteDatabaseRequest request, Call call) {
        databases(call.world())
                .remove(database(call, request.catalogId(), request.name()).name());
        return DeleteDatabaseResponse.builder().build();
    }

    private static CreateTableResponse createTable(CreateTableRequest request, Call call) {
        DatabaseRow row = database(call, request.catalogId(), request.databaseName());
        List<String> tables = new ArrayList<>(row.tables());
        tables.add(request.tableInput().name().toLowerCase(Locale.ROOT));
        databases(call.world()).put(row.name(), row.withTables(tables));
        return CreateTableResponse.builder().build();
    }

    private static GetTablesResponse listTables(GetTablesRequest request, Call call) {
        DatabaseRow row = database(call, request.catalogId(), request.databaseName());
        var page = Pages.page(
                row.tables(),
                request.nextToken(),
                Optional.ofNullable(request.maxResults()).orElse(PAGE),
                _ -> invalid("The token is not valid."));
        return GetTablesResponse.builder()
                .tableList(page.rows().stream()
                        .map(name -> software.amazon.awssdk.services.glue.model.Table.builder()
                                .name(name)
                                .databaseName(row.name())
                                .build())
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static DeleteTableResponse deleteTable(DeleteTableRequest request, Call call) {
        DatabaseRow row = database(call, request.catalogId(), request.databaseName());
        List<String> tables = new ArrayList<>(row.tables());
        if (!tables.remove(request.name().toLowerCase(Locale.ROOT))) {
            throw new AwsError("EntityNotFoundException", 400, "Table %s not found.".formatted(request.name()));
        }
        databases(call.world()).put(row.name(), row.withTables(tables));
        return DeleteTableResponse.builder().build();
    }

    private static TagResourceResponse tag(TagResourceRequest request, Call call) {
        retag(call, request.resourceArn(), tags -> {
            Map<String, String> changed = new LinkedHashMap<>(tags);
            changed.putAll(request.tagsToAdd());
            return changed;
        });
        return TagResourceResponse.builder().build();
    }

    private static UntagResourceResponse untag(UntagResourceRequest request, Call call) {
        retag(call, request.resourceArn(), tags -> {
            Map<String, String> changed = new LinkedHashMap<>(tags);
            request.tagsToRemove().forEach(changed::remove);
            return changed;
        });
        return UntagResourceResponse.builder().build();
    }

    private static GetTagsResponse listTags(GetTagsRequest request, Call call) {
        return GetTagsResponse.builder()
                .tags(byArn(call, request.resourceArn()).tags())
                .build();
    }

    private static void retag(Call call, String arn, UnaryOperator<Map<String, String>> change) {
        DatabaseRow row = byArn(call, arn);
        databases(call.world()).put(row.name(), row.withTags(checkedTags(change.apply(row.tags()))));
    }

    private static DatabaseRow byArn(Call call, String arn) {
        return databases(call.world()).where(row -> row.arn().equals(arn)).stream()
                .findFirst()
                .orElseThrow(
                        () -> new AwsError("EntityNotFoundException", 400, "Resource %s not found.".formatted(arn)));
    }

    private static Map<String, String> checkedTags(Map<String, String> tags) {
        boolean bad = tags.size() > 50
                || tags.entrySet().stream()
                        .anyMatch(tag -> tag.getKey().isEmpty()
                                || tag.getKey().length() > 128
                                || tag.getKey().startsWith("aws:")
                                || tag.getValue().length() > 256);
        if (bad) {
            throw invalid("The tags are not valid.");
        }
        return tags;
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        return databases(world).where(row -> !row.tags().isEmpty()).stream()
                .map(row -> new Tagged(row.arn(), row.arn().split(":", 5)[3], row.tags()))
                .toList();
    }
}
