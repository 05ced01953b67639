package dev.envctl.runner.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// On what a page is looked at.
enum Look {
    LIGHT(ColorScheme.LIGHT, 1280, 860),
    DARK(ColorScheme.DARK, 1280, 860),
    PHONE(ColorScheme.LIGHT, 390, 844),
    PHONE_DARK(ColorScheme.DARK, 360, 740);

    private final ColorScheme scheme;
    private final int width;
    private final int height;

    Look(ColorScheme scheme, int width, int height) {
        this.scheme = scheme;
        this.width = width;
        this.height = height;
    }

    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height);
    }

    Path picture(String name) {
        return Path.of(
                "target/screenshots",
                name + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".png");
    }

    /// Keeps a picture, and finds nothing wrong with the page.
    void keep(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(picture(name)));
        assertThat((List<?>) page.evaluate(script())).as(name + " " + this).isEmpty();
    }

    private static String script() {
        try (InputStream in = Look.class.getResourceAsStream("/runner/web/accessible.js")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.substring(text.indexOf("() =>"));
        } catch (IOException broken) {
            throw new IllegalStateException("reading accessible.js", broken);
        }
    }
}
