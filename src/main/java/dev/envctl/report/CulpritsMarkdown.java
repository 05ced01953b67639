package dev.envctl.report;

import dev.envctl.problem.Problem;
import dev.envctl.trail.Culprit;
import dev.envctl.trail.Findings;
import dev.envctl.value.Address;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Who probably changed what drifted, as a part of a comment or an issue: one line an object. Empty where nobody was
/// asked.
public final class CulpritsMarkdown {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int FOR_THE_REST = 60;

    private static final String NAMED = "`: probably `";

    private final int limit;

    public CulpritsMarkdown(int limit) {
        this.limit = limit;
    }

    public String render(Findings findings) {
        List<String> lines = lines(findings);
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(
                "**Who did it**, probably: the last call on the object that was not envctl's own.\n\n");
        int shown = 0;
        while (shown < lines.size() && text.length() + lines.get(shown).length() + FOR_THE_REST <= limit) {
            text.append(lines.get(shown));
            shown++;
        }
        if (shown < lines.size()) {
            text.append("- and ").append(lines.size() - shown).append(" more; the run has them in full.\n");
        }
        return text.toString();
    }

    /// Whether anybody was found, in a text of this class.
    public static boolean namesSomebody(String markdown) {
        return markdown.contains(NAMED);
    }

    private static List<String> lines(Findings findings) {
        List<String> lines = new ArrayList<>();
        findings.culprits().forEach(culprit -> lines.add(line(culprit)));
        findings.unknown().forEach(address -> lines.add(unknown(address, findings)));
        findings.refusals().forEach(refusal -> lines.add(refusal(refusal)));
        return lines;
    }

    private static String line(Culprit culprit) {
        return "- %s: probably %s, %s at %s%s%s\n"
                .formatted(
                        Markdown.code(culprit.address().toString()),
                        Markdown.code(Words.id(culprit.principal())),
                        Markdown.code(Words.id(culprit.call())),
                        MOMENT.format(culprit.time()),
                        culprit.sourceAddress()
                                .map(from -> " from " + Markdown.code(Words.id(from)))
                                .orElse(""),
                        culprit.eventId()
                                .map(id -> " (CloudTrail event " + Markdown.code(Words.id(id)) + ")")
                                .orElse(""));
    }

    private static String unknown(Address address, Findings findings) {
        String reason = findings.cut()
                ? "not found within the number of look-ups that a run allows itself"
                : "not found (yet): events take about 15 minutes to appear and are kept for 90 days";
        return "- %s: %s\n".formatted(Markdown.code(address.toString()), reason);
    }

    private static String refusal(Problem refusal) {
        return "- The event history could not be read: " + Markdown.code(refusal.detail()) + "\n";
    }
}
