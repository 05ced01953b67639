package dev.envctl.aws.emrcontainers;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Selection;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Phase;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A prepared job, started by its id with values for its parameters. Nothing of it can be changed, not even its tags:
/// the ledger says for good what it said at birth. Two may share a name.
public final class JobTemplate implements WrittenOnceKind<JobTemplate.Spec> {

    public record Spec(
            String name, JobTemplateData jobTemplateData, Optional<String> kmsKeyArn, Map<String, String> tags) {}

    private static final String LISTING = "emr-containers/job-templates";

    private final AwsClients clients;

    public JobTemplate(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "JobTemplate",
                Spec.class,
                Traits.of(70, Traits.Overlap.ALLOWED, Traits.Ledger.BIRTH)
                        .withListed("emr-containers", "/jobtemplates/")
                        .withReferences("/jobTemplateData/executionRoleArn", "/kmsKeyArn")
                        .withActions(
                                "emr-containers:CreateJobTemplate",
                                "emr-containers:DeleteJobTemplate",
                                "emr-containers:DescribeJobTemplate",
                                "emr-containers:ListJobTemplates",
                                "emr-containers:TagResource"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return Selection.<Spec>byFields().of(session.once(LISTING, this::list), wanted, session);
    }

    private List<Observed<Spec>> list() {
        return clients.emrContainers().listJobTemplatesPaginator(request -> {}).templates().stream()
                .map(JobTemplate::observed)
                .toList();
    }

    /// Without its KMS key a template keeps its name and loses what it says, for good.
    private static Observed<Spec> observed(software.amazon.awssdk.services.emrcontainers.model.JobTemplate live) {
        Optional<JobTemplateData> data =
                Optional.ofNullable(live.jobTemplateData()).map(JobTemplateData::from);
        Spec spec = new Spec(
                live.name(),
                data.orElse(JobTemplateData.UNREADABLE),
                Optional.ofNullable(live.kmsKeyArn()),
                Ownership.userTags(live.tags()));
        Value.MapValue computed = Value.map("id", Value.of(live.id()), "arn", Value.of(live.arn()));
        Observed<Spec> ready = Observed.ready(live.id(), spec, computed, Ownership.from(live.tags()));
        return data.isPresent()
                ? ready
                : ready.in(Phase.FAILED, "UNREADABLE", Optional.ofNullable(live.decryptionError()));
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        return read(WrittenOnce.make(session, ownership, this::list, token -> send(desired, ownership, token)));
    }

    private String send(Spec desired, Ownership ownership, String token) {
        return clients.emrContainers()
                .createJobTemplate(request -> request.name(desired.name())
                        .clientToken(token)
                        .jobTemplateData(desired.jobTemplateData().toSdk())
                        .kmsKeyArn(desired.kmsKeyArn().orElse(null))
                        .tags(ownership.allTags(desired.tags())))
                .id();
    }

    @Override
    public Observed<Spec> read(String id) {
        return observed(clients.emrContainers()
                .describeJobTemplate(request -> request.id(id))
                .jobTemplate());
    }

    @Override
    public void sendDeletion(String id) {
        clients.emrContainers().deleteJobTemplate(request -> request.id(id));
    }
}
