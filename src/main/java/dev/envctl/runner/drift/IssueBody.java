package dev.envctl.runner.drift;

import dev.envctl.report.Markdown;
import dev.envctl.report.Words;
import dev.envctl.runner.forge.Forge.IssueText;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.runner.run.EnvironmentKey;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the issue on drift of an environment says. `limit` is the forge's, in characters; `page` the runner's own
/// address.
record IssueBody(URI page, int limit) {

    private static final int LONGEST_TITLE = 200;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// `mayApply` are the principals that the rule of the environment names; `heals` whether the runner mends such
    /// drift by itself.
    record Circumstances(Instant since, List<String> mayApply, boolean heals) {
        Circumstances {
            mayApply = List.copyOf(mayApply);
        }
    }

    IssueText open(Finding finding, Circumstances circumstances) {
        String head = head(finding, circumstances);
        String advice = advice(finding, circumstances);
        int room = limit - head.length() - advice.length() - 4;
        String culprits = Shortened.to(room / 3, finding.culprits());
        String drift = Shortened.to(room - culprits.length(), finding.drift());
        return issue(finding.run(), joined(head, drift, culprits, advice), true);
    }

    private static String joined(String... parts) {
        return List.of(parts).stream()
                        .filter(part -> !part.isBlank())
                        .map(String::strip)
                        .collect(Collectors.joining("\n\n"))
                + "\n";
    }

    /// A title is plain text, in which forges still see mentions.
    private static String title(EnvironmentKey key) {
        String title = "Drift in " + Words.printable(key.directory()).replace("@", "(at)");
        return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
    }

    private String head(Finding finding, Circumstances circumstances) {
        RunResult.Counts counts = finding.counts();
        Run run = finding.run();
        return """
            %s is no longer what was last applied.

            | drift: changed in the cloud | conflict: changed in the cloud and in git | pending: merged, not applied |
            |---|---|---|
            | %d | %d | %d |

            Since %s · found by %s at commit %s
            """.formatted(
                        Markdown.code(run.environment().directory()),
                        counts.drifted(),
                        counts.conflicting(),
                        counts.pending(),
                        MOMENT.format(circumstances.since()),
                        link(run),
                        Markdown.code(shortCommit(run)));
    }

    private String advice(Finding finding, Circumstances circumstances) {
        StringBuilder text = new StringBuilder("### What can be done\n\n");
        text.append("- Comment `/envctl apply` in this issue: makes the environment again what the default branch says")
                .append(overwriting(finding.counts()))
                .append(digest(finding))
                .append(whoMay(circumstances.mayApply()))
                .append('\n');
        text.append("- Or take the change over: write it into the documents of the environment and merge that.\n");
        if (circumstances.heals()) {
            text.append("- ").append(healing(finding)).append('\n');
        }
        return text.append(
                        "\nThis issue is kept by envctl. It is written over when what drifted changes, closed when the"
                                + " drift is gone, and opened again when it returns.\n")
                .toString();
    }

    private static String overwriting(RunResult.Counts counts) {
        if (counts.conflicting() > 0 || counts.pending() > 0) {
            return ", with what is merged and not applied yet; what was changed in the cloud is written over.";
        }
        return "; what was changed in the cloud is written over.";
    }

    private static String digest(Finding finding) {
        return finding.result()
                .digest()
                .map(digest -> " It applies the plan of this run, digest %s, and nothing if there is another by then."
                        .formatted(Markdown.code(Words.shortDigest(digest))))
                .orElse("");
    }

    private static String whoMay(List<String> principals) {
        return principals.isEmpty()
                ? " Nobody may do so for this environment."
                : " For " + principals.stream().map(Markdown::code).collect(Collectors.joining(", ")) + ".";
    }

    private static String healing(Finding finding) {
        return finding.isHealable()
                ? "Self-healing is on for this environment: the plan was queued to be applied, once."
                : "Self-healing is on for this environment, but leaves alone what conflicts with git, what goes with"
                        + " changes that are pending, and what would destroy an object.";
    }

    /// Where the drift was, when it is gone. `run` saw that, or made it so.
    IssueText closed(Run run, Instant since) {
        String how = run.kind() == Run.Kind.APPLY ? "was applied again by" : "is what was applied, says";
        String body = """
            No drift any more: %s %s %s.

            Found %s · gone %s

            This issue is kept by envctl. It is opened again when drift returns.
            """.formatted(
                        Markdown.code(run.environment().directory()),
                        how,
                        link(run),
                        MOMENT.format(since),
                        MOMENT.format(run.ended().orElse(run.created())));
        return issue(run, body, false);
    }

    private IssueText issue(Run run, String body, boolean open) {
        EnvironmentKey key = run.environment();
        return new IssueText(OwnMark.of("drift", key.directory(), page), title(key), body, open);
    }

    private String link(Run run) {
        return "[run %d](%s)".formatted(run.id(), RunLinks.of(page, run));
    }

    private static String shortCommit(Run run) {
        String head = run.revision().head();
        return head.length() <= 8 ? head : head.substring(0, 8);
    }
}
