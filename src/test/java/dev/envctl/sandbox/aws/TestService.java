package dev.envctl.sandbox.aws;

import java.util.List;

/// A service of a test's making.
record TestService(String signingName, Protocol protocol, String targetOrVersion, List<Operation<?, ?>> operations)
        implements EmulatedService {}
