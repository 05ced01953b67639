package dev.envctl.spec;

import java.util.List;

/// A whole environment as git describes it: modules expanded, loops unrolled, inputs applied, references bound and
/// checked. Resources are sorted by address.
public record Environment(EnvironmentSettings settings, List<Resource> resources) {

    public Environment {
        resources = List.copyOf(resources);
    }
}
