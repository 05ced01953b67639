package dev.envctl.sandbox.aws.elasticmapreduce;

import java.time.Instant;

public record SessionMappingRow(
        String studioId,
        String identityType,
        String identityId,
        String identityName,
        String sessionPolicyArn,
        Instant createdAt,
        Instant modifiedAt) {

    String key() {
        return key(studioId, identityType, identityId);
    }

    static String key(String studioId, String identityType, String identityId) {
        return String.join(" ", studioId, identityType, identityId);
    }

    SessionMappingRow withSessionPolicyArn(String newSessionPolicyArn, Instant now) {
        return new SessionMappingRow(
                studioId, identityType, identityId, identityName, newSessionPolicyArn, createdAt, now);
    }
}
