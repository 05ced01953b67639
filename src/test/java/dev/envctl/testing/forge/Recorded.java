package dev.envctl.testing.forge;

import java.util.SequencedMap;

/// The recorded webhooks, signed.
public final class Recorded {

    private Recorded() {}

    /// As it would come now, with the secret [FakeForge#WEBHOOK_SECRET]. `forge` is the folder below
    /// `src/test/resources/webhooks`, `event` the file's name.
    public static SignedDelivery signed(String forge, String event) {
        byte[] body = Template.of(forge, event).bytes();
        SequencedMap<String, String> headers = Template.headers(forge, event);
        String signature = Signing.hex(FakeForge.WEBHOOK_SECRET, body);
        switch (forge) {
            case "github" -> headers.putAll(Signing.hub(FakeForge.WEBHOOK_SECRET, body));
            case "gitlab" -> headers.put("X-Gitlab-Token", FakeForge.WEBHOOK_SECRET);
            case "gitea" -> {
                headers.put("X-Gitea-Signature", signature);
                headers.put("X-Gogs-Signature", signature);
                headers.putAll(Signing.hub(FakeForge.WEBHOOK_SECRET, body));
                if (headers.containsKey("X-Forgejo-Event")) {
                    headers.put("X-Forgejo-Signature", signature);
                }
            }
            default -> throw new IllegalArgumentException(forge);
        }
        return new SignedDelivery(event, headers, body);
    }
}
