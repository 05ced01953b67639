package dev.envctl.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/// Files that are either whole or as they were: one is written beside its place and moved there when it is complete.
/// Who may read and write it stays, and whose it is as far as that may be said.
final class WholeFile {

    private WholeFile() {}

    static void write(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(
                file.getFileName() + ".part" + ProcessHandle.current().pid());
        try {
            fill(part, content);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                likeBefore(file, part);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            remove(part);
            throw refused;
        }
    }

    private static void fill(Path part, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void likeBefore(Path file, Path part) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(part, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
        PosixFileAttributes now = view.readAttributes();
        if (!before.group().equals(now.group())) {
            whereAllowed(() -> view.setGroup(before.group()));
        }
        if (!before.owner().equals(now.owner())) {
            whereAllowed(() -> view.setOwner(before.owner()));
        }
        view.setPermissions(before.permissions());
    }

    private interface Giving {
        void give() throws IOException;
    }

    private static void whereAllowed(Giving giving) {
        try {
            giving.give();
        } catch (IOException refused) {
            // few may give files away; what others write is theirs
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException leftBehind) {
            // what is being thrown is the problem to solve
        }
    }
}
