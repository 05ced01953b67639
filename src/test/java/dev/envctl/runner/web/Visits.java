package dev.envctl.runner.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/// Visits of a site with a browser, each with cookies of its own; remembers what the browser complained about.
record Visits(Chromium chromium, String url, List<String> complaints) {

    private static final int PATIENCE_MILLIS = 15_000;

    Visits(Chromium chromium, Site site) {
        this(chromium, site.url());
    }

    Visits(Chromium chromium, String url) {
        this(chromium, url, new ArrayList<>());
    }

    Page page(Browser.NewContextOptions options) {
        BrowserContext context = chromium.browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            boolean isExpected = message.text().contains("status of 40");
            if (List.of("error", "warning").contains(message.type()) && !isExpected) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    void signIn(Page page, String path) {
        signIn(page, path, "admin-token");
    }

    void signIn(Page page, String path, String token) {
        page.navigate(url + path);
        page.getByLabel("Access token").fill(token);
        page.getByText("Sign in with a token").click();
        page.waitForURL(url + path);
    }
}
