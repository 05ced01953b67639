package dev.envctl.runner.web.view;

/// `href` is empty where there is nowhere to go.
public record Link(String text, String href) {

    public boolean leads() {
        return !href.isEmpty();
    }
}
