package dev.envctl.plan;

import java.util.Optional;

/// Which environment a plan is for and how to reach it again: enough to apply a saved plan without its YAML.
/// `assumeRole` is the role to apply with.
public record PlanTarget(
        String environment,
        String directory,
        boolean sandbox,
        Optional<String> accountId,
        String region,
        Optional<String> assumeRole,
        Optional<String> externalId,
        Optional<String> lock,
        boolean confirmDeletes) {

    public String owner() {
        return environment + "." + region;
    }
}
