package dev.envctl.aws.mwaa;

import dev.envctl.aws.Changed;
import dev.envctl.aws.mwaa.AirflowEnvironment.Logging;
import dev.envctl.aws.mwaa.AirflowEnvironment.Module;
import dev.envctl.aws.mwaa.AirflowEnvironment.Network;
import dev.envctl.aws.mwaa.AirflowEnvironment.Spec;
import dev.envctl.provider.Ownership;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mwaa.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.mwaa.model.Environment;
import software.amazon.awssdk.services.mwaa.model.LoggingConfiguration;
import software.amazon.awssdk.services.mwaa.model.LoggingConfigurationInput;
import software.amazon.awssdk.services.mwaa.model.ModuleLoggingConfiguration;
import software.amazon.awssdk.services.mwaa.model.ModuleLoggingConfigurationInput;
import software.amazon.awssdk.services.mwaa.model.NetworkConfiguration;
import software.amazon.awssdk.services.mwaa.model.UpdateEnvironmentRequest;
import software.amazon.awssdk.services.mwaa.model.UpdateError;

/// An Airflow environment between [AirflowEnvironment.Spec] and the SDK's classes.
final class AirflowShapes {

    private AirflowShapes() {}

    static Spec spec(Environment live) {
        NetworkConfiguration network = live.networkConfiguration();
        return new Spec(
                live.name(),
                live.executionRoleArn(),
                live.sourceBucketArn(),
                live.dagS3Path(),
                new Network(network.subnetIds(), network.securityGroupIds()),
                Optional.ofNullable(live.airflowVersion()),
                Optional.ofNullable(live.environmentClass()),
                Optional.ofNullable(live.minWorkers()),
                Optional.ofNullable(live.maxWorkers()),
                Optional.ofNullable(live.schedulers()),
                Optional.ofNullable(live.webserverAccessModeAsString()),
                Optional.ofNullable(live.requirementsS3Path()),
                Optional.ofNullable(live.requirementsS3ObjectVersion()),
                Optional.ofNullable(live.pluginsS3Path()),
                Optional.ofNullable(live.pluginsS3ObjectVersion()),
                Optional.ofNullable(live.startupScriptS3Path()),
                Optional.ofNullable(live.startupScriptS3ObjectVersion()),
                Optional.of(Ordered.sorted(live.airflowConfigurationOptions())),
                Optional.ofNullable(live.loggingConfiguration()).map(AirflowShapes::logging),
                Optional.ofNullable(live.kmsKey()),
                Optional.ofNullable(live.weeklyMaintenanceWindowStart()),
                Ownership.userTags(live.tags()));
    }

    private static Logging logging(LoggingConfiguration live) {
        return new Logging(
                module(live.dagProcessingLogs()),
                module(live.schedulerLogs()),
                module(live.taskLogs()),
                module(live.webserverLogs()),
                module(live.workerLogs()));
    }

    private static Optional<Module> module(@Nullable ModuleLoggingConfiguration live) {
        return Optional.ofNullable(live)
                .map(logs ->
                        new Module(Boolean.TRUE.equals(logs.enabled()), Optional.ofNullable(logs.logLevelAsString())));
    }

    static Value.MapValue computed(Environment live) {
        SequencedMap<String, Value> computed = new LinkedHashMap<>();
        computed.put("arn", Value.of(live.arn()));
        computed.put("status", Value.of(live.statusAsString()));
        Optional.ofNullable(live.webserverUrl()).ifPresent(url -> computed.put("webserverUrl", Value.of(url)));
        return new Value.MapValue(computed);
    }

    /// Why the last creation or change failed.
    static Optional<String> lastError(Environment live) {
        return Optional.ofNullable(live.lastUpdate())
                .flatMap(update -> Optional.ofNullable(update.error()))
                .map(AirflowShapes::text);
    }

    static String explanation(Environment live) {
        return lastError(live).orElse("no details given");
    }

    private static String text(UpdateError error) {
        String message = Optional.ofNullable(error.errorMessage()).orElse("").strip();
        return error.errorCode() + (message.isEmpty() ? "" : ": " + message.replaceFirst("\\.$", ""));
    }

    static CreateEnvironmentRequest creation(Spec desired, Map<String, String> tags) {
        var request = CreateEnvironmentRequest.builder()
                .name(desired.name())
                .executionRoleArn(desired.executionRoleArn())
                .sourceBucketArn(desired.sourceBucketArn())
                .dagS3Path(desired.dagS3Path())
                .networkConfiguration(network -> network.subnetIds(
                                desired.networkConfiguration().subnetIds())
                        .securityGroupIds(desired.networkConfiguration().securityGroupIds()))
                .tags(tags);
        desired.airflowVersion().ifPresent(request::airflowVersion);
        desired.environmentClass().ifPresent(request::environmentClass);
        desired.minWorkers().ifPresent(request::minWorkers);
        desired.maxWorkers().ifPresent(request::maxWorkers);
        desired.schedulers().ifPresent(request::schedulers);
        desired.webserverAccessMode().ifPresent(request::webserverAccessMode);
        desired.requirementsS3Path().ifPresent(request::requirementsS3Path);
        desired.requirementsS3ObjectVersion().ifPresent(request::requirementsS3ObjectVersion);
        desired.pluginsS3Path().ifPresent(request::pluginsS3Path);
        desired.pluginsS3ObjectVersion().ifPresent(request::pluginsS3ObjectVersion);
        desired.startupScriptS3Path().ifPresent(request::startupScriptS3Path);
        desired.startupScriptS3ObjectVersion().ifPresent(request::startupScriptS3ObjectVersion);
        desired.airflowConfigurationOptions().ifPresent(request::airflowConfigurationOptions);
        desired.loggingConfiguration().ifPresent(logging -> request.loggingConfiguration(toSdk(logging)));
        desired.kmsKey().ifPresent(request::kmsKey);
        desired.weeklyMaintenanceWindowStart().ifPresent(request::weeklyMaintenanceWindowStart);
        return request.build();
    }

    /// Only what changes is named, for what is left out stays. A file's version goes with its path.
    static UpdateEnvironmentRequest change(Spec current, Spec desired, Set<FieldPath> changed) {
        var request = UpdateEnvironmentRequest.builder().name(current.name());
        when(changed, "executionRoleArn", Optional.of(desired.executionRoleArn()), request::executionRoleArn);
        when(changed, "sourceBucketArn", Optional.of(desired.sourceBucketArn()), request::sourceBucketArn);
        when(changed, "dagS3Path", Optional.of(desired.dagS3Path()), request::dagS3Path);
        when(
                changed,
                "networkConfiguration",
                Optional.of(desired.networkConfiguration()),
                network -> request.networkConfiguration(to -> to.securityGroupIds(network.securityGroupIds())));
        when(changed, "airflowVersion", desired.airflowVersion(), request::airflowVersion);
        when(changed, "environmentClass", desired.environmentClass(), request::environmentClass);
        when(changed, "minWorkers", desired.minWorkers(), request::minWorkers);
        when(changed, "maxWorkers", desired.maxWorkers(), request::maxWorkers);
        when(changed, "schedulers", desired.schedulers(), request::schedulers);
        when(changed, "webserverAccessMode", desired.webserverAccessMode(), request::webserverAccessMode);
        when(
                changed,
                "airflowConfigurationOptions",
                desired.airflowConfigurationOptions(),
                request::airflowConfigurationOptions);
        when(
                changed,
                "loggingConfiguration",
                desired.loggingConfiguration(),
                logging -> request.loggingConfiguration(toSdk(logging)));
        when(
                changed,
                "weeklyMaintenanceWindowStart",
                desired.weeklyMaintenanceWindowStart(),
                request::weeklyMaintenanceWindowStart);
        changeFiles(request, desired, changed);
        return request.build();
    }

    private static void changeFiles(UpdateEnvironmentRequest.Builder request, Spec desired, Set<FieldPath> changed) {
        if (Changed.has(changed, "requirementsS3Path") || Changed.has(changed, "requirementsS3ObjectVersion")) {
            desired.requirementsS3Path().ifPresent(request::requirementsS3Path);
            desired.requirementsS3ObjectVersion().ifPresent(request::requirementsS3ObjectVersion);
        }
        if (Changed.has(changed, "pluginsS3Path") || Changed.has(changed, "pluginsS3ObjectVersion")) {
            desired.pluginsS3Path().ifPresent(request::pluginsS3Path);
            desired.pluginsS3ObjectVersion().ifPresent(request::pluginsS3ObjectVersion);
        }
        if (Changed.has(changed, "startupScriptS3Path") || Changed.has(changed, "startupScriptS3ObjectVersion")) {
            desired.startupScriptS3Path().ifPresent(request::startupScriptS3Path);
            desired.startupScriptS3ObjectVersion().ifPresent(request::startupScriptS3ObjectVersion);
        }
    }

    private static <T> void when(Set<FieldPath> changed, String field, Optional<T> desired, Consumer<T> set) {
        if (Changed.has(changed, field)) {
            desired.ifPresent(set);
        }
    }

    private static LoggingConfigurationInput toSdk(Logging desired) {
        var logging = LoggingConfigurationInput.builder();
        desired.dagProcessingLogs().map(AirflowShapes::toSdk).ifPresent(logging::dagProcessingLogs);
        desired.schedulerLogs().map(AirflowShapes::toSdk).ifPresent(logging::schedulerLogs);
        desired.taskLogs().map(AirflowShapes::toSdk).ifPresent(logging::taskLogs);
        desired.webserverLogs().map(AirflowShapes::toSdk).ifPresent(logging::webserverLogs);
        desired.workerLogs().map(AirflowShapes::toSdk).ifPresent(logging::workerLogs);
        return logging.build();
    }

    private static ModuleLoggingConfigurationInput toSdk(Module desired) {
        return ModuleLoggingConfigurationInput.builder()
                .enabled(desired.enabled())
                .logLevel(desired.logLevel().orElse("INFO"))
                .build();
    }
}
