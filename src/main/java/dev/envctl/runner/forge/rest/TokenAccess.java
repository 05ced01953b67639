package dev.envctl.runner.forge.rest;

import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.runner.forge.Forge.GitCredentials;
import dev.envctl.runner.forge.ForgeAccount;
import dev.envctl.runner.forge.rest.OwnTexts.Shelf;
import dev.envctl.runner.forge.rest.Rest.Authorization;

/// A forge of which all is asked by one token, which is that of an account. `nameField` is what the forge calls the
/// name of an account.
public record TokenAccess(ForgeAccount account, Rest rest, String nameField) {

    public static TokenAccess of(ForgeAccount account, Authorization authorization, String nameField) {
        return new TokenAccess(account, new Rest(account.transport(), account.api(), authorization), nameField);
    }

    public OwnTexts comments(Conversation where, Shelf shelf) {
        return OwnTexts.in(where, rest, shelf, this::name);
    }

    public OwnTexts issues(String repository, Shelf shelf) {
        return OwnTexts.of(repository, rest, shelf, this::name);
    }

    private String name(String what) {
        return rest.get(what, "/user").path(nameField).asText();
    }

    /// Any name goes with a token as the password.
    public GitCredentials credentials() {
        return new GitCredentials("oauth2", account.token());
    }

    public void ping() {
        name("reaching " + account.settings().name());
    }
}
