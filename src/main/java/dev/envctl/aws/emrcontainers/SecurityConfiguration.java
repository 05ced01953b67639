package dev.envctl.aws.emrcontainers;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Selection;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.emrcontainers.model.CreateSecurityConfigurationRequest;

/// How the jobs of a virtual cluster are kept apart: Lake Formation and encryption in transit. Like a job template it
/// is written once, tags included.
public final class SecurityConfiguration implements WrittenOnceKind<SecurityConfiguration.Spec> {

    public record Spec(
            String name,
            SecurityConfigurationData securityConfigurationData,
            Optional<ContainerProvider> containerProvider,
            Map<String, String> tags) {}

    /// Not answered by the service.
    public record ContainerProvider(String id, String type, Optional<Info> info) {}

    public record Info(VirtualCluster.EksInfo eksInfo) {}

    private static final String LISTING = "emr-containers/security-configurations";

    private final AwsClients clients;

    public SecurityConfiguration(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "SecurityConfiguration",
                Spec.class,
                Traits.of(58, Traits.Overlap.ALLOWED, Traits.Ledger.BIRTH)
                        .withListed("emr-containers", "/securityconfigurations/")
                        .withReferences(
                                "/securityConfigurationData/authorizationConfiguration/lakeFormationConfiguration/queryEngineRoleArn")
                        .withActions(
                                "emr-containers:CreateSecurityConfiguration",
                                "emr-containers:DeleteSecurityConfiguration",
                                "emr-containers:DescribeSecurityConfiguration",
                                "emr-containers:ListSecurityConfigurations",
                                "emr-containers:TagResource"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return Selection.<Spec>byFields().of(session.once(LISTING, this::list), wanted, session);
    }

    private List<Observed<Spec>> list() {
        return clients
                .emrContainers()
                .listSecurityConfigurationsPaginator(request -> {})
                .securityConfigurations()
                .stream()
                .map(SecurityConfiguration::observed)
                .toList();
    }

    private static Observed<Spec> observed(
            software.amazon.awssdk.services.emrcontainers.model.SecurityConfiguration live) {
        Spec spec = new Spec(
                live.name(),
                SecurityConfigurationData.from(live.securityConfigurationData()),
                Optional.empty(),
                Ownership.userTags(live.tags()));
        Value.MapValue computed = Value.map("id", Value.of(live.id()), "arn", Value.of(live.arn()));
        return Observed.ready(live.id(), spec, computed, Ownership.from(live.tags()));
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        return read(WrittenOnce.make(session, ownership, this::list, token -> send(desired, ownership, token)));
    }

    private String send(Spec desired, Ownership ownership, String token) {
        var request = CreateSecurityConfigurationRequest.builder()
                .name(desired.name())
                .clientToken(token)
                .securityConfigurationData(desired.securityConfigurationData().toSdk())
                .tags(ownership.allTags(desired.tags()));
        desired.containerProvider().ifPresent(provider -> request.containerProvider(toSdk(provider)));
        return clients.emrContainers()
                .createSecurityConfiguration(request.build())
                .id();
    }

    private static software.amazon.awssdk.services.emrcontainers.model.ContainerProvider toSdk(
            ContainerProvider desired) {
        var provider = software.amazon.awssdk.services.emrcontainers.model.ContainerProvider.builder()
                .id(desired.id())
                .type(desired.type());
        desired.info()
                .ifPresent(info -> provider.info(
                        to -> to.eksInfo(eks -> eks.namespace(info.eksInfo().namespace()))));
        return provider.build();
    }

    @Override
    public Observed<Spec> read(String id) {
        return observed(clients.emrContainers()
                .describeSecurityConfiguration(request -> request.id(id))
                .securityConfiguration());
    }

    @Override
    public void sendDeletion(String id) {
        SecurityConfigurationDeletion.send(clients.emrContainers(), id);
    }
}
