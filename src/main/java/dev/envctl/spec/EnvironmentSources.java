package dev.envctl.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The directories and files that an environment is made of: its own directory, those of its local modules, and what
/// its documents name beside them, such as a local chart. Absolute; where symbolic links lead is among them.
public record EnvironmentSources(List<Path> places) {

    public EnvironmentSources {
        places = List.copyOf(places);
    }

    static EnvironmentSources of(List<Folder> folders, List<Path> named) {
        Set<Path> places = new LinkedHashSet<>();
        for (Folder folder : folders) {
            if (folder instanceof Folder.Disk(Path directory, Path _, Path _, Optional<String> alias)
                    && alias.isEmpty()) {
                add(directory, places);
                folder.documents().stream()
                        .map(directory::resolve)
                        .filter(Files::isSymbolicLink)
                        .forEach(link -> add(link, places));
            }
        }
        named.forEach(path -> add(path, places));
        return new EnvironmentSources(List.copyOf(places));
    }

    /// Both the link and what it leads to: either can change.
    private static void add(Path path, Set<Path> places) {
        places.add(path);
        Optional.ofNullable(path.getParent())
                .ifPresent(parent -> places.add(real(parent).resolve(path.getFileName())));
        places.add(real(path));
    }

    /// As far as it is there.
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            Path parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    /// Whether the environment may be another one when this file has changed, come or gone. A file above a source
    /// is a link that leads there, or was in the way of it.
    public boolean isTouchedBy(Path file) {
        return places.stream().anyMatch(place -> file.startsWith(place) || place.startsWith(file));
    }
}
