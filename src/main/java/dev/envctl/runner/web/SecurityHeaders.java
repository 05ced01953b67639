package dev.envctl.runner.web;

import io.javalin.http.Context;
import java.net.URI;

/// What every answer tells browsers: run and show only what comes from here, and nowhere but here.
final class SecurityHeaders {

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private SecurityHeaders() {}

    static void add(Context context, URI publicUrl) {
        context.header("Content-Security-Policy", POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("X-Frame-Options", "DENY");
        context.header("Referrer-Policy", "same-origin");
        context.header("Cross-Origin-Opener-Policy", "same-origin");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        context.header("Cache-Control", "no-store");
        if (Cookies.isSecure(publicUrl)) {
            context.header("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
