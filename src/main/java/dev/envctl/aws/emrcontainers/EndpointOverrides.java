package dev.envctl.aws.emrcontainers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.emrcontainers.model.ConfigurationOverrides;

/// An endpoint's `configurationOverrides`, to and from the SDK's classes.
public record EndpointOverrides(
        List<Configuration> applicationConfiguration, Optional<Monitoring> monitoringConfiguration) {

    public record Configuration(String classification, Map<String, String> properties, List<Nested> configurations) {}

    /// The one level below that EMR's classifications know (`spark-env` holds `export`).
    public record Nested(String classification, Map<String, String> properties) {}

    public record Monitoring(
            Optional<String> persistentAppUI,
            Optional<CloudWatch> cloudWatchMonitoringConfiguration,
            Optional<S3> s3MonitoringConfiguration,
            Optional<ManagedLogs> managedLogs,
            Optional<Rotation> containerLogRotationConfiguration) {}

    public record CloudWatch(String logGroupName, Optional<String> logStreamNamePrefix) {}

    public record S3(String logUri) {}

    public record ManagedLogs(Optional<String> allowAWSToRetainLogs, Optional<String> encryptionKeyArn) {}

    public record Rotation(String rotationSize, int maxFilesToKeep) {}

    static EndpointOverrides from(ConfigurationOverrides live) {
        return new EndpointOverrides(
                live.applicationConfiguration().stream()
                        .map(EndpointOverrides::from)
                        .toList(),
                Optional.ofNullable(live.monitoringConfiguration()).map(EndpointOverrides::from));
    }

    static Configuration from(software.amazon.awssdk.services.emrcontainers.model.Configuration live) {
        List<Nested> nested = live.configurations().stream()
                .map(each -> new Nested(each.classification(), each.properties()))
                .toList();
        return new Configuration(live.classification(), live.properties(), nested);
    }

    private static Monitoring from(software.amazon.awssdk.services.emrcontainers.model.MonitoringConfiguration live) {
        return new Monitoring(
                Optional.ofNullable(live.persistentAppUIAsString()),
                Optional.ofNullable(live.cloudWatchMonitoringConfiguration())
                        .map(logs ->
                                new CloudWatch(logs.logGroupName(), Optional.ofNullable(logs.logStreamNamePrefix()))),
                Optional.ofNullable(live.s3MonitoringConfiguration()).map(logs -> new S3(logs.logUri())),
                Optional.ofNullable(live.managedLogs())
                        .map(logs -> new ManagedLogs(
                                Optional.ofNullable(logs.allowAWSToRetainLogsAsString()),
                                Optional.ofNullable(logs.encryptionKeyArn()))),
                Optional.ofNullable(live.containerLogRotationConfiguration())
                        .map(rotation -> new Rotation(rotation.rotationSize(), rotation.maxFilesToKeep())));
    }

    ConfigurationOverrides toSdk() {
        var overrides = ConfigurationOverrides.builder();
        if (!applicationConfiguration.isEmpty()) {
            overrides.applicationConfiguration(applicationConfiguration.stream()
                    .map(EndpointOverrides::toSdk)
                    .toList());
        }
        monitoringConfiguration.ifPresent(monitoring -> overrides.monitoringConfiguration(toSdk(monitoring)));
        return overrides.build();
    }

    static software.amazon.awssdk.services.emrcontainers.model.Configuration toSdk(Configuration desired) {
        var configuration = software.amazon.awssdk.services.emrcontainers.model.Configuration.builder()
                .classification(desired.classification());
        if (!desired.properties().isEmpty()) {
            configuration.properties(desired.properties());
        }
        if (!desired.configurations().isEmpty()) {
            configuration.configurations(desired.configurations().stream()
                    .map(each -> new Configuration(each.classification(), each.properties(), List.of()))
                    .map(EndpointOverrides::toSdk)
                    .toList());
        }
        return configuration.build();
    }

    private static software.amazon.awssdk.services.emrcontainers.model.MonitoringConfiguration toSdk(
            Monitoring desired) {
        var monitoring = software.amazon.awssdk.services.emrcontainers.model.MonitoringConfiguration.builder();
        desired.persistentAppUI().ifPresent(monitoring::persistentAppUI);
        desired.cloudWatchMonitoringConfiguration()
                .ifPresent(
                        logs -> monitoring.cloudWatchMonitoringConfiguration(to -> to.logGroupName(logs.logGroupName())
                                .logStreamNamePrefix(logs.logStreamNamePrefix().orElse(null))));
        desired.s3MonitoringConfiguration()
                .ifPresent(logs -> monitoring.s3MonitoringConfiguration(to -> to.logUri(logs.logUri())));
        desired.managedLogs()
                .ifPresent(logs -> monitoring.managedLogs(to -> to.allowAWSToRetainLogs(
                                logs.allowAWSToRetainLogs().orElse(null))
                        .encryptionKeyArn(logs.encryptionKeyArn().orElse(null))));
        desired.containerLogRotationConfiguration()
                .ifPresent(rotation -> monitoring.containerLogRotationConfiguration(
                        to -> to.rotationSize(rotation.rotationSize()).maxFilesToKeep(rotation.maxFilesToKeep())));
        return monitoring.build();
    }
}
