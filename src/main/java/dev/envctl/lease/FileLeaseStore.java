package dev.envctl.lease;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A lease in a file of this machine: for the sandbox, and for environments that name no shared place. The version is
/// the content itself. Safe for any number of processes and threads.
public final class FileLeaseStore implements LeaseStore {

    /// A file lock belongs to the whole JVM and refuses a second one from within.
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private final Path file;
    private final String host;

    /// `host` is this machine's name, as it stands before the colon in [LeaseRecord#process].
    public FileLeaseStore(Path file, String host) {
        this.file = file;
        this.host = host;
    }

    @Override
    public Optional<Stored> read() {
        return content().flatMap(text -> LeaseText.read(text).map(record -> new Stored(record, text)));
    }

    @Override
    public Optional<String> create(LeaseRecord record) {
        return locked(() -> read().isPresent() ? Optional.empty() : Optional.of(write(record)));
    }

    @Override
    public Optional<String> replace(LeaseRecord record, String version) {
        return locked(
                () -> content().filter(version::equals).isPresent() ? Optional.of(write(record)) : Optional.empty());
    }

    @Override
    public boolean isHolderGone(LeaseRecord record) {
        int colon = record.process().lastIndexOf(':');
        String number = record.process().substring(colon + 1);
        if (colon < 0 || !record.process().substring(0, colon).equals(host) || !number.matches("\\d{1,18}")) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(number))
                .filter(ProcessHandle::isAlive)
                .isEmpty();
    }

    @Override
    public String place() {
        return file.toString();
    }

    private interface Work {
        Optional<String> run() throws IOException;
    }

    private Optional<String> locked(Work work) {
        IN_THIS_PROCESS.lock();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                            file.resolveSibling(file.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                return work.run();
            }
        } catch (IOException broken) {
            throw unreadable("writing", broken);
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private String write(LeaseRecord record) throws IOException {
        String text = LeaseText.write(record);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return text;
    }

    private Optional<String> content() {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException free) {
            return Optional.empty();
        } catch (IOException broken) {
            throw unreadable("reading", broken);
        }
    }

    private ProblemException unreadable(String doing, IOException broken) {
        return new ProblemException(
                Problem.of(Code.LEASE_UNREADABLE, "The lease, %s %s: %s.".formatted(doing, file, broken.getMessage())),
                broken);
    }
}
