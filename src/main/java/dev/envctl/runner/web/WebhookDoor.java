package dev.envctl.runner.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// Takes the deliveries of forges. Header names are in lower case, and a header that came twice has two values; the
/// body ends with an exception when it is too long.
@FunctionalInterface
public interface WebhookDoor {

    record Answer(int status, String text) {}

    Answer receive(String forge, Map<String, List<String>> headers, InputStream body) throws IOException;
}
