package dev.envctl.runner.drift;

import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

    /// Whether applying the very plan undoes the drift and nothing else: nobody merged anything, and nothing is lost.
    boolean isHealable() {
        return counts().drifted() > 0
                && counts().conflicting() == 0
                && counts().pending() == 0
                && counts().toDestroy() == 0
                && result.digest().isPresent();
    }

    /// The same for the same drift, whenever and by whichever run it is found. The digest covers every live value that
    /// is to be changed.
    String fingerprint() {
        String deciding = String.join(
                "\n",
                result.digest().orElse(drift),
                counts().drifted() + "/" + counts().pending() + "/" + counts().conflicting(),
                culprits);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(deciding.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
