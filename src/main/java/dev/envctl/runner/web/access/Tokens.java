package dev.envctl.runner.web.access;

import dev.envctl.runner.settings.RunnerSettings.AccessToken;
import dev.envctl.runner.settings.RunnerSettings.SignIn;
import dev.envctl.value.Sha256;
import java.util.Locale;
import java.util.Optional;

/// The tokens that `runner.yaml` names by their digests.
public final class Tokens {

    private Tokens() {}

    /// Compares with every token, whether or not one has matched.
    public static Optional<Person> holder(SignIn settings, String typed) {
        String digest = Sha256.hex(typed);
        Optional<Person> found = Optional.empty();
        for (AccessToken token : settings.tokens()) {
            if (Secrets.areEqual(digest, token.sha256().toLowerCase(Locale.ROOT))) {
                found = Optional.of(person(token));
            }
        }
        return found;
    }

    /// Whoever came by a token stays as long as the token does, with the role that it has now.
    static Optional<Person> named(SignIn settings, String name) {
        return settings.tokens().stream()
                .filter(token -> token.name().equals(name))
                .map(Tokens::person)
                .findFirst();
    }

    private static Person person(AccessToken token) {
        return new Person(token.name(), token.role(), Person.Method.TOKEN);
    }
}
