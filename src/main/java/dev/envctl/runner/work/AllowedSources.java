package dev.envctl.runner.work;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Where modules and charts may come from: below one of the prefixes in `runner.yaml`. What is not plainly below one is
/// refused, because a service that fetches what a pull request names reaches places that its author does not.
final class AllowedSources {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~+@-]+)*/?");
    private static final Set<String> CHARTS = Set.of("https", "oci");

    private record Place(String host, int port, String path) {
        boolean isBelow(Place prefix) {
            return host.equals(prefix.host) && port == prefix.port && path.startsWith(prefix.path);
        }
    }

    private final List<Place> prefixes;

    AllowedSources(List<String> allow) {
        this.prefixes = allow.stream()
                .flatMap(text -> place(text, Set.of("https")).stream())
                .toList();
    }

    boolean allowsModule(String repository) {
        return allows(repository, Set.of("https"));
    }

    /// Registries speak HTTPS too, so one prefix allows both spellings.
    boolean allowsChart(String repository) {
        return allows(repository, CHARTS);
    }

    private boolean allows(String text, Set<String> schemes) {
        return place(text, schemes)
                .filter(place -> prefixes.stream().anyMatch(place::isBelow))
                .isPresent();
    }

    /// Empty for anything with a user, a query, an escape, or a step up: two readers might understand it in two
    /// ways.
    private static Optional<Place> place(String text, Set<String> schemes) {
        try {
            URI uri = new URI(text);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            String path = Optional.ofNullable(uri.getRawPath()).orElse("");
            boolean isPlain = schemes.contains(scheme)
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && PATH.matcher(path).matches()
                    && !List.of(path.split("/", -1)).contains("..")
                    && !List.of(path.split("/", -1)).contains(".");
            return isPlain ? Optional.of(place(uri, path)) : Optional.empty();
        } catch (URISyntaxException odd) {
            return Optional.empty();
        }
    }

    private static Place place(URI uri, String path) {
        int port = uri.getPort() == 443 ? -1 : uri.getPort();
        return new Place(uri.getHost().toLowerCase(Locale.ROOT), port, path.endsWith("/") ? path : path + "/");
    }
}
