package dev.envctl.sandbox.aws.emrcontainers;

import dev.envctl.sandbox.ClusterView;
import java.util.List;

/// The Kubernetes objects of an endpoint: the gateway's Deployment with its pod and its Service made by EMR, the
/// Ingress in front of them, and the controller's TargetGroupBinding, which is named like its target group.
record EndpointObjects(String namespace, String endpointId, String bindingName) {

    private static final String BINDING_API = "elbv2.k8s.aws/v1beta1";

    List<String> documents(String hostname, String targetGroupArn, int nodePort) {
        return List.of(deployment(), pod(), service(nodePort), ingress(hostname), binding(targetGroupArn));
    }

    void deleteFrom(ClusterView view) {
        view.deleteObject(BINDING_API, "TargetGroupBinding", namespace, bindingName);
        view.deleteObject("networking.k8s.io/v1", "Ingress", namespace, "ingress-" + endpointId);
        view.deleteObject("v1", "Service", namespace, "service-" + endpointId);
        view.deleteObject("v1", "Pod", namespace, podName());
        view.deleteObject("apps/v1", "Deployment", namespace, "jeg-" + endpointId);
    }

    private String podName() {
        return "jeg-%s-0".formatted(endpointId);
    }

    private String deployment() {
        return """
            {"apiVersion": "apps/v1", "kind": "Deployment",
             "metadata": {"name": "jeg-%2$s", "namespace": "%1$s", "labels": {"app": "enterprise-gateway"}},
             "spec": {"replicas": 1, "selector": {"matchLabels": {"endpoint": "%2$s"}},
                      "template": {"metadata": {"labels": {"app": "enterprise-gateway", "endpoint": "%2$s"}},
                                   "spec": {"containers": [{"name": "jeg", "image": "notebook-spark", "ports": [{"containerPort": 9547}]}]}}},
             "status": {"replicas": 1, "readyReplicas": 1, "availableReplicas": 1, "updatedReplicas": 1,
                        "conditions": [{"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable"}]}}
            """.formatted(namespace, endpointId);
    }

    private String pod() {
        return """
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "%3$s", "namespace": "%1$s", "labels": {"app": "enterprise-gateway", "endpoint": "%2$s"}},
             "spec": {"containers": [{"name": "jeg", "image": "notebook-spark", "ports": [{"containerPort": 9547}]}]},
             "status": {"phase": "Running",
                        "conditions": [{"type": "PodScheduled", "status": "True"}, {"type": "Ready", "status": "True"}],
                        "containerStatuses": [{"name": "jeg", "ready": true, "restartCount": 0}]}}
            """.formatted(namespace, endpointId, podName());
    }

    private String service(int nodePort) {
        return """
            {"apiVersion": "v1", "kind": "Service",
             "metadata": {"name": "service-%2$s", "namespace": "%1$s", "labels": {"app": "enterprise-gateway"}},
             "spec": {"type": "NodePort", "selector": {"endpoint": "%2$s"},
                      "ports": [{"port": %3$d, "protocol": "TCP", "targetPort": 9547, "nodePort": %4$d}]}}
            """.formatted(namespace, endpointId, EndpointSurroundings.PORT, nodePort);
    }

    private String ingress(String hostname) {
        return """
            {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
             "metadata": {"name": "ingress-%2$s", "namespace": "%1$s", "finalizers": ["ingress.k8s.aws/resources"],
                          "annotations": {"alb.ingress.kubernetes.io/scheme": "internal",
                                          "alb.ingress.kubernetes.io/listen-ports": "[{\\"HTTPS\\": %3$d}]",
                                          "alb.ingress.kubernetes.io/backend-protocol": "HTTPS"}},
             "spec": {"ingressClassName": "alb",
                      "rules": [{"http": {"paths": [{"path": "/*", "pathType": "ImplementationSpecific",
                                 "backend": {"service": {"name": "service-%2$s", "port": {"number": %3$d}}}}]}}]},
             "status": {"loadBalancer": {"ingress": [{"hostname": "%4$s"}]}}}
            """.formatted(namespace, endpointId, EndpointSurroundings.PORT, hostname);
    }

    private String binding(String targetGroupArn) {
        return """
            {"apiVersion": "%5$s", "kind": "TargetGroupBinding",
             "metadata": {"name": "%6$s", "namespace": "%1$s", "finalizers": ["elbv2.k8s.aws/resources"],
                          "labels": {"ingress.k8s.aws/stack-namespace": "%1$s", "ingress.k8s.aws/stack-name": "ingress-%2$s"}},
             "spec": {"serviceRef": {"name": "service-%2$s", "port": %3$d}, "targetGroupARN": "%4$s", "targetType": "instance"}}
            """.formatted(
                        namespace, endpointId, EndpointSurroundings.PORT, targetGroupArn, BINDING_API, bindingName);
    }
}
