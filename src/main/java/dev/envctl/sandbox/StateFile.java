package dev.envctl.sandbox;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The state as one JSON file: `{"format": 2, "clock": "PT3H", "tables": {"<table>": {"<key>": <row>}}}`. Rows are cut
/// out of it as bytes and parsed later. The file is replaced as a whole, so a reader sees the old state or the new one.
final class StateFile {

    static final int FORMAT = 2;

    /// What the file holds: how far emulated time was ahead, and the tables.
    record Content(Duration clockOffset, SequencedMap<String, SequencedMap<String, Row>> tables) {

        static Content empty() {
            return new Content(Duration.ZERO, new LinkedHashMap<>());
        }
    }

    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    Content read() throws IOException {
        if (!Files.exists(file)) {
            return Content.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        try (JsonParser parser = JSON.createParser(bytes)) {
            return content(parser, bytes);
        } catch (JsonParseException broken) {
            throw new BrokenStateException(file, broken.getOriginalMessage());
        }
    }

    private Content content(JsonParser parser, byte[] bytes) throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT);
        Duration clockOffset = Duration.ZERO;
        SequencedMap<String, SequencedMap<String, Row>> tables = new LinkedHashMap<>();
        int format = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "format" -> format = checkFormat(parser.getIntValue());
                case "clock" -> clockOffset = Duration.parse(parser.getText());
                case "tables" -> readTables(parser, bytes, tables);
                default -> parser.skipChildren();
            }
        }
        if (format == 0) {
            throw new BrokenStateException(file, "it has no format number");
        }
        return new Content(clockOffset, tables);
    }

    private int checkFormat(int format) {
        if (format > FORMAT) {
            throw new NewerStateException(file, format, FORMAT);
        }
        if (format < FORMAT) {
            throw new BrokenStateException(
                    file,
                    "it was written in format %d by an older version, and this one reads %d".formatted(format, FORMAT));
        }
        return format;
    }

    private void readTables(JsonParser parser, byte[] bytes, SequencedMap<String, SequencedMap<String, Row>> tables)
            throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String table = parser.currentName();
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            tables.put(table, readRows(parser, bytes));
        }
    }

    private static SequencedMap<String, Row> readRows(JsonParser parser, byte[] bytes) throws IOException {
        SequencedMap<String, Row> rows = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            int end = (int) parser.currentLocation().getByteOffset();
            rows.put(key, Row.unparsed(Arrays.copyOfRange(bytes, start, end)));
        }
        return rows;
    }

    private void expect(JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw new BrokenStateException(file, "it does not have the shape of a sandbox's state");
        }
    }

    /// `forced` waits until the disk has it. Unforced, the file survives the death of this process, but perhaps not
    /// a power cut.
    void write(Content content, boolean forced) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            write(temporary, bytes(content), forced);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritten) {
            Files.deleteIfExists(temporary);
            throw unwritten;
        }
    }

    /// Waits until the disk has what was last written.
    void force() throws IOException {
        if (Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(false);
            }
        }
    }

    private static void write(Path path, byte[] bytes, boolean forced) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (forced) {
                channel.force(false);
            }
        }
    }

    private static byte[] bytes(Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try (JsonGenerator generator = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            generator.writeStartObject();
            generator.writeNumberField("format", FORMAT);
            generator.writeStringField("clock", content.clockOffset().toString());
            generator.writeObjectFieldStart("tables");
            for (var table : content.tables().entrySet()) {
                writeRows(generator, table.getKey(), table.getValue());
            }
            generator.writeEndObject();
            generator.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeRows(JsonGenerator generator, String table, SequencedMap<String, Row> rows)
            throws IOException {
        generator.writeObjectFieldStart(table);
        for (var row : rows.entrySet()) {
            generator.writeFieldName(row.getKey());
            generator.writeRawValue(new String(row.getValue().json(), StandardCharsets.UTF_8));
        }
        generator.writeEndObject();
    }
}
