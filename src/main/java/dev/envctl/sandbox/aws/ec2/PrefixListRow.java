package dev.envctl.sandbox.aws.ec2;

import java.util.List;
import java.util.Optional;

/// A prefix list that AWS keeps, such as `com.amazonaws.us-east-1.s3`.
public record PrefixListRow(
        String prefixListId, String prefixListName, int maxEntries, Optional<List<String>> entries) {

    public PrefixListRow(String prefixListId, String prefixListName, int maxEntries) {
        this(prefixListId, prefixListName, maxEntries, Optional.empty());
    }
}
