package dev.envctl.runner.web;

import dev.envctl.runner.web.access.Person;
import io.javalin.http.Context;
import java.util.Optional;

/// Who sends a request. `csrf` is that of the session; a bearer of a token has none and needs none, as no browser sends
/// such a header by itself.
record Visitor(Person person, Optional<String> csrf) {

    private static final String ATTRIBUTE = "envctl.visitor";

    void enter(Context context) {
        context.attribute(ATTRIBUTE, this);
    }

    static Optional<Visitor> find(Context context) {
        return Optional.ofNullable(context.<Visitor>attribute(ATTRIBUTE));
    }

    /// Of a route that is not open to all.
    static Visitor of(Context context) {
        return find(context).orElseThrow(() -> new IllegalStateException("nobody was let in; this is a bug in envctl"));
    }

    String name() {
        return person.name();
    }
}
