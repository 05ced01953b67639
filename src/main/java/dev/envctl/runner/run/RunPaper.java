package dev.envctl.runner.run;

/// What a run leaves behind beside its log, each as one text.
public enum RunPaper {
    /// The plan as a terminal shows it, without colours; of a drift run who moved, likewise.
    PLAN_TEXT,
    /// The plan as a comment shows it; of a drift run the drift as an issue does.
    PLAN_MARKDOWN,
    /// Terraform's JSON with ours.
    PLAN_JSON,
    /// What an apply did, as a terminal shows it.
    RESULT_TEXT,
    RESULT_MARKDOWN,
    /// The resources with identity, state and health, as `envctl status --format json` has them.
    STATUS_JSON,
    /// The resource graph, as Mermaid.
    GRAPH,
    /// Who changed what drifted, as far as it could be found.
    CULPRITS_MARKDOWN
}
