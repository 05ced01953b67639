package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the documents of an environment or of a module stand: a directory on disk, or a folder in our jar. Names
/// within it are relative, with `/`.
sealed interface Folder {

    /// Tells two folders apart.
    String id();

    /// What people call a file of it.
    String display(String name);

    /// Every `*.yaml` below it, sorted; dot folders and other modules are left out.
    List<String> documents();

    /// Empty when there is no such file. Refuses a name that leads outside.
    Optional<byte[]> read(String name);

    /// The module in a directory relative to one of its own.
    Optional<Folder> relative(String from, String path);

    /// The modules right below it, by the names of their directories.
    List<String> modules();

    String MODULE_FILE = "module.yaml";

    /// `directory` is absolute; no module beside it may lie outside `boundary`.
    record Disk(Path directory, Path workingDirectory, Path boundary, Optional<String> alias) implements Folder {

        @Override
        public String id() {
            return directory.toString();
        }

        @Override
        public String display(String name) {
            return alias.map(prefix -> prefix + "/" + name)
                    .orElseGet(() -> shortest(directory.resolve(name), workingDirectory));
        }

        static String shortest(Path file, Path workingDirectory) {
            Path absolute = file.toAbsolutePath().normalize();
            boolean near = workingDirectory.getRoot() != null
                    && workingDirectory.getRoot().equals(absolute.getRoot())
                    && !workingDirectory.relativize(absolute).startsWith("../../..");
            String text = (near ? workingDirectory.relativize(absolute) : absolute).toString();
            return (text.isEmpty() ? "." : text).replace('\\', '/');
        }

        @Override
        public List<String> documents() {
            List<String> names = new ArrayList<>();
            try {
                Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                        boolean own = folder.equals(directory);
                        boolean skipped = folder.getFileName().toString().startsWith(".")
                                || Files.isRegularFile(folder.resolve(MODULE_FILE));
                        return own || !skipped ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.getFileName().toString().endsWith(".yaml")) {
                            names.add(directory.relativize(file).toString().replace('\\', '/'));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException unreadable) {
                throw new ProblemException(
                        Problem.of(
                                Code.CANNOT_READ_FILE,
                                "Reading %s: %s.".formatted(display(""), unreadable.getMessage())),
                        unreadable);
            }
            return names.stream().sorted().toList();
        }

        @Override
        public Optional<byte[]> read(String name) {
            Path file = directory.resolve(name).normalize();
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try {
                return Optional.of(Files.readAllBytes(file));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        /// Symbolic links are followed first, so that none leads out.
        boolean contains(String name) {
            try {
                Path file = directory.resolve(name).normalize();
                Path real = Files.exists(file) ? file.toRealPath() : file;
                return file.startsWith(directory) && (!Files.exists(file) || real.startsWith(directory.toRealPath()));
            } catch (IOException _) {
                return false;
            }
        }

        @Override
        public Optional<Folder> relative(String from, String path) {
            return NamedPath.below(directory.resolve(from), path)
                    .filter(this::isWithinBoundary)
                    .map(this::at);
        }

        private Disk at(Path target) {
            Optional<String> inside = alias.filter(_ -> target.startsWith(directory))
                    .map(prefix -> prefix + "/" + directory.relativize(target));
            return new Disk(target, workingDirectory, boundary, inside);
        }

        /// Symbolic links are followed first here, too.
        private boolean isWithinBoundary(Path target) {
            try {
                return Files.isDirectory(target)
                        && target.startsWith(boundary)
                        && target.toRealPath().startsWith(boundary.toRealPath());
            } catch (IOException unreadable) {
                return false;
            }
        }

        @Override
        public List<String> modules() {
            try (Stream<Path> entries = Files.list(directory)) {
                return entries.filter(entry -> Files.isRegularFile(entry.resolve(MODULE_FILE)))
                        .map(entry -> entry.getFileName().toString())
                        .sorted()
                        .toList();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /// `path` is a folder of the class path, such as `modules/emr-studio-on-eks`.
    record Shipped(String path, String alias, ClassLoader resources) implements Folder {

        @Override
        public String id() {
            return alias;
        }

        @Override
        public String display(String name) {
            return alias + "/" + name;
        }

        @Override
        public List<String> documents() {
            URL definition = resources.getResource(path + "/" + MODULE_FILE);
            if (definition == null) {
                return List.of();
            }
            try {
                return definition.openConnection() instanceof JarURLConnection jar
                        ? inJar(jar)
                        : onDisk(definition.toURI());
            } catch (IOException | URISyntaxException broken) {
                throw new IllegalStateException("listing " + path + "; this is a bug in envctl", broken);
            }
        }

        private List<String> inJar(JarURLConnection jar) throws IOException {
            return jar.getJarFile().stream()
                    .map(java.util.jar.JarEntry::getName)
                    .filter(name -> name.startsWith(path + "/") && name.endsWith(".yaml"))
                    .map(name -> name.substring(path.length() + 1))
                    .sorted()
                    .toList();
        }

        private static List<String> onDisk(URI definition) {
            Path file = definition.getScheme().equals("jrt")
                    ? FileSystems.getFileSystem(URI.create("jrt:/")).provider().getPath(definition)
                    : Path.of(definition);
            Path directory = Optional.ofNullable(file.getParent()).orElse(file);
            return new Disk(directory, directory, directory, Optional.empty()).documents();
        }

        @Override
        public Optional<byte[]> read(String name) {
            try (InputStream stream = resources.getResourceAsStream(path + "/" + name)) {
                return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
            } catch (IOException broken) {
                throw new UncheckedIOException("reading " + display(name), broken);
            }
        }

        @Override
        public List<String> modules() {
            return List.of();
        }

        @Override
        public Optional<Folder> relative(String from, String path) {
            return Optional.empty();
        }
    }
}
