package dev.envctl.sandbox.aws.acm;

import dev.envctl.sandbox.aws.Identifiers;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateOptions;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateTransparencyLoggingPreference;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.RecordType;
import software.amazon.awssdk.services.acm.model.RenewalEligibility;
import software.amazon.awssdk.services.acm.model.ResourceRecord;

/// Certificates as ACM describes and lists them. Answers spell `RSA-2048` what requests spell `RSA_2048`.
final class Descriptions {

    private Descriptions() {}

    static CertificateStatus status(CertificateRow row, Instant now) {
        if (row.content().isEmpty()) {
            return CertificateStatus.PENDING_VALIDATION;
        }
        return row.content().orElseThrow().notAfter().isBefore(now)
                ? CertificateStatus.EXPIRED
                : CertificateStatus.ISSUED;
    }

    private static String answered(String keyAlgorithm) {
        return keyAlgorithm.replaceFirst("_", "-");
    }

    private static CertificateType type(CertificateRow row) {
        return row.imported() ? CertificateType.IMPORTED : CertificateType.AMAZON_ISSUED;
    }

    static CertificateDetail detail(CertificateRow row, Instant now) {
        var detail = CertificateDetail.builder()
                .certificateArn(row.arn())
                .domainName(row.domainName())
                .subjectAlternativeNames(row.subjectAlternativeNames())
                .keyAlgorithm(answered(row.keyAlgorithm()))
                .status(status(row, now))
                .type(type(row))
                .createdAt(row.createdAt())
                .inUseBy(row.inUseBy())
                .renewalEligibility(RenewalEligibility.INELIGIBLE)
                .options(CertificateOptions.builder()
                        .certificateTransparencyLoggingPreference(
                                row.imported()
                                        ? CertificateTransparencyLoggingPreference.DISABLED
                                        : CertificateTransparencyLoggingPreference.ENABLED)
                        .build());
        row.content().ifPresent(content -> addContent(detail, row, content));
        row.request().ifPresent(request -> detail.domainValidationOptions(validations(row, request)));
        return detail.build();
    }

    private static void addContent(
            CertificateDetail.Builder detail, CertificateRow row, CertificateRow.Content content) {
        detail.serial(content.serial())
                .subject(content.subject())
                .issuer(row.imported() ? content.issuer() : "Amazon")
                .signatureAlgorithm(content.signatureAlgorithm())
                .notBefore(content.notBefore())
                .notAfter(content.notAfter());
        if (row.imported()) {
            detail.importedAt(content.since());
        } else {
            detail.issuedAt(content.since());
        }
    }

    private static List<DomainValidation> validations(CertificateRow row, CertificateRow.Request request) {
        return row.subjectAlternativeNames().stream()
                .map(name -> validation(row, request, name))
                .toList();
    }

    private static DomainValidation validation(CertificateRow row, CertificateRow.Request request, String name) {
        var validation = DomainValidation.builder()
                .domainName(name)
                .validationDomain(name)
                .validationMethod(request.validationMethod())
                .validationStatus(row.content().isPresent() ? DomainStatus.SUCCESS : DomainStatus.PENDING_VALIDATION);
        if (!request.validationMethod().equals("DNS")) {
            return validation.build();
        }
        var token = Identifiers.hex(name);
        return validation
                .resourceRecord(ResourceRecord.builder()
                        .name("_%s.%s.".formatted(token.substring(0, 32), name.replaceFirst("^\\*\\.", "")))
                        .type(RecordType.CNAME)
                        .value("_%s.acm-validations.aws.".formatted(token.substring(32)))
                        .build())
                .build();
    }

    static CertificateSummary summary(CertificateRow row, Instant now) {
        var summary = CertificateSummary.builder()
                .certificateArn(row.arn())
                .domainName(row.domainName())
                .subjectAlternativeNameSummaries(row.subjectAlternativeNames())
                .hasAdditionalSubjectAlternativeNames(false)
                .keyAlgorithm(answered(row.keyAlgorithm()))
                .status(status(row, now))
                .type(type(row))
                .createdAt(row.createdAt())
                .inUse(!row.inUseBy().isEmpty())
                .renewalEligibility(RenewalEligibility.INELIGIBLE);
        row.content().ifPresent(content -> {
            summary.notBefore(content.notBefore()).notAfter(content.notAfter());
            if (row.imported()) {
                summary.importedAt(content.since());
            } else {
                summary.issuedAt(content.since());
            }
        });
        return summary.build();
    }
}
