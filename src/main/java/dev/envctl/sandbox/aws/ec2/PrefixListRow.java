package dev.envctl.sandbox.aws.ec2;

/// A prefix list that AWS keeps, such as `com.amazonaws.us-east-1.s3`.
public record PrefixListRow(String prefixListId, String prefixListName, int maxEntries) {}
