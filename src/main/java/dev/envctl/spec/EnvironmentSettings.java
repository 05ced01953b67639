package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Source;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Map;
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
        Places places) {

    public EnvironmentSettings {
        tags = Ordered.copyOf(tags);
    }

    /// Where the document stands, and where its fields do.
    public record Places(Source document, SequencedMap<String, Source> fields) {

        public Places {
            fields = Ordered.copyOf(fields);
        }

        public static Places of(Source document) {
            return new Places(document, Ordered.copyOf(Map.of()));
        }

        Source of(String field) {
            return fields.getOrDefault(field, document);
        }
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

    /// What no single document is to blame for concerns the environment: the field that the problem is about, or
    /// the whole document. Of several environments, the reader sees which.
    public Problem placed(Problem problem) {
        return problem.source().isPresent() ? problem : problem.at(places.of(fieldOf(problem.code())));
    }

    private static String fieldOf(Code code) {
        return switch (code) {
            case WRONG_ACCOUNT, NO_CREDENTIALS, EXPIRED_TOKEN -> "accountId";
            case LEASE_HELD, LEASE_LOST, LEASE_NOT_HELD, LEASE_UNREADABLE -> "lock";
            case SANDBOX_STATE_NEWER, SANDBOX_STATE_UNREADABLE -> "target";
            default -> "";
        };
    }

    /// `analytics-dev.us-east-1`: the owner written on every object.
    public String owner() {
        return name + "." + region;
    }
}
