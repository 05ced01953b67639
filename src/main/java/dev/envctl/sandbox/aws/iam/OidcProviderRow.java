package dev.envctl.sandbox.aws.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An OpenID Connect provider; `url` has no scheme.
public record OidcProviderRow(
        String url, List<String> clientIds, List<String> thumbprints, Map<String, String> tags, Instant createdAt) {

    public OidcProviderRow {
        clientIds = List.copyOf(clientIds);
        thumbprints = List.copyOf(thumbprints);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    String arn() {
        return Arns.iam("oidc-provider/" + url);
    }

    OidcProviderRow withClientIds(List<String> ids) {
        return new OidcProviderRow(url, ids, thumbprints, tags, createdAt);
    }

    OidcProviderRow withThumbprints(List<String> prints) {
        return new OidcProviderRow(url, clientIds, prints, tags, createdAt);
    }

    OidcProviderRow withTags(Map<String, String> newTags) {
        return new OidcProviderRow(url, clientIds, thumbprints, newTags, createdAt);
    }
}
