package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program is a jar, and a module in it is the same as on disk.
class ShippedFolderTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    @TempDir
    private Path directory;

    @Test
    void readsAModuleFromAJarAsFromAFolder() throws IOException {
        try (URLClassLoader jar =
                new URLClassLoader(new URL[] {jar().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (String name : modules()) {
                Folder packed = new Folder.Shipped("modules/" + name, "builtin:" + name, jar);
                Folder loose = new Folder.Disk(
                        RESOURCES.resolve("modules").resolve(name).toAbsolutePath(),
                        directory,
                        directory,
                        Optional.of("builtin:" + name));

                assertThat(packed.documents()).contains("module.yaml").isEqualTo(loose.documents());
                assertThat(packed.documents()).allSatisfy(file -> {
                    assertThat(packed.read(file).orElseThrow())
                            .isEqualTo(loose.read(file).orElseThrow());
                    assertThat(packed.display(file)).isEqualTo(loose.display(file));
                });
            }
        }
    }

    private static List<String> modules() throws IOException {
        try (Stream<Path> folders = Files.list(RESOURCES.resolve("modules"))) {
            return folders.map(folder -> folder.getFileName().toString()).toList();
        }
    }

    private Path jar() throws IOException {
        Path jar = directory.resolve("program.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(RESOURCES.resolve("modules"))) {
            files.filter(Files::isRegularFile).forEach(file -> add(out, file));
        }
        return jar;
    }

    private static void add(JarOutputStream out, Path file) {
        try {
            out.putNextEntry(new JarEntry(RESOURCES.relativize(file).toString().replace('\\', '/')));
            Files.copy(file, out);
            out.closeEntry();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
