package dev.envctl.trace;

import dev.envctl.trace.CloudSights.Endpoint;
import dev.envctl.trace.CloudSights.Stack;

/// The names of what EMR makes for one endpoint.
record EndpointPath(String cluster, String namespace, String endpointId) {

    /// What notebooks talk to.
    static final int PORT = 18_888;

    static EndpointPath of(Endpoint endpoint) {
        return new EndpointPath(endpoint.home().cluster(), endpoint.home().namespace(), endpoint.id());
    }

    String deployment() {
        return "jeg-" + endpointId;
    }

    String service() {
        return "service-" + endpointId;
    }

    String ingress() {
        return "ingress-" + endpointId;
    }

    Stack stack() {
        return new Stack(cluster, namespace, ingress());
    }
}
