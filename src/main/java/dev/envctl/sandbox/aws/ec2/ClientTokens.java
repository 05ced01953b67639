package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was made under which client token: the same request again finds what it made before.
final class ClientTokens {

    private ClientTokens() {}

    public record Made(String resourceId) {}

    static Optional<String> made(Call call, ResourceType type, @Nullable String token) {
        return Optional.ofNullable(token)
                .flatMap(text ->
                        call.world().table("ec2.client-tokens", Made.class).get(type.prefix() + "/" + text))
                .map(Made::resourceId);
    }

    static void remember(Call call, ResourceType type, @Nullable String token, String resourceId) {
        if (token != null) {
            call.world().table("ec2.client-tokens", Made.class).put(type.prefix() + "/" + token, new Made(resourceId));
        }
    }
}
