package dev.envctl.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The state of a world in a directory that several processes may use at once: `state.json`, and a lock file held for
/// the length of a transaction. The lock file also holds a revision, by which a process notices that its copy is old
/// without reading the state, and how far emulated time has come, which advances without a change of state.
final class StateDirectory implements Store {

    /// What the lock file says: a revision, and an offset of the clock in milliseconds.
    private record Header(long revision, long clockMillis) {
        static final int BYTES = 2 * Long.BYTES;
    }

    /// A file as it was when last read or written by us.
    private record Seen(long revision, FileTime modified, long size) {}

    /// Forcing a file to disk takes some ten milliseconds, more than all the rest of a call. A killed process loses
    /// nothing without it, so it is done once in a while and at the end; a power cut may cost the last moments of
    /// an emulation.
    private static final Duration BETWEEN_FORCED_WRITES = Duration.ofSeconds(2);

    /// File locks are held by a process as a whole, so worlds within one process need a lock between them too.
    private static final Map<Path, ReentrantLock> LOCKS_OF_THIS_PROCESS = new ConcurrentHashMap<>();

    private final StateFile file;
    private final Path lockFile;
    private final Clock clock;
    private final ReentrantLock ownLock;
    private Optional<FileChannel> lockChannel = Optional.empty();
    private Optional<FileLock> held = Optional.empty();
    private Optional<Seen> seen = Optional.empty();
    private long lastForced = System.nanoTime();
    private boolean hasUnforced;

    private StateDirectory(Path directory, Clock clock) {
        this.file = new StateFile(directory.resolve("state.json"));
        this.lockFile = directory.resolve("lock");
        this.clock = clock;
        this.ownLock = LOCKS_OF_THIS_PROCESS.computeIfAbsent(lockFile, _ -> new ReentrantLock());
    }

    static StateDirectory open(Path directory, Clock clock) {
        try {
            Files.createDirectories(directory);
            return new StateDirectory(directory.toRealPath(), clock);
        } catch (IOException cause) {
            throw new UncheckedIOException("opening the sandbox's directory " + directory, cause);
        }
    }

    @Override
    public void enter(State state) {
        ownLock.lock();
        try {
            lock();
            refresh(state);
        } catch (IOException cause) {
            leave();
            throw new UncheckedIOException("reading the sandbox's state " + file.path(), cause);
        } catch (RuntimeException unreadable) {
            leave();
            throw unreadable;
        }
    }

    private void lock() throws IOException {
        if (lockChannel.isEmpty()) {
            lockChannel = Optional.of(FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        }
        held = Optional.of(lockChannel.get().lock());
    }

    private void refresh(State state) throws IOException {
        Header header = readHeader();
        Seen current = look(header.revision());
        if (!seen.equals(Optional.of(current))) {
            StateFile.Content content = file.read();
            state.replaceWith(content.tables());
            catchUp(content.clockOffset());
            seen = Optional.of(current);
        }
        catchUp(Duration.ofMillis(header.clockMillis()));
        if (clockOffset().toMillis() > header.clockMillis()) {
            writeHeader(new Header(header.revision(), clockOffset().toMillis()));
        }
    }

    /// The revision is raised first: should this process die in between, the others read the state once for
    /// nothing.
    @Override
    public void save(State state) {
        try {
            long revision = readHeader().revision() + 1;
            writeHeader(new Header(revision, clockOffset().toMillis()));
            boolean forced = System.nanoTime() - lastForced > BETWEEN_FORCED_WRITES.toNanos();
            file.write(new StateFile.Content(clockOffset(), state.tables()), forced);
            lastForced = forced ? System.nanoTime() : lastForced;
            hasUnforced = !forced;
            seen = Optional.of(look(revision));
        } catch (IOException cause) {
            seen = Optional.empty();
            throw new UncheckedIOException("writing the sandbox's state " + file.path(), cause);
        }
    }

    @Override
    public void leave() {
        try {
            if (held.isPresent()) {
                held.get().release();
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("unlocking " + lockFile, cause);
        } finally {
            held = Optional.empty();
            ownLock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            if (hasUnforced) {
                file.force();
                hasUnforced = false;
            }
            if (lockChannel.isPresent()) {
                lockChannel.get().close();
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("closing " + lockFile, cause);
        } finally {
            lockChannel = Optional.empty();
        }
    }

    private Seen look(long revision) throws IOException {
        if (!Files.exists(file.path())) {
            return new Seen(revision, FileTime.fromMillis(0), -1);
        }
        return new Seen(revision, Files.getLastModifiedTime(file.path()), Files.size(file.path()));
    }

    private Duration clockOffset() {
        return clock instanceof SandboxClock emulated ? emulated.offset() : Duration.ZERO;
    }

    private void catchUp(Duration offset) {
        if (clock instanceof SandboxClock emulated) {
            emulated.catchUp(offset);
        }
    }

    private Header readHeader() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Header.BYTES);
        int read = lockChannel.orElseThrow().read(buffer, 0);
        return read < Header.BYTES ? new Header(0, 0) : new Header(buffer.getLong(0), buffer.getLong(Long.BYTES));
    }

    private void writeHeader(Header header) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Header.BYTES);
        buffer.putLong(header.revision()).putLong(header.clockMillis()).flip();
        lockChannel.orElseThrow().write(buffer, 0);
    }
}
