package dev.envctl.aws.emrcontainers;

import dev.envctl.value.Ordered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import software.amazon.awssdk.services.emrcontainers.model.ParametricConfigurationOverrides;
import software.amazon.awssdk.services.emrcontainers.model.ParametricMonitoringConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.SparkSqlJobDriver;
import software.amazon.awssdk.services.emrcontainers.model.SparkSubmitJobDriver;
import software.amazon.awssdk.services.emrcontainers.model.TemplateParameterConfiguration;

/// What a job template prepares, to and from the SDK's classes. Any text may hold a parameter of the template.
public record JobTemplateData(
        String executionRoleArn,
        String releaseLabel,
        Driver jobDriver,
        Optional<Overrides> configurationOverrides,
        Map<String, Parameter> parameterConfiguration,
        Map<String, String> jobTags) {

    public record Driver(Optional<Submit> sparkSubmitJobDriver, Optional<Sql> sparkSqlJobDriver) {}

    public record Submit(String entryPoint, List<String> entryPointArguments, Optional<String> sparkSubmitParameters) {}

    public record Sql(String entryPoint, Optional<String> sparkSqlParameters) {}

    public record Overrides(
            List<EndpointOverrides.Configuration> applicationConfiguration,
            Optional<Monitoring> monitoringConfiguration) {}

    public record Monitoring(
            Optional<String> persistentAppUI,
            Optional<EndpointOverrides.CloudWatch> cloudWatchMonitoringConfiguration,
            Optional<EndpointOverrides.S3> s3MonitoringConfiguration) {}

    public record Parameter(String type, Optional<String> defaultValue) {}

    static final JobTemplateData UNREADABLE = new JobTemplateData(
            "", "", new Driver(Optional.empty(), Optional.empty()), Optional.empty(), Map.of(), Map.of());

    static JobTemplateData from(software.amazon.awssdk.services.emrcontainers.model.JobTemplateData live) {
        SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
        live.parameterConfiguration()
                .forEach((name, parameter) -> parameters.put(
                        name, new Parameter(parameter.typeAsString(), Optional.ofNullable(parameter.defaultValue()))));
        return new JobTemplateData(
                live.executionRoleArn(),
                live.releaseLabel(),
                from(live.jobDriver()),
                Optional.ofNullable(live.configurationOverrides()).map(JobTemplateData::from),
                Ordered.sorted(parameters),
                Ordered.sorted(live.jobTags()));
    }

    private static Driver from(software.amazon.awssdk.services.emrcontainers.model.JobDriver live) {
        return new Driver(
                Optional.ofNullable(live.sparkSubmitJobDriver())
                        .map(submit -> new Submit(
                                submit.entryPoint(),
                                List.copyOf(submit.entryPointArguments()),
                                Optional.ofNullable(submit.sparkSubmitParameters()))),
                Optional.ofNullable(live.sparkSqlJobDriver())
                        .map(sql -> new Sql(sql.entryPoint(), Optional.ofNullable(sql.sparkSqlParameters()))));
    }

    private static Overrides from(ParametricConfigurationOverrides live) {
        return new Overrides(
                live.applicationConfiguration().stream()
                        .map(EndpointOverrides::from)
                        .toList(),
                Optional.ofNullable(live.monitoringConfiguration()).map(JobTemplateData::from));
    }

    private static Monitoring from(ParametricMonitoringConfiguration live) {
        return new Monitoring(
                Optional.ofNullable(live.persistentAppUI()),
                Optional.ofNullable(live.cloudWatchMonitoringConfiguration())
                        .map(logs -> new EndpointOverrides.CloudWatch(
                                logs.logGroupName(), Optional.ofNullable(logs.logStreamNamePrefix()))),
                Optional.ofNullable(live.s3MonitoringConfiguration())
                        .map(logs -> new EndpointOverrides.S3(logs.logUri())));
    }

    software.amazon.awssdk.services.emrcontainers.model.JobTemplateData toSdk() {
        var data = software.amazon.awssdk.services.emrcontainers.model.JobTemplateData.builder()
                .executionRoleArn(executionRoleArn)
                .releaseLabel(releaseLabel)
                .jobDriver(toSdk(jobDriver));
        configurationOverrides.ifPresent(overrides -> data.configurationOverrides(toSdk(overrides)));
        if (!parameterConfiguration.isEmpty()) {
            data.parameterConfiguration(toSdk(parameterConfiguration));
        }
        if (!jobTags.isEmpty()) {
            data.jobTags(jobTags);
        }
        return data.build();
    }

    private static software.amazon.awssdk.services.emrcontainers.model.JobDriver toSdk(Driver desired) {
        var driver = software.amazon.awssdk.services.emrcontainers.model.JobDriver.builder();
        desired.sparkSubmitJobDriver().ifPresent(submit -> driver.sparkSubmitJobDriver(toSdk(submit)));
        desired.sparkSqlJobDriver()
                .ifPresent(sql -> driver.sparkSqlJobDriver(SparkSqlJobDriver.builder()
                        .entryPoint(sql.entryPoint())
                        .sparkSqlParameters(sql.sparkSqlParameters().orElse(null))
                        .build()));
        return driver.build();
    }

    private static SparkSubmitJobDriver toSdk(Submit desired) {
        var submit = SparkSubmitJobDriver.builder()
                .entryPoint(desired.entryPoint())
                .sparkSubmitParameters(desired.sparkSubmitParameters().orElse(null));
        if (!desired.entryPointArguments().isEmpty()) {
            submit.entryPointArguments(desired.entryPointArguments());
        }
        return submit.build();
    }

    private static ParametricConfigurationOverrides toSdk(Overrides desired) {
        var overrides = ParametricConfigurationOverrides.builder();
        if (!desired.applicationConfiguration().isEmpty()) {
            overrides.applicationConfiguration(desired.applicationConfiguration().stream()
                    .map(EndpointOverrides::toSdk)
                    .toList());
        }
        desired.monitoringConfiguration().ifPresent(monitoring -> overrides.monitoringConfiguration(toSdk(monitoring)));
        return overrides.build();
    }

    private static ParametricMonitoringConfiguration toSdk(Monitoring desired) {
        var monitoring = ParametricMonitoringConfiguration.builder();
        desired.persistentAppUI().ifPresent(monitoring::persistentAppUI);
        desired.cloudWatchMonitoringConfiguration()
                .ifPresent(
                        logs -> monitoring.cloudWatchMonitoringConfiguration(to -> to.logGroupName(logs.logGroupName())
                                .logStreamNamePrefix(logs.logStreamNamePrefix().orElse(null))));
        desired.s3MonitoringConfiguration()
                .ifPresent(logs -> monitoring.s3MonitoringConfiguration(to -> to.logUri(logs.logUri())));
        return monitoring.build();
    }

    private static Map<String, TemplateParameterConfiguration> toSdk(Map<String, Parameter> desired) {
        SequencedMap<String, TemplateParameterConfiguration> parameters = new LinkedHashMap<>();
        desired.forEach((name, parameter) -> parameters.put(
                name,
                TemplateParameterConfiguration.builder()
                        .type(parameter.type())
                        .defaultValue(parameter.defaultValue().orElse(null))
                        .build()));
        return parameters;
    }
}
