package dev.envctl.runner.web.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The way in. `problem` is empty on the first try; `next` is where to go afterwards.
public record SignInPage(
        Frame frame, boolean byToken, boolean byOpenId, String formToken, String next, String problem) {

    public String encodedNext() {
        return URLEncoder.encode(next, StandardCharsets.UTF_8);
    }
}
