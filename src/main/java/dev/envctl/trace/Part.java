package dev.envctl.trace;

/// What a link is.
public enum Part {
    ENDPOINT("endpoint"),
    DEPLOYMENT("deployment"),
    POD("pod"),
    SERVICE("service"),
    CONTROLLER("load balancer controller"),
    INGRESS("ingress"),
    TARGET_GROUP_BINDING("target group binding"),
    TARGET_GROUP("target group"),
    TARGET("target"),
    LOAD_BALANCER("load balancer"),
    LISTENER("listener"),
    CERTIFICATE("certificate"),
    SECURITY_GROUP("security group"),
    STUDIO("studio");

    private final String word;

    Part(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
