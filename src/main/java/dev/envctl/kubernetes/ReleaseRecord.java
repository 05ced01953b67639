package dev.envctl.kubernetes;

import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// One revision of a release in Helm's own format, so that Helm's CLI reads what envctl writes and the other way round.
/// `json` is the whole of it; what is not understood here is kept.
record ReleaseRecord(Value.MapValue json) {

    static final String DEPLOYED = "deployed";
    static final String SUPERSEDED = "superseded";
    static final String FAILED = "failed";
    static final String UNINSTALLING = "uninstalling";
    static final String UNINSTALLED = "uninstalled";

    /// How records of ours begin to describe themselves.
    private static final String OURS = "envctl: ";

    private static final String NEVER = "";

    /// What a new revision is made of.
    record Contents(Chart chart, Value values, String manifest) {}

    static ReleaseRecord first(ReleaseName release, int revision, String status, Contents contents, Instant now) {
        return new ReleaseRecord(Value.map(
                "name", Value.of(release.name()),
                "info",
                        Value.map(
                                "first_deployed", Value.of(now.toString()),
                                "last_deployed", Value.of(now.toString()),
                                "deleted", Value.of(NEVER),
                                "description", Value.of(OURS + "in progress"),
                                "status", Value.of(status)),
                "chart", contents.chart().recorded(),
                "config", contents.values(),
                "manifest", Value.of(contents.manifest()),
                "version", Value.of(revision),
                "namespace", Value.of(release.namespace())));
    }

    /// The revision after `earlier`.
    static ReleaseRecord next(ReleaseRecord earlier, ReleaseName release, Contents contents, Instant now) {
        ReleaseRecord fresh = first(release, earlier.revision() + 1, "pending-upgrade", contents, now);
        return earlier.text("info", "first_deployed")
                .map(first -> fresh.with("first_deployed", first))
                .orElse(fresh);
    }

    private ReleaseRecord with(String field, String text) {
        Value.MapValue info =
                json.get("info").orElse(Value.NULL) instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
        return new ReleaseRecord(json.with("info", info.with(field, Value.of(text))));
    }

    ReleaseRecord in(String status, String description) {
        return with("status", status).with("description", OURS + description);
    }

    /// A revision that another has taken the place of says no more than that.
    ReleaseRecord superseded() {
        return with("status", SUPERSEDED);
    }

    int revision() {
        return json.get("version").orElse(Value.NULL) instanceof Value.Number number
                ? number.amount().intValue()
                : 0;
    }

    String status() {
        return text("info", "status").orElse("unknown");
    }

    boolean isPending() {
        return status().startsWith("pending-");
    }

    /// Written by envctl, which holds the lease: nobody else is at work on it.
    boolean isOurs() {
        return text("info", "description").orElse("").startsWith(OURS);
    }

    String description() {
        String description = text("info", "description").orElse("");
        return description.startsWith(OURS) ? description.substring(OURS.length()) : description;
    }

    Instant lastDeployed() {
        try {
            return OffsetDateTime.parse(text("info", "last_deployed").orElse(""))
                    .toInstant();
        } catch (DateTimeParseException unreadable) {
            return Instant.EPOCH;
        }
    }

    String chartName() {
        return text("chart", "metadata", "name").orElse("");
    }

    String chartVersion() {
        return text("chart", "metadata", "version").orElse("");
    }

    String appVersion() {
        return text("chart", "metadata", "appVersion").orElse("");
    }

    /// What the user gave, without the chart's defaults.
    Value values() {
        return json.get("config").filter(Value.MapValue.class::isInstance).orElse(Value.MapValue.EMPTY);
    }

    String manifest() {
        return text("manifest").orElse("");
    }

    private Optional<String> text(String... path) {
        return json.at(FieldPath.of(path)).flatMap(Value::asText);
    }

    /// As it stands in the Secret's `data`: Helm encodes what it has packed, and the API encodes once more.
    String encoded() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(ValueJson.write(json).getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException("packing a release record; this is a bug in envctl", impossible);
        }
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(base64.encode(packed.toByteArray()));
    }

    /// Empty for what is no release record.
    static Optional<ReleaseRecord> decode(String data) {
        try {
            byte[] packed = Base64.getDecoder().decode(Base64.getDecoder().decode(data));
            return ValueJson.read(unpacked(packed)) instanceof Value.MapValue json
                    ? Optional.of(new ReleaseRecord(json))
                    : Optional.empty();
        } catch (IllegalArgumentException | IOException garbage) {
            return Optional.empty();
        }
    }

    private static String unpacked(byte[] packed) throws IOException {
        boolean isPacked = packed.length > 2 && packed[0] == 0x1f && (packed[1] & 0xff) == 0x8b;
        if (!isPacked) {
            return new String(packed, StandardCharsets.UTF_8);
        }
        try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
