package dev.envctl.engine;

import dev.envctl.plan.PlanTarget;
import dev.envctl.spec.EnvironmentSettings;
import java.util.Optional;

/// How to reach an environment's world. `role` is the role to take on: the one for planning or the one for applying.
public record Access(
        String owner,
        boolean sandbox,
        Optional<String> accountId,
        String region,
        Optional<String> role,
        Optional<String> externalId,
        Optional<String> lock) {

    static Access forPlanning(EnvironmentSettings settings) {
        return of(settings, settings.assumeRole().map(role -> role.planArn().orElse(role.arn())));
    }

    static Access forApplying(EnvironmentSettings settings) {
        return of(settings, settings.assumeRole().map(EnvironmentSettings.AssumeRole::arn));
    }

    static Access forApplying(PlanTarget target) {
        return new Access(
                target.owner(),
                target.sandbox(),
                target.accountId(),
                target.region(),
                target.assumeRole(),
                target.externalId(),
                target.lock());
    }

    private static Access of(EnvironmentSettings settings, Optional<String> role) {
        return new Access(
                settings.owner(),
                settings.target() == EnvironmentSettings.Target.SANDBOX,
                settings.accountId(),
                settings.region(),
                role,
                settings.assumeRole().flatMap(EnvironmentSettings.AssumeRole::externalId),
                settings.lock());
    }
}
