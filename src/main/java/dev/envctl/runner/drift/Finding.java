package dev.envctl.runner.drift;

import dev.envctl.report.CulpritsMarkdown;
import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import dev.envctl.value.Sha256;

/// What a run that looked for drift found, with its papers. `drift` is the drift as Markdown, `culprits` who did it as
/// far as that was found, either possibly empty.
record Finding(Run run, RunResult result, String drift, String culprits) {

    RunResult.Counts counts() {
        return result.counts();
    }

    /// The cloud moved. What is only pending in git is no drift.
    boolean isDrift() {
        return counts().drifted() + counts().conflicting() > 0;
    }

    /// Whether applying the very plan undoes the drift and nothing else: nobody merged anything, and nothing is
    /// lost.
    boolean isHealable() {
        return counts().drifted() > 0
                && counts().conflicting() == 0
                && counts().pending() == 0
                && counts().toDestroy() == 0
                && result.digest().isPresent();
    }

    /// Whether the issue says less than is known now: other drift, or somebody who was not found before. What a
    /// later run no longer finds in the event history takes nothing away.
    boolean isNews(String reported) {
        return !isSameDrift(reported) || (!reported.equals(fingerprint()) && CulpritsMarkdown.namesSomebody(culprits));
    }

    boolean isSameDrift(String reported) {
        return reported.startsWith(driftPrint());
    }

    /// The same for the same drift by the same people, whenever and by whichever run it is found: 64 digits, of
    /// which the first half is of the drift.
    String fingerprint() {
        return driftPrint() + hash(culprits);
    }

    /// The digest covers every live value that is to be changed.
    private String driftPrint() {
        return hash(result.digest().orElse(drift)
                + " %d/%d/%d".formatted(counts().drifted(), counts().pending(), counts().conflicting()));
    }

    private static String hash(String text) {
        return Sha256.hex(text, 32);
    }
}
