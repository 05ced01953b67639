package dev.envctl.runner.settings;

import dev.envctl.problem.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// Addresses that are none, that miss something, or that others can listen in on.
final class AddressChecks {

    private final Findings findings;

    AddressChecks(Findings findings) {
        this.findings = findings;
    }

    void check(Setting root) {
        root.at("publicUrl").ifPresent(this::origin);
        root.entries("forges").forEach(forge -> forge.at("api").ifPresent(this::web));
        root.elements("repositories")
                .forEach(repository -> repository.at("cloneUrl").ifPresent(this::clone));
        root.at("modules").stream()
                .flatMap(modules -> modules.elements("allow").stream())
                .forEach(this::prefix);
        root.at("signIn")
                .flatMap(signIn -> signIn.at("openId"))
                .flatMap(openId -> openId.at("issuer"))
                .ifPresent(this::web);
        root.at("database").ifPresent(this::database);
        root.at("listen").ifPresent(listen -> listening(root, listen));
    }

    /// Pages, cookies and the webhooks' door begin at the root, so nothing that is added would lead anywhere.
    private void origin(Setting setting) {
        Optional<URI> address = address(setting, List.of("https", "http"));
        address.filter(uri -> !List.of("", "/").contains(uri.getRawPath())
                        || uri.getRawQuery() != null
                        || uri.getRawFragment() != null)
                .ifPresent(uri -> findings.report(
                        Code.INVALID_SETTING,
                        setting,
                        "%s goes on behind its host, and the runner has everything at the root of one."
                                .formatted(setting.path()),
                        "Write %s://%s%s, and give the runner a host name of its own where a proxy has other things on this one."
                                .formatted(
                                        uri.getScheme(), uri.getHost(), uri.getPort() < 0 ? "" : ":" + uri.getPort())));
        address.ifPresent(uri -> plainHttp(setting, uri));
    }

    private void web(Setting setting) {
        Optional<URI> address = address(setting, List.of("https", "http"));
        address.filter(uri -> uri.getRawQuery() != null || uri.getRawFragment() != null)
                .ifPresent(_ -> findings.report(
                        Code.INVALID_SETTING,
                        setting,
                        "%s goes on behind a ? or #, and paths are added to it.".formatted(setting.path())));
        address.ifPresent(uri -> plainHttp(setting, uri));
    }

    private void clone(Setting setting) {
        address(setting, List.of("https", "http", "file")).ifPresent(uri -> plainHttp(setting, uri));
    }

    private void plainHttp(Setting setting, URI address) {
        if ("http".equals(address.getScheme()) && !Loopback.is(address.getHost())) {
            findings.report(
                    Code.PLAIN_HTTP,
                    setting,
                    "%s is reached without TLS: what is sent there can be read and changed on the way."
                            .formatted(setting.path()),
                    "Write https://, with a proxy in front where needed.");
        }
    }

    private void prefix(Setting setting) {
        address(setting, List.of("https", "http", "oci", "file"))
                .filter(uri -> !uri.toString().endsWith("/"))
                .ifPresent(uri -> findings.report(
                        Code.INVALID_SETTING,
                        setting,
                        "%s allows every address that begins like it, so it must end with / (%s/)."
                                .formatted(setting.path(), uri)));
    }

    /// One with a password in it has been reported without being shown, which it would be here.
    private Optional<URI> address(Setting setting, List<String> schemes) {
        if (setting.text().filter(SecretChecks::holdsPassword).isPresent()) {
            return Optional.empty();
        }
        Optional<URI> address = setting.text().flatMap(AddressChecks::parsed);
        boolean usable = address.filter(uri -> schemes.contains(String.valueOf(uri.getScheme())))
                .filter(uri -> "file".equals(uri.getScheme()) || uri.getHost() != null)
                .isPresent();
        if (!usable && setting.text().isPresent()) {
            findings.report(
                    Code.INVALID_SETTING,
                    setting,
                    "%s is no address that begins with %s and names a host."
                            .formatted(setting.path(), String.join(":// or ", schemes) + "://"));
            return Optional.empty();
        }
        return address;
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private void database(Setting database) {
        Optional<Setting> url = database.at("url");
        url.filter(setting -> setting.text()
                        .filter(text -> !text.matches("jdbc:postgresql:(//)?\\S+"))
                        .isPresent())
                .ifPresent(setting -> findings.report(
                        Code.INVALID_SETTING,
                        setting,
                        "database.url is no jdbc:postgresql://HOST/NAME. Leave it out for the embedded database."));
        if (url.isPresent() && !database.has("user")) {
            findings.reportKey(
                    Code.SETTINGS_DISAGREE,
                    url.get(),
                    "database.url names PostgreSQL, and database.user is missing: PostgreSQL lets nobody in without a"
                            + " user.");
        }
        if (url.isEmpty() && (database.has("user") || database.has("password"))) {
            findings.reportKey(
                    Code.SETTINGS_DISAGREE,
                    database,
                    "database has a user or a password and no url: the embedded database takes neither.");
        }
    }

    private void listening(Setting root, Setting listen) {
        boolean isLoopback = listen.text("host").filter(Loopback::is).isPresent();
        if (isLoopback || listen.text("host").isEmpty()) {
            return;
        }
        Setting host = listen.at("host").orElse(listen);
        boolean signIn = root.at("signIn")
                .filter(setting -> !setting.elements("tokens").isEmpty() || setting.has("openId"))
                .isPresent();
        if (!signIn) {
            findings.report(
                    Code.SIGN_IN_MISSING,
                    host,
                    "The runner is to listen on %s, where other machines reach it, and nobody could sign in."
                            .formatted(host.text().orElse("")),
                    "Add signIn.tokens or signIn.openId, or listen on 127.0.0.1.");
        }
        if (!root.has("publicUrl")) {
            findings.report(
                    Code.MISSING_FIELD,
                    host,
                    "Runner needs the field \"publicUrl\" when it listens on another address than this machine's own:"
                            + " nobody else could follow its links.");
        }
    }
}
