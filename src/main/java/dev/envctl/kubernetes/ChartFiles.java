package dev.envctl.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Charts on disk: local ones, and the copy that Helm reads, for Helm takes nothing but files.
final class ChartFiles {

    private ChartFiles() {}

    /// Without hidden files, which are no part of a chart. An archive is unpacked.
    static Chart read(Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            return ChartArchive.read(Files.readAllBytes(place));
        }
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> found = Files.walk(place)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                Path relative = place.relativize(file);
                if (Stream.iterate(0, i -> i < relative.getNameCount(), i -> i + 1)
                        .noneMatch(i -> relative.getName(i).toString().startsWith("."))) {
                    files.put(relative.toString().replace('\\', '/'), Files.readAllBytes(file));
                }
            }
        }
        return new Chart(files);
    }

    static boolean exists(Path place) {
        return Files.exists(place);
    }

    /// Writes files below a directory of their own, hands it over, and takes it away again.
    static <T> T written(SequencedMap<String, byte[]> files, Function<Path, T> use) {
        try {
            Path directory = Files.createTempDirectory("envctl-chart-");
            try {
                for (var file : files.entrySet()) {
                    Path path = directory.resolve(file.getKey());
                    Files.createDirectories(path.resolveSibling("."));
                    Files.write(path, file.getValue());
                }
                return use.apply(directory);
            } finally {
                deleteTree(directory);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("writing a chart for Helm to read", broken);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
