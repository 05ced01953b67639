package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.StoredModel;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.emrcontainers.model.CreateJobTemplateRequest;
import software.amazon.awssdk.services.emrcontainers.model.CreateJobTemplateResponse;
import software.amazon.awssdk.services.emrcontainers.model.DeleteJobTemplateRequest;
import software.amazon.awssdk.services.emrcontainers.model.DeleteJobTemplateResponse;
import software.amazon.awssdk.services.emrcontainers.model.DescribeJobTemplateRequest;
import software.amazon.awssdk.services.emrcontainers.model.DescribeJobTemplateResponse;
import software.amazon.awssdk.services.emrcontainers.model.JobDriver;
import software.amazon.awssdk.services.emrcontainers.model.JobTemplate;
import software.amazon.awssdk.services.emrcontainers.model.JobTemplateData;
import software.amazon.awssdk.services.emrcontainers.model.ListJobTemplatesRequest;
import software.amazon.awssdk.services.emrcontainers.model.ListJobTemplatesResponse;

/// Job templates: made, listed and gone at once, never changed.
final class JobTemplateOperations {

    private JobTemplateOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                Operation.rest(
                        "CreateJobTemplate",
                        "POST",
                        "/jobtemplates",
                        CreateJobTemplateRequest::builder,
                        JobTemplateOperations::create),
                Operation.rest(
                        "DescribeJobTemplate",
                        "GET",
                        "/jobtemplates/{templateId}",
                        DescribeJobTemplateRequest::builder,
                        JobTemplateOperations::describe),
                Operation.rest(
                        "ListJobTemplates",
                        "GET",
                        "/jobtemplates",
                        ListJobTemplatesRequest::builder,
                        JobTemplateOperations::list),
                Operation.rest(
                        "DeleteJobTemplate",
                        "DELETE",
                        "/jobtemplates/{templateId}",
                        DeleteJobTemplateRequest::builder,
                        JobTemplateOperations::delete));
    }

    private static CreateJobTemplateResponse create(CreateJobTemplateRequest request, Call call) {
        Refusals.checkName(request.name());
        Refusals.checkClientToken(request.clientToken());
        Refusals.checkTags(request.tags());
        checkDriver(request.jobTemplateData().jobDriver());
        var store = new EmrContainersStore(call.world());
        var row = store.jobTemplates().where(existing -> existing.clientToken().equals(request.clientToken())).stream()
                .findFirst()
                .orElseGet(() -> created(store, request, call));
        return CreateJobTemplateResponse.builder()
                .id(row.id())
                .name(row.name())
                .arn(row.arn())
                .createdAt(row.createdAt())
                .build();
    }

    private static void checkDriver(JobDriver driver) {
        if ((driver.sparkSubmitJobDriver() == null) == (driver.sparkSqlJobDriver() == null)) {
            throw Refusals.invalid("Exactly one of sparkSubmitJobDriver and sparkSqlJobDriver must be given.");
        }
    }

    private static JobTemplateRow created(EmrContainersStore store, CreateJobTemplateRequest request, Call call) {
        var id = Identifiers.base36(call.world(), "job-template", 19);
        var row = new JobTemplateRow(
                id,
                "arn:aws:emr-containers:%s:%s:/jobtemplates/%s".formatted(call.region(), call.accountId(), id),
                request.name(),
                StoredModel.of(request.jobTemplateData()),
                Optional.ofNullable(request.kmsKeyArn()),
                request.clientToken(),
                call.principalArn(),
                call.now(),
                request.tags());
        store.jobTemplates().put(id, row);
        return row;
    }

    private static DescribeJobTemplateResponse describe(DescribeJobTemplateRequest request, Call call) {
        var row = new EmrContainersStore(call.world())
                .jobTemplates()
                .get(request.id())
                .orElseThrow(() -> Refusals.notFound("Job template %s doesn't exist.".formatted(request.id())));
        return DescribeJobTemplateResponse.builder().jobTemplate(described(row)).build();
    }

    private static JobTemplate described(JobTemplateRow row) {
        return JobTemplate.builder()
                .id(row.id())
                .name(row.name())
                .arn(row.arn())
                .jobTemplateData(
                        StoredModel.fill(JobTemplateData.builder(), row.data()).build())
                .kmsKeyArn(row.kmsKeyArn().orElse(null))
                .createdAt(row.createdAt())
                .createdBy(row.createdBy())
                .tags(row.tags())
                .build();
    }

    private static ListJobTemplatesResponse list(ListJobTemplatesRequest request, Call call) {
        var matching = new EmrContainersStore(call.world())
                .jobTemplates().rows().stream()
                        .filter(row -> request.createdAfter() == null
                                || row.createdAt().isAfter(request.createdAfter()))
                        .filter(row -> request.createdBefore() == null
                                || row.createdAt().isBefore(request.createdBefore()))
                        .toList();
        var page = Refusals.page(matching, request.nextToken(), request.maxResults());
        return ListJobTemplatesResponse.builder()
                .templates(page.rows().stream()
                        .map(JobTemplateOperations::described)
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /// Deleting declares no not-found error: what is missing is a validation error too.
    private static DeleteJobTemplateResponse delete(DeleteJobTemplateRequest request, Call call) {
        if (new EmrContainersStore(call.world())
                .jobTemplates()
                .remove(request.id())
                .isEmpty()) {
            throw Refusals.invalid("Job template %s is not found.".formatted(request.id()));
        }
        return DeleteJobTemplateResponse.builder().id(request.id()).build();
    }
}
