package dev.envctl.lease;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A lease as it stands in a store: `name: value`, one a line, so that whoever finds it can read it.
public final class LeaseText {

    private LeaseText() {}

    public static String write(LeaseRecord record) {
        List<String> lines = new ArrayList<>();
        lines.add("environment: " + oneLine(record.environment()));
        lines.add("holder: " + oneLine(record.holder()));
        lines.add("process: " + oneLine(record.process()));
        lines.add("purpose: " + oneLine(record.purpose()));
        lines.add("token: " + record.token());
        lines.add("since: " + record.since());
        lines.add("expires: " + record.expires());
        return String.join("\n", lines) + "\n";
    }

    /// Empty for a text that is no lease.
    public static Optional<LeaseRecord> read(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        });
        try {
            return Optional.of(new LeaseRecord(
                    field(fields, "environment"),
                    field(fields, "holder"),
                    field(fields, "process"),
                    field(fields, "purpose"),
                    Long.parseLong(field(fields, "token")),
                    Instant.parse(field(fields, "since")),
                    Instant.parse(field(fields, "expires"))));
        } catch (DateTimeException | NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    private static String field(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
