package dev.envctl.runner.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What machines ask: webhooks, health, metrics.
record OperationRoutes(WebParts parts, Gate gate, Readiness readiness) {

    /// As much as [WebhookDoor] reads.
    private static final long LONGEST_DELIVERY = 5L << 20;

    Route.Access metricsAccess() {
        return parts.metrics().open() ? Route.Access.OPEN : Route.Access.READ;
    }

    void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(parts.metrics().scrape().get());
    }

    /// That the process answers; whether it is of use is another question.
    void health(Context context) {
        text(context, "ok\n");
    }

    /// Anybody may know whether; what is wrong is for those who are signed in.
    void ready(Context context) {
        ready(context, readiness.findings());
    }

    /// One of the checks alone. A load balancer has to know of the database only: a delivery that it takes is
    /// stored and handled later, one that it turns away because a role in some account is broken may never come
    /// again.
    void readyFor(Context context) {
        String name = context.pathParam("check");
        List<Readiness.Finding> findings = readiness.findings().stream()
                .filter(finding -> finding.name().equals(name))
                .toList();
        if (findings.isEmpty()) {
            throw WebException.notFound("There is no such check.");
        }
        ready(context, findings);
    }

    private void ready(Context context, List<Readiness.Finding> findings) {
        boolean isReady = findings.stream().allMatch(Readiness.Finding::isWell);
        context.status(isReady ? 200 : 503);
        StringBuilder text = new StringBuilder(isReady ? "ready\n" : "not ready\n");
        if (gate.identify(context).isPresent()) {
            findings.forEach(finding -> text.append(finding.text()).append('\n'));
        }
        text(context, text.toString());
    }

    void webhook(Context context) throws IOException {
        String forge = context.pathParam("forge");
        if (!parts.settings().get().forges().containsKey(forge)) {
            throw WebException.notFound("There is no such forge.");
        }
        if (context.req().getContentLengthLong() > LONGEST_DELIVERY) {
            throw tooLong();
        }
        var body = new LimitedStream(context.req().getInputStream(), LONGEST_DELIVERY);
        WebhookDoor.Answer answer = receive(forge, context, body);
        if (body.isExceeded()) {
            throw tooLong();
        }
        context.status(answer.status());
        text(context, answer.text() + "\n");
    }

    private WebhookDoor.Answer receive(String forge, Context context, LimitedStream body) throws IOException {
        try {
            return parts.webhooks().receive(forge, headers(context), body);
        } catch (IOException | UncheckedIOException broken) {
            if (body.isExceeded()) {
                throw tooLong();
            }
            throw broken;
        }
    }

    private static WebException tooLong() {
        return new WebException(413, "too_long", "A delivery is at most 5 MiB.");
    }

    private static Map<String, List<String>> headers(Context context) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Collections.list(context.req().getHeaderNames())
                .forEach(name -> headers.put(
                        name.toLowerCase(Locale.ROOT),
                        Collections.list(context.req().getHeaders(name))));
        return headers;
    }

    private static void text(Context context, String text) {
        context.contentType("text/plain; charset=utf-8").result(text);
    }
}
