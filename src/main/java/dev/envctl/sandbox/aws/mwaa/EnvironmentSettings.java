package dev.envctl.sandbox.aws.mwaa;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.logs.LogsStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mwaa.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.mwaa.model.Environment;
import software.amazon.awssdk.services.mwaa.model.LoggingConfiguration;
import software.amazon.awssdk.services.mwaa.model.LoggingConfigurationInput;
import software.amazon.awssdk.services.mwaa.model.LoggingLevel;
import software.amazon.awssdk.services.mwaa.model.ModuleLoggingConfiguration;
import software.amazon.awssdk.services.mwaa.model.ModuleLoggingConfigurationInput;
import software.amazon.awssdk.services.mwaa.model.NetworkConfiguration;
import software.amazon.awssdk.services.mwaa.model.UpdateEnvironmentRequest;
import software.amazon.awssdk.services.mwaa.model.WebserverAccessMode;

/// What an environment is made and changed into. What a request leaves out is MWAA's choice, or stays.
final class EnvironmentSettings {

    private static final String NEWEST = "2.10.3";

    private EnvironmentSettings() {}

    static Environment created(CreateEnvironmentRequest request, Call call) {
        boolean micro = "mw1.micro".equals(request.environmentClass());
        Environment.Builder settings = Environment.builder()
                .name(request.name())
                .executionRoleArn(request.executionRoleArn())
                .sourceBucketArn(request.sourceBucketArn())
                .dagS3Path(request.dagS3Path())
                .networkConfiguration(request.networkConfiguration())
                .airflowVersion(or(request.airflowVersion(), NEWEST))
                .environmentClass(or(request.environmentClass(), "mw1.small"))
                .minWorkers(or(request.minWorkers(), 1))
                .maxWorkers(or(request.maxWorkers(), micro ? 1 : 10))
                .schedulers(or(request.schedulers(), micro ? 1 : 2))
                .webserverAccessMode(or(request.webserverAccessMode(), WebserverAccessMode.PRIVATE_ONLY))
                .requirementsS3Path(request.requirementsS3Path())
                .requirementsS3ObjectVersion(request.requirementsS3ObjectVersion())
                .pluginsS3Path(request.pluginsS3Path())
                .pluginsS3ObjectVersion(request.pluginsS3ObjectVersion())
                .startupScriptS3Path(request.startupScriptS3Path())
                .startupScriptS3ObjectVersion(request.startupScriptS3ObjectVersion())
                .loggingConfiguration(
                        logging(request.name(), call.region(), Optional.empty(), request.loggingConfiguration()))
                .kmsKey(request.kmsKey())
                .weeklyMaintenanceWindowStart(or(request.weeklyMaintenanceWindowStart(), "SUN:03:30"))
                .webserverUrl("%s.%s.airflow.amazonaws.com".formatted(request.name(), call.region()));
        if (request.hasAirflowConfigurationOptions()) {
            settings.airflowConfigurationOptions(request.airflowConfigurationOptions());
        }
        return settings.build();
    }

    static Environment changed(Environment now, UpdateEnvironmentRequest request, Call call) {
        Environment.Builder settings = now.toBuilder()
                .executionRoleArn(or(request.executionRoleArn(), now.executionRoleArn()))
                .sourceBucketArn(or(request.sourceBucketArn(), now.sourceBucketArn()))
                .dagS3Path(or(request.dagS3Path(), now.dagS3Path()))
                .airflowVersion(or(request.airflowVersion(), now.airflowVersion()))
                .environmentClass(or(request.environmentClass(), now.environmentClass()))
                .minWorkers(or(request.minWorkers(), now.minWorkers()))
                .maxWorkers(or(request.maxWorkers(), now.maxWorkers()))
                .schedulers(or(request.schedulers(), now.schedulers()))
                .webserverAccessMode(or(request.webserverAccessMode(), now.webserverAccessMode()))
                .loggingConfiguration(logging(
                        now.name(),
                        call.region(),
                        Optional.of(now.loggingConfiguration()),
                        request.loggingConfiguration()))
                .weeklyMaintenanceWindowStart(
                        or(request.weeklyMaintenanceWindowStart(), now.weeklyMaintenanceWindowStart()));
        if (request.hasAirflowConfigurationOptions()) {
            settings.airflowConfigurationOptions(request.airflowConfigurationOptions());
        }
        if (request.networkConfiguration() != null) {
            settings.networkConfiguration(NetworkConfiguration.builder()
                    .subnetIds(now.networkConfiguration().subnetIds())
                    .securityGroupIds(request.networkConfiguration().securityGroupIds())
                    .build());
        }
        changeFiles(settings, request);
        return settings.build();
    }

    /// A path without a version means the newest there is.
    private static void changeFiles(Environment.Builder settings, UpdateEnvironmentRequest request) {
        if (request.requirementsS3Path() != null) {
            settings.requirementsS3Path(request.requirementsS3Path())
                    .requirementsS3ObjectVersion(request.requirementsS3ObjectVersion());
        }
        if (request.pluginsS3Path() != null) {
            settings.pluginsS3Path(request.pluginsS3Path()).pluginsS3ObjectVersion(request.pluginsS3ObjectVersion());
        }
        if (request.startupScriptS3Path() != null) {
            settings.startupScriptS3Path(request.startupScriptS3Path())
                    .startupScriptS3ObjectVersion(request.startupScriptS3ObjectVersion());
        }
    }

    private static LoggingConfiguration logging(
            String name,
            String region,
            Optional<LoggingConfiguration> now,
            @Nullable LoggingConfigurationInput request) {
        LoggingConfigurationInput wanted =
                request == null ? LoggingConfigurationInput.builder().build() : request;
        String prefix = "arn:aws:logs:%s:%s:log-group:airflow-%s-".formatted(region, World.ACCOUNT_ID, name);
        return LoggingConfiguration.builder()
                .dagProcessingLogs(module(
                        wanted.dagProcessingLogs(),
                        now.map(LoggingConfiguration::dagProcessingLogs),
                        prefix + "DAGProcessing"))
                .schedulerLogs(module(
                        wanted.schedulerLogs(), now.map(LoggingConfiguration::schedulerLogs), prefix + "Scheduler"))
                .taskLogs(module(wanted.taskLogs(), now.map(LoggingConfiguration::taskLogs), prefix + "Task"))
                .webserverLogs(module(
                        wanted.webserverLogs(), now.map(LoggingConfiguration::webserverLogs), prefix + "WebServer"))
                .workerLogs(module(wanted.workerLogs(), now.map(LoggingConfiguration::workerLogs), prefix + "Worker"))
                .build();
    }

    private static ModuleLoggingConfiguration module(
            @Nullable ModuleLoggingConfigurationInput wanted, Optional<ModuleLoggingConfiguration> now, String arn) {
        if (wanted == null) {
            return now.orElseGet(() -> ModuleLoggingConfiguration.builder()
                    .enabled(arn.endsWith("Task"))
                    .logLevel(LoggingLevel.INFO)
                    .cloudWatchLogGroupArn(arn)
                    .build());
        }
        return ModuleLoggingConfiguration.builder()
                .enabled(wanted.enabled())
                .logLevel(wanted.logLevel())
                .cloudWatchLogGroupArn(arn)
                .build();
    }

    /// Airflow writes as soon as it runs.
    static void writeLogs(Environment settings, String region, World world) {
        LoggingConfiguration logging = settings.loggingConfiguration();
        for (ModuleLoggingConfiguration module : List.of(
                logging.dagProcessingLogs(),
                logging.schedulerLogs(),
                logging.taskLogs(),
                logging.webserverLogs(),
                logging.workerLogs())) {
            if (Boolean.TRUE.equals(module.enabled())) {
                String arn = module.cloudWatchLogGroupArn();
                new LogsStore(world).written(region, arn.substring(arn.lastIndexOf(':') + 1));
            }
        }
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
