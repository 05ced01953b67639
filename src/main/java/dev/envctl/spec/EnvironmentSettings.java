package dev.envctl.spec;

import dev.envctl.problem.Source;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The environment document. `accountId` is empty only for the sandbox. `directory` is the environment's directory as
/// the user gave it, relative to the working directory.
public record EnvironmentSettings(
        String name,
        String directory,
        Target target,
        Optional<String> accountId,
        String region,
        Optional<AssumeRole> assumeRole,
        SequencedMap<String, String> tags,
        IgnoredTags ignoredTags,
        DeleteProtection deletes,
        Optional<String> lock,
        Value.MapValue inputs,
        Source source) {

    public EnvironmentSettings {
        tags = Ordered.copyOf(tags);
    }

    public enum Target {
        AWS,
        SANDBOX
    }

    public enum DeleteProtection {
        ALLOW,
        CONFIRM,
        DENY
    }

    public record AssumeRole(String arn, Optional<String> planArn, Optional<String> externalId) {}

    public record IgnoredTags(List<String> keys, List<String> prefixes) {
        public IgnoredTags {
            keys = List.copyOf(keys);
            prefixes = List.copyOf(prefixes);
        }

        public boolean covers(String key) {
            return keys.contains(key) || prefixes.stream().anyMatch(key::startsWith);
        }
    }

    /// `analytics-dev.us-east-1`: the owner written on every object.
    public String owner() {
        return name + "." + region;
    }
}
