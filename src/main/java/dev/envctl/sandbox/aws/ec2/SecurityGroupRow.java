package dev.envctl.sandbox.aws.ec2;

public record SecurityGroupRow(String groupId, String groupName, String description, String vpcId) {

    boolean isDefault() {
        return groupName.equals("default");
    }
}
