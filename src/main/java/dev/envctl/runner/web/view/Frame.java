package dev.envctl.runner.web.view;

import java.util.Optional;

/// What is around every page. `csrf` is empty for those who are not signed in; `reload` is after how many seconds a
/// browser without script asks again, 0 for never.
public record Frame(String title, Section section, Optional<Viewer> viewer, String csrf, int reload, Assets assets) {

    public enum Section {
        ENVIRONMENTS,
        RUNS,
        QUEUE,
        AUDIT,
        NONE
    }

    public record Viewer(String name, String role, boolean mayRun, boolean isAdmin) {}

    /// Addresses that change with what they serve, so that browsers may keep it for ever.
    public record Assets(String style, String htmx, String live) {}

    /// No evaluation of text, no style of its own, no requests to elsewhere.
    public String htmxConfig() {
        return "{\"allowEval\":false,\"includeIndicatorStyles\":false,\"selfRequestsOnly\":true,"
                + "\"historyCacheSize\":0}";
    }

    /// The token is letters, digits, `-` and `_`.
    public String htmxHeaders() {
        return "{\"X-CSRF-Token\":\"" + csrf + "\"}";
    }

    public Frame titled(String other) {
        return new Frame(other, section, viewer, csrf, reload, assets);
    }

    public Frame reloading(int seconds) {
        return new Frame(title, section, viewer, csrf, seconds, assets);
    }

    public boolean mayRun() {
        return viewer.filter(Viewer::mayRun).isPresent();
    }

    public boolean isAdmin() {
        return viewer.filter(Viewer::isAdmin).isPresent();
    }

    public boolean isAt(Section other) {
        return section == other;
    }
}
