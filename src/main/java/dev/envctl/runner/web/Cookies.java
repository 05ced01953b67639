package dev.envctl.runner.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URI;
import java.util.Optional;

/// Cookies that script cannot read and that stay with this host. The `__Host-` prefix has browsers hold us to that; it
/// needs HTTPS, so a runner that is looked at by plain HTTP goes without.
enum Cookies {
    SESSION("envctl"),
    /// Ties the sign-in form to the browser that asked for it.
    FORM("envctl-form"),
    /// A sign-in at an OpenID provider that is under way.
    JOURNEY("envctl-journey");

    private final String name;

    Cookies(String name) {
        this.name = name;
    }

    private String name(URI publicUrl) {
        return isSecure(publicUrl) ? "__Host-" + name : name;
    }

    static boolean isSecure(URI publicUrl) {
        return "https".equalsIgnoreCase(publicUrl.getScheme());
    }

    Optional<String> read(Context context, URI publicUrl) {
        return Optional.ofNullable(context.cookie(name(publicUrl))).filter(value -> !value.isEmpty());
    }

    /// `Lax` and not `Strict`: whoever comes by a link in a pull request is signed in, and comes back from an
    /// OpenID provider with the cookies of the journey. Nothing is changed by GET.
    void write(Context context, URI publicUrl, String value, int seconds) {
        context.cookie(new Cookie(name(publicUrl), value, "/", seconds, isSecure(publicUrl), true, null, SameSite.LAX));
    }

    void clear(Context context, URI publicUrl) {
        write(context, publicUrl, "", 0);
    }
}
