package dev.envctl.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.StoredConfig;

/// The right to fetch into a mirror: one at a time, among all processes. Reading needs none.
final class MirrorLock implements AutoCloseable {

    /// File locks belong to a process as a whole, so its threads need a lock of their own.
    private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock own;
    private final FileChannel channel;
    private final FileLock lock;

    private MirrorLock(ReentrantLock own, FileChannel channel, FileLock lock) {
        this.own = own;
        this.channel = channel;
        this.lock = lock;
    }

    static MirrorLock of(Path mirror) throws IOException {
        ReentrantLock own = IN_THIS_PROCESS.computeIfAbsent(mirror, _ -> new ReentrantLock());
        own.lock();
        try {
            Files.createDirectories(mirror.resolveSibling("."));
            FileChannel channel = FileChannel.open(
                    mirror.resolveSibling(mirror.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            return new MirrorLock(own, channel, channel.lock());
        } catch (IOException | RuntimeException refused) {
            own.unlock();
            throw refused;
        }
    }

    /// The configuration is the last thing that is written of a new repository. Only the holder of the lock writes
    /// refs, so lock files that are there all the same were left by one that died.
    static void createIfAbsent(Path mirror) throws IOException, GitAPIException {
        GitSetup.once();
        if (!Files.exists(mirror.resolve("config"))) {
            Trees.delete(mirror);
            create(mirror);
        }
        for (Path left : leftBehind(mirror)) {
            Files.deleteIfExists(left);
        }
    }

    /// Tidying up is done within a fetch, under its lock, and not behind its back.
    private static void create(Path mirror) throws IOException, GitAPIException {
        try (Git git = Git.init().setBare(true).setGitDir(mirror.toFile()).call()) {
            StoredConfig config = git.getRepository().getConfig();
            config.setBoolean(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTODETACH, false);
            config.save();
        }
    }

    private static List<Path> leftBehind(Path mirror) throws IOException {
        try (Stream<Path> refs = Files.walk(mirror.resolve("refs"));
                Stream<Path> top = Files.list(mirror)) {
            return Stream.concat(refs, top)
                    .filter(file -> file.toString().endsWith(".lock") && Files.isRegularFile(file))
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
            channel.close();
        } finally {
            own.unlock();
        }
    }
}
