package dev.envctl.aws.emrcontainers;

import dev.envctl.aws.ClientToken;
import dev.envctl.aws.CreateOnce;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.Session;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Creating what the service never changes again and, once deleted, no longer lists: job templates and security
/// configurations. Which lives of an address are over cannot be counted, so an attempt that was cut short is found by
/// its tags, and the client token, of which the service wants one, only covers the repetitions of a single call.
final class WrittenOnce {

    private WrittenOnce() {}

    /// `create` is given the token and returns the new id.
    static <S extends Record> String make(
            Session session, Ownership ownership, Supplier<List<Observed<S>>> live, Function<String, String> create) {
        String token = ClientToken.of(ownership, session.clock().millis());
        return new CreateOnce<>(session, () -> madeBefore(live.get(), ownership), _ -> false)
                .orElse(() -> create.apply(token));
    }

    private static <S extends Record> Optional<String> madeBefore(List<Observed<S>> live, Ownership ownership) {
        return live.stream()
                .filter(object -> object.ownership()
                        .filter(found -> found.isSameLifeAs(ownership))
                        .isPresent())
                .map(Observed::id)
                .findFirst();
    }
}
