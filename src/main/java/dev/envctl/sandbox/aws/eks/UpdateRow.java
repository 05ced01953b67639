package dev.envctl.sandbox.aws.eks;

import java.time.Instant;
import java.util.Map;

/// An update, to be asked after by its id. `subject` is empty for the cluster itself, or the name of the node group or
/// add-on.
record UpdateRow(
        String id,
        String clusterName,
        String subject,
        String type,
        Map<String, String> parameters,
        Instant createdAt,
        Instant doneAt) {}
