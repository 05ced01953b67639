package dev.envctl.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;

/// Reads a packed chart: a gzipped tar (ustar, pax or GNU names) with one directory in it. Charts packed inside are
/// unpacked too, so that nothing in them goes unseen.
final class ChartArchive {

    private static final int BLOCK = 512;
    private static final long LIMIT = 100L * 1024 * 1024;

    private final SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    private String longName = "";

    private ChartArchive() {}

    static Chart read(byte[] packed) throws IOException {
        ChartArchive archive = new ChartArchive();
        try (InputStream tar = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            archive.readAll(tar);
        }
        return new Chart(archive.files);
    }

    private void readAll(InputStream tar) throws IOException {
        long total = 0;
        while (true) {
            ByteBuffer header = ByteBuffer.wrap(tar.readNBytes(BLOCK));
            if (header.limit() < BLOCK || header.get(0) == 0) {
                return;
            }
            int size = Integer.parseInt("0" + text(header, 124, 12).strip(), 8);
            total += size;
            if (size < 0 || total > LIMIT) {
                throw new IOException("it unpacks to more than %d bytes".formatted(LIMIT));
            }
            byte[] content = tar.readNBytes(size);
            tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            take(header, content);
        }
    }

    private void take(ByteBuffer header, byte[] content) throws IOException {
        switch (header.get(156)) {
            case 'L' -> longName = text(ByteBuffer.wrap(content), 0, content.length);
            case 'x' -> longName = paxPath(new String(content, StandardCharsets.UTF_8));
            case '0', 0 -> {
                String name = name(header);
                longName = "";
                keep(name.substring(name.indexOf('/') + 1), content);
            }
            default -> longName = "";
        }
    }

    private String name(ByteBuffer header) {
        if (!longName.isEmpty()) {
            return longName;
        }
        String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
    }

    private void keep(String path, byte[] content) throws IOException {
        if (path.matches("charts/[^/]+\\.tgz")) {
            String directory = path.substring(0, path.length() - ".tgz".length());
            read(content).files().forEach((inner, bytes) -> files.put(directory + "/" + inner, bytes));
        } else if (!path.startsWith("/") && !("/" + path + "/").contains("/../")) {
            files.put(path, content);
        }
    }

    /// Records read `<length> <key>=<value>\n`.
    private static String paxPath(String records) {
        return records.lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(record -> record.startsWith("path="))
                .map(record -> record.substring("path=".length()))
                .findFirst()
                .orElse("");
    }

    private static String text(ByteBuffer block, int offset, int length) {
        int end = offset;
        while (end < offset + length && block.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - offset];
        block.get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
