package dev.envctl.sandbox.charts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// As much of the tar format (ustar) as packing small files takes.
final class Tar {

    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;

    private Tar() {}

    static void write(String name, byte[] content, OutputStream out) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, "%011o\0".formatted(content.length));
        put(header, 136, "%011o\0".formatted(0));
        Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        put(header, CHECKSUM, "%06o\0 ".formatted(sum(header)));
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    /// Two empty blocks end an archive.
    static void finish(OutputStream out) throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static int sum(byte[] header) {
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        return sum;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
