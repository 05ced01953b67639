package dev.envctl.sandbox.aws.mwaa;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Pages;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.StoredModel;
import dev.envctl.sandbox.aws.TaggedResources;
import dev.envctl.sandbox.aws.ec2.Ec2Store;
import dev.envctl.sandbox.aws.ec2.NetworkInterfaceRow;
import dev.envctl.sandbox.aws.mwaa.EnvironmentRow.Failure;
import dev.envctl.sandbox.aws.mwaa.EnvironmentRow.LastUpdate;
import dev.envctl.sandbox.aws.mwaa.EnvironmentRow.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.mwaa.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.mwaa.model.CreateEnvironmentResponse;
import software.amazon.awssdk.services.mwaa.model.DeleteEnvironmentRequest;
import software.amazon.awssdk.services.mwaa.model.DeleteEnvironmentResponse;
import software.amazon.awssdk.services.mwaa.model.Environment;
import software.amazon.awssdk.services.mwaa.model.GetEnvironmentRequest;
import software.amazon.awssdk.services.mwaa.model.GetEnvironmentResponse;
import software.amazon.awssdk.services.mwaa.model.ListEnvironmentsRequest;
import software.amazon.awssdk.services.mwaa.model.ListEnvironmentsResponse;
import software.amazon.awssdk.services.mwaa.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.mwaa.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.mwaa.model.TagResourceRequest;
import software.amazon.awssdk.services.mwaa.model.TagResourceResponse;
import software.amazon.awssdk.services.mwaa.model.UntagResourceRequest;
import software.amazon.awssdk.services.mwaa.model.UntagResourceResponse;
import software.amazon.awssdk.services.mwaa.model.UpdateEnvironmentRequest;
import software.amazon.awssdk.services.mwaa.model.UpdateEnvironmentResponse;

/// Airflow environments. Callers put `api.` in front of the host, which makes no difference here: a request finds its
/// service by its signature.
public final class MwaaService implements EmulatedService, TaggedResources {

    private static final Duration CREATION = Duration.ofMinutes(25);
    private static final Duration CHANGE = Duration.ofMinutes(15);
    private static final Duration DELETION = Duration.ofMinutes(10);
    private static final String NAME = "[a-zA-Z][0-9a-zA-Z\\-_]{0,79}";
    private static final String ONE = "/environments/{Name}";
    private static final String TAGS = "/tags/{ResourceArn}";

    private final EnvironmentChecks checks;

    public MwaaService(IamView iam) {
        this.checks = new EnvironmentChecks(iam);
    }

    @Override
    public String signingName() {
        return "airflow";
    }

    @Override
    public Protocol protocol() {
        return Protocol.REST_JSON;
    }

    @Override
    public String targetOrVersion() {
        return "";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest("CreateEnvironment", "PUT", ONE, CreateEnvironmentRequest::builder, this::create),
                Operation.rest("GetEnvironment", "GET", ONE, GetEnvironmentRequest::builder, MwaaService::get),
                Operation.rest(
                        "ListEnvironments",
                        "GET",
                        "/environments",
                        ListEnvironmentsRequest::builder,
                        MwaaService::list),
                Operation.rest("UpdateEnvironment", "PATCH", ONE, UpdateEnvironmentRequest::builder, this::update),
                Operation.rest(
                        "DeleteEnvironment", "DELETE", ONE, DeleteEnvironmentRequest::builder, MwaaService::delete),
                Operation.rest("TagResource", "POST", TAGS, TagResourceRequest::builder, MwaaService::tag),
                Operation.rest("UntagResource", "DELETE", TAGS, UntagResourceRequest::builder, MwaaService::untag),
                Operation.rest(
                        "ListTagsForResource",
                        "GET",
                        TAGS,
                        ListTagsForResourceRequest::builder,
                        MwaaService::listTags));
    }

    private static Table<EnvironmentRow> environments(World world) {
        return world.table("mwaa.environments", EnvironmentRow.class);
    }

    private static EnvironmentRow environment(Call call, String name) {
        return environments(call.world()).get(name).orElseThrow(() -> MwaaErrors.notFound(name));
    }

    private static void put(World world, EnvironmentRow row) {
        environments(world).put(row.name(), row);
    }

    private CreateEnvironmentResponse create(CreateEnvironmentRequest request, Call call) {
        if (!request.name().matches(NAME)) {
            throw MwaaErrors.invalid("The name %s is not valid.".formatted(request.name()));
        }
        if (environments(call.world()).get(request.name()).isPresent()) {
            throw MwaaErrors.invalid("Environment %s already exists.".formatted(request.name()));
        }
        Map<String, String> tags = MwaaErrors.checkedTags(request.tags());
        Environment settings = EnvironmentSettings.created(request, call);
        checks.check(settings, call.world());
        EnvironmentRow row = new EnvironmentRow(
                request.name(),
                "arn:aws:airflow:%s:%s:environment/%s".formatted(call.region(), call.accountId(), request.name()),
                StoredModel.of(settings),
                Optional.empty(),
                State.CREATING,
                Optional.of(call.now().plus(CREATION)),
                new LastUpdate("PENDING", call.now(), Optional.empty()),
                List.of(),
                call.now(),
                tags);
        put(call.world(), row);
        return CreateEnvironmentResponse.builder().arn(row.arn()).build();
    }

    private static Environment settings(EnvironmentRow row) {
        return StoredModel.fill(Environment.builder(), row.settings()).build();
    }

    private static GetEnvironmentResponse get(GetEnvironmentRequest request, Call call) {
        EnvironmentRow row = environment(call, request.name());
        Environment.Builder environment = settings(row).toBuilder()
                .arn(row.arn())
                .status(row.state().name())
                .createdAt(row.createdAt())
                .tags(row.tags())
                .lastUpdate(update -> {
                    update.status(row.lastUpdate().status())
                            .createdAt(row.lastUpdate().createdAt());
                    row.lastUpdate()
                            .failure()
                            .ifPresent(failure -> update.error(
                                    error -> error.errorCode(failure.code()).errorMessage(failure.message())));
                });
        return GetEnvironmentResponse.builder().environment(environment.build()).build();
    }

    private static ListEnvironmentsResponse list(ListEnvironmentsRequest request, Call call) {
        var page = Pages.page(
                environments(call.world()).rows(),
                request.nextToken(),
                Optional.ofNullable(request.maxResults()).orElse(25),
                _ -> MwaaErrors.invalid("The token is not valid."));
        return ListEnvironmentsResponse.builder()
                .environments(page.rows().stream().map(EnvironmentRow::name).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private UpdateEnvironmentResponse update(UpdateEnvironmentRequest request, Call call) {
        EnvironmentRow row = environment(call, request.name());
        if (!row.isSteady()) {
            throw MwaaErrors.invalid("Environment %s is %s and cannot be updated."
                    .formatted(row.name(), row.state().name()));
        }
        Environment wanted = EnvironmentSettings.changed(settings(row), request, call);
        checks.check(wanted, call.world());
        put(
                call.world(),
                row.becoming(
                        State.UPDATING,
                        Optional.of(StoredModel.of(wanted)),
                        call.now().plus(CHANGE),
                        new LastUpdate("PENDING", call.now(), Optional.empty())));
        return UpdateEnvironmentResponse.builder().arn(row.arn()).build();
    }

    private static DeleteEnvironmentResponse delete(DeleteEnvironmentRequest request, Call call) {
        EnvironmentRow row = environment(call, request.name());
        if (row.state() == State.CREATING || row.state() == State.UPDATING || row.state() == State.DELETING) {
            throw MwaaErrors.invalid("Environment %s is in %s status and cannot be deleted."
                    .formatted(row.name(), row.state().name()));
        }
        put(
                call.world(),
                row.becoming(State.DELETING, Optional.empty(), call.now().plus(DELETION), row.lastUpdate()));
        return DeleteEnvironmentResponse.builder().build();
    }

    @Override
    public void settle(World world) {
        environments(world).where(row -> row.isDue(world.now())).forEach(row -> settle(row, world));
    }

    private static void settle(EnvironmentRow row, World world) {
        switch (row.state()) {
            case CREATING -> settleCreation(row, world);
            case UPDATING -> settleChange(row, world);
            case DELETING -> {
                row.networkInterfaceIds()
                        .forEach(id -> new Ec2Store(world).networkInterfaces().remove(id));
                environments(world).remove(row.name());
            }
            case AVAILABLE, CREATE_FAILED, UPDATE_FAILED -> {}
        }
    }

    private static void settleCreation(EnvironmentRow row, World world) {
        Environment settings = settings(row);
        Optional<Failure> failure = EnvironmentChecks.failureOf(settings, world);
        if (failure.isPresent()) {
            put(world, row.settled(State.CREATE_FAILED, row.settings(), ended(row, failure), List.of()));
            return;
        }
        EnvironmentSettings.writeLogs(settings, region(row), world);
        put(
                world,
                row.settled(
                        State.AVAILABLE, row.settings(), ended(row, failure), interfaces(settings, row.name(), world)));
    }

    /// A change that does not work is rolled back.
    private static void settleChange(EnvironmentRow row, World world) {
        var wanted = row.wanted().orElseThrow();
        Environment settings = StoredModel.fill(Environment.builder(), wanted).build();
        Optional<Failure> failure = EnvironmentChecks.failureOf(settings, world);
        if (failure.isEmpty()) {
            EnvironmentSettings.writeLogs(settings, region(row), world);
        }
        put(
                world,
                row.settled(
                        failure.isPresent() ? State.UPDATE_FAILED : State.AVAILABLE,
                        failure.isPresent() ? row.settings() : wanted,
                        ended(row, failure),
                        row.networkInterfaceIds()));
    }

    private static LastUpdate ended(EnvironmentRow row, Optional<Failure> failure) {
        return new LastUpdate(
                failure.isPresent() ? "FAILED" : "SUCCESS", row.lastUpdate().createdAt(), failure);
    }

    /// They hold on to subnets and security groups until the environment is gone.
    private static List<String> interfaces(Environment settings, String name, World world) {
        Ec2Store ec2 = new Ec2Store(world);
        List<String> ids = new ArrayList<>();
        settings.networkConfiguration().subnetIds().stream()
                .flatMap(id -> ec2.subnets().get(id).stream())
                .forEach(subnet -> {
                    String id = Identifiers.ec2(world, "eni");
                    ec2.networkInterfaces()
                            .put(
                                    id,
                                    new NetworkInterfaceRow(
                                            id,
                                            subnet.vpcId(),
                                            subnet.subnetId(),
                                            subnet.availabilityZone(),
                                            "MWAA " + name,
                                            "interface",
                                            subnet.cidrBlock().replaceFirst("\\.[0-9]+/.*", ".200"),
                                            "amazon-mwaa",
                                            settings.networkConfiguration().securityGroupIds()));
                    ids.add(id);
                });
        return ids;
    }

    private static TagResourceResponse tag(TagResourceRequest request, Call call) {
        retag(call, request.resourceArn(), tags -> {
            Map<String, String> changed = new LinkedHashMap<>(tags);
            changed.putAll(request.tags());
            return changed;
        });
        return TagResourceResponse.builder().build();
    }

    private static UntagResourceResponse untag(UntagResourceRequest request, Call call) {
        retag(call, request.resourceArn(), tags -> {
            Map<String, String> changed = new LinkedHashMap<>(tags);
            request.tagKeys().forEach(changed::remove);
            return changed;
        });
        return UntagResourceResponse.builder().build();
    }

    private static void retag(Call call, String arn, UnaryOperator<Map<String, String>> change) {
        EnvironmentRow row = byArn(call, arn);
        put(call.world(), row.withTags(MwaaErrors.checkedTags(change.apply(row.tags()))));
    }

    private static ListTagsForResourceResponse listTags(ListTagsForResourceRequest request, Call call) {
        return ListTagsForResourceResponse.builder()
                .tags(byArn(call, request.resourceArn()).tags())
                .build();
    }

    private static EnvironmentRow byArn(Call call, String arn) {
        return environments(call.world()).where(row -> row.arn().equals(arn)).stream()
                .findFirst()
                .orElseThrow(() -> MwaaErrors.notFound(arn));
    }

    private static String region(EnvironmentRow row) {
        return row.arn().split(":", 5)[3];
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        return environments(world).where(row -> !row.tags().isEmpty()).stream()
                .map(row -> new Tagged(row.arn(), region(row), row.tags()))
                .toList();
    }
}
