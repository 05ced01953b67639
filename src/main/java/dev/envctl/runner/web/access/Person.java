package dev.envctl.runner.web.access;

import dev.envctl.runner.settings.RunnerSettings.Role;

/// Somebody who is signed in. `name` is that of a token, or what the OpenID provider calls the person.
public record Person(String name, Role role, Method method) {

    public enum Method {
        TOKEN,
        OPENID
    }
}
