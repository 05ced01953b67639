package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Finds the chart that a document means: in a repository, in an OCI registry, or on disk.
final class Charts {

    private final KubernetesSettings settings;
    private final Downloads downloads = new Downloads();

    Charts(KubernetesSettings settings) {
        this.settings = settings;
    }

    Chart fetch(HelmRelease.ChartSpec wanted, Session session) {
        if (wanted.path().isPresent()) {
            return local(wanted, wanted.path().get());
        }
        String repository = allowed(wanted.repository().orElse(""));
        String version = wanted.version().orElse("");
        if (repository.startsWith("oci://")) {
            return new ChartRegistry(repository, downloads).download(wanted.name(), version);
        }
        ChartRepository place = repository(repository);
        return place.download(place.find(Yaml.map(index(place, session)), wanted.name(), version));
    }

    /// Says so while planning when a repository does not have a chart. Registries are not asked before the chart is
    /// needed.
    void check(HelmRelease.ChartSpec wanted, Session session) {
        if (wanted.path().isPresent()) {
            local(wanted, wanted.path().get());
            return;
        }
        wanted.repository().ifPresent(this::allowed);
        if (wanted.repository().filter(place -> !place.startsWith("oci://")).isPresent()
                && wanted.version().isPresent()) {
            ChartRepository place = repository(wanted.repository().get());
            place.find(
                    Yaml.map(index(place, session)),
                    wanted.name(),
                    wanted.version().get());
        }
    }

    /// What a local chart holds now; empty when it is not there to read.
    Optional<String> digest(String path) {
        Path place = place(path);
        return ChartFiles.exists(place) ? Optional.of(read(place).digest()) : Optional.empty();
    }

    private String allowed(String repository) {
        if (!settings.allowedRepository().test(repository)) {
            throw ProviderException.of(
                            Code.SOURCE_NOT_ALLOWED, "Charts are not fetched from \"%s\" here.".formatted(repository))
                    .withHint("The operator of the runner lists the places that are allowed under modules.allow.");
        }
        return repository;
    }

    /// Symbolic links are followed first, so that none leads out.
    private Path place(String path) {
        Path place = resolve(path);
        if (settings.confined() && !isBelow(place)) {
            throw ProviderException.of(
                    Code.FILE_OUTSIDE_ENVIRONMENT, "The chart \"%s\" lies outside the repository.".formatted(path));
        }
        return place;
    }

    /// No file system takes every character.
    private Path resolve(String path) {
        try {
            return settings.directory().resolve(path).normalize();
        } catch (InvalidPathException _) {
            throw ProviderException.of(Code.CHART_NOT_FOUND, "No chart can be at \"%s\".".formatted(path));
        }
    }

    private boolean isBelow(Path place) {
        try {
            Path directory = settings.directory();
            return place.startsWith(directory)
                    && (!ChartFiles.exists(place) || place.toRealPath().startsWith(directory.toRealPath()));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private ChartRepository repository(String address) {
        return new ChartRepository(address, settings.chartRepository().apply(address), downloads);
    }

    private static String index(ChartRepository place, Session session) {
        return session.once("helm/index/" + place.asked(), place::index);
    }

    private Chart local(HelmRelease.ChartSpec wanted, String path) {
        Path place = place(path);
        Chart chart = ChartFiles.exists(place) ? read(place) : new Chart(new LinkedHashMap<>());
        if (!chart.isOne()) {
            throw ProviderException.of(
                            Code.CHART_NOT_FOUND,
                            "There is no chart at %s: no Chart.yaml was found there.".formatted(path))
                    .withHint("The path is read from the directory in which envctl is run.");
        }
        if (!chart.name().equals(wanted.name())
                || wanted.version()
                        .filter(version -> !version.equals(chart.version()))
                        .isPresent()) {
            throw ProviderException.of(
                    Code.CHART_NOT_FOUND,
                    "The chart at %s is \"%s\" %s, and the document asks for \"%s\"%s."
                            .formatted(
                                    path,
                                    chart.name(),
                                    chart.version(),
                                    wanted.name(),
                                    wanted.version().map(" "::concat).orElse("")));
        }
        return chart;
    }

    private static Chart read(Path place) {
        try {
            return ChartFiles.read(place);
        } catch (IOException broken) {
            throw new UncheckedIOException("reading the chart at " + place, broken);
        }
    }
}
