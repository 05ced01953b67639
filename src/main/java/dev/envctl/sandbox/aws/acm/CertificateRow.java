package dev.envctl.sandbox.aws.acm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `keyAlgorithm` is spelled as in requests (`RSA_2048`). A requested certificate has no content until it is issued.
public record CertificateRow(
        String arn,
        String domainName,
        List<String> subjectAlternativeNames,
        String keyAlgorithm,
        Instant createdAt,
        Optional<Request> request,
        Optional<Content> content,
        List<String> inUseBy,
        Map<String, String> tags) {

    /// How a certificate was requested; imported ones were not.
    public record Request(String validationMethod, Optional<String> idempotencyToken) {}

    public record Content(
            String certificate,
            Optional<String> chain,
            String serial,
            String subject,
            String issuer,
            String signatureAlgorithm,
            Instant notBefore,
            Instant notAfter,
            Instant since) {}

    boolean imported() {
        return request.isEmpty();
    }

    CertificateRow withContent(Content newContent) {
        return new CertificateRow(
                arn,
                domainName,
                subjectAlternativeNames,
                keyAlgorithm,
                createdAt,
                request,
                Optional.of(newContent),
                inUseBy,
                tags);
    }

    CertificateRow withNames(String newDomainName, List<String> newNames) {
        return new CertificateRow(
                arn, newDomainName, newNames, keyAlgorithm, createdAt, request, content, inUseBy, tags);
    }

    CertificateRow withInUseBy(List<String> newInUseBy) {
        return new CertificateRow(
                arn,
                domainName,
                subjectAlternativeNames,
                keyAlgorithm,
                createdAt,
                request,
                content,
                List.copyOf(newInUseBy),
                tags);
    }

    CertificateRow withTags(Map<String, String> newTags) {
        return new CertificateRow(
                arn, domainName, subjectAlternativeNames, keyAlgorithm, createdAt, request, content, inUseBy, newTags);
    }
}
