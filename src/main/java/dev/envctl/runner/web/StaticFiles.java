package dev.envctl.runner.web;

import dev.envctl.runner.web.view.Frame;
import dev.envctl.value.Sha256;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Style, script and icon, from the class path and by a fixed list: no path of a request becomes a path of a file.
/// Names hold a digest of what they serve.
final class StaticFiles {

    /// All of them are text.
    private record File(String text, String type) {}

    private static final String OURS = "/runner/web/";
    private static final String HTMX_VERSION = "/META-INF/maven/org.webjars.npm/htmx.org/pom.properties";

    private final Map<String, File> files = new LinkedHashMap<>();
    private final Frame.Assets assets;
    private final String openApi = read(OURS + "openapi.json");
    private final String icon = read(OURS + "icon.svg");

    StaticFiles() {
        assets = new Frame.Assets(
                add("envctl", ".css", "text/css; charset=utf-8", read(OURS + "envctl.css")),
                add("htmx", ".min.js", "text/javascript; charset=utf-8", read(htmx())),
                add("live", ".js", "text/javascript; charset=utf-8", read(OURS + "live.js")));
    }

    Frame.Assets assets() {
        return assets;
    }

    void serve(Context context) {
        File file = Optional.ofNullable(files.get(context.pathParam("name")))
                .orElseThrow(() -> WebException.notFound("There is no such file."));
        context.header("Cache-Control", "public, max-age=31536000, immutable");
        context.contentType(file.type()).result(file.text());
    }

    void icon(Context context) {
        context.header("Cache-Control", "public, max-age=86400");
        context.contentType("image/svg+xml").result(icon);
    }

    void openApi(Context context) {
        context.contentType("application/json").result(openApi);
    }

    private String add(String name, String ending, String type, String text) {
        String digest = Sha256.hex(text, 12);
        String versioned = name + "-" + digest + ending;
        files.put(versioned, new File(text, type));
        return "/static/" + versioned;
    }

    /// The webjar keeps its files under its version.
    private static String htmx() {
        var properties = new Properties();
        try (InputStream in = open(HTMX_VERSION)) {
            properties.load(in);
        } catch (IOException broken) {
            throw new UncheckedIOException("reading " + HTMX_VERSION, broken);
        }
        return "/META-INF/resources/webjars/htmx.org/" + properties.getProperty("version") + "/dist/htmx.min.js";
    }

    private static String read(String path) {
        try (InputStream in = open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("reading " + path, broken);
        }
    }

    private static InputStream open(String path) {
        InputStream in = StaticFiles.class.getResourceAsStream(path);
        if (in == null) {
            throw new IllegalStateException(path + " is not on the class path; this is a bug in envctl");
        }
        return in;
    }
}
