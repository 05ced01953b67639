package dev.envctl.sandbox;

import dev.envctl.sandbox.aws.EmulatedService;
import java.util.List;

/// The services of a sandbox, each named here once.
final class Services {

    private Services() {}

    /// `endpoint` is where the sandbox will be reached, `http://127.0.0.1:<port>`.
    static List<EmulatedService> of(SandboxOptions options, String endpoint) {
        return List.of();
    }
}
