package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        String repository = wanted.repository().orElse("");
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
        } else if (wanted.repository()
                        .filter(place -> !place.startsWith("oci://"))
                        .isPresent()
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
        Path place = settings.directory().resolve(path);
        return ChartFiles.exists(place) ? Optional.of(read(place).digest()) : Optional.empty();
    }

    private ChartRepository repository(String address) {
        return new ChartRepository(address, settings.chartRepository().apply(address), downloads);
    }

    private static String index(ChartRepository place, Session session) {
        return session.once("helm/index/" + place.asked(), place::index);
    }

    private Chart local(HelmRelease.ChartSpec wanted, String path) {
        Path place = settings.directory().resolve(path);
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
