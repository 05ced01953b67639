package dev.envctl.aws.emrcontainers;

import java.util.Optional;
import software.amazon.awssdk.services.emrcontainers.model.AuthorizationConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.EncryptionConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.InTransitEncryptionConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.LakeFormationConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.TLSCertificateConfiguration;

/// What a security configuration says, to and from the SDK's classes.
public record SecurityConfigurationData(Optional<Authorization> authorizationConfiguration) {

    public record Authorization(
            Optional<LakeFormation> lakeFormationConfiguration, Optional<Encryption> encryptionConfiguration) {}

    public record LakeFormation(
            Optional<String> authorizedSessionTagValue,
            Optional<SecureNamespace> secureNamespaceInfo,
            Optional<String> queryEngineRoleArn) {}

    public record SecureNamespace(Optional<String> clusterId, Optional<String> namespace) {}

    public record Encryption(Optional<InTransit> inTransitEncryptionConfiguration) {}

    public record InTransit(Optional<Tls> tlsCertificateConfiguration) {}

    public record Tls(
            Optional<String> certificateProviderType,
            Optional<String> publicCertificateSecretArn,
            Optional<String> privateCertificateSecretArn) {}

    static SecurityConfigurationData from(
            software.amazon.awssdk.services.emrcontainers.model.SecurityConfigurationData live) {
        return new SecurityConfigurationData(
                Optional.ofNullable(live.authorizationConfiguration()).map(SecurityConfigurationData::from));
    }

    private static Authorization from(AuthorizationConfiguration live) {
        return new Authorization(
                Optional.ofNullable(live.lakeFormationConfiguration()).map(SecurityConfigurationData::from),
                Optional.ofNullable(live.encryptionConfiguration()).map(SecurityConfigurationData::from));
    }

    private static LakeFormation from(LakeFormationConfiguration live) {
        return new LakeFormation(
                Optional.ofNullable(live.authorizedSessionTagValue()),
                Optional.ofNullable(live.secureNamespaceInfo())
                        .map(place -> new SecureNamespace(
                                Optional.ofNullable(place.clusterId()), Optional.ofNullable(place.namespace()))),
                Optional.ofNullable(live.queryEngineRoleArn()));
    }

    private static Encryption from(EncryptionConfiguration live) {
        return new Encryption(Optional.ofNullable(live.inTransitEncryptionConfiguration())
                .map(transit -> new InTransit(Optional.ofNullable(transit.tlsCertificateConfiguration())
                        .map(SecurityConfigurationData::from))));
    }

    private static Tls from(TLSCertificateConfiguration live) {
        return new Tls(
                Optional.ofNullable(live.certificateProviderTypeAsString()),
                Optional.ofNullable(live.publicCertificateSecretArn()),
                Optional.ofNullable(live.privateCertificateSecretArn()));
    }

    software.amazon.awssdk.services.emrcontainers.model.SecurityConfigurationData toSdk() {
        var data = software.amazon.awssdk.services.emrcontainers.model.SecurityConfigurationData.builder();
        authorizationConfiguration.ifPresent(authorization -> data.authorizationConfiguration(toSdk(authorization)));
        return data.build();
    }

    private static AuthorizationConfiguration toSdk(Authorization desired) {
        var authorization = AuthorizationConfiguration.builder();
        desired.lakeFormationConfiguration().ifPresent(lake -> authorization.lakeFormationConfiguration(toSdk(lake)));
        desired.encryptionConfiguration()
                .flatMap(Encryption::inTransitEncryptionConfiguration)
                .ifPresent(transit -> authorization.encryptionConfiguration(
                        encryption -> encryption.inTransitEncryptionConfiguration(toSdk(transit))));
        return authorization.build();
    }

    private static LakeFormationConfiguration toSdk(LakeFormation desired) {
        var lake = LakeFormationConfiguration.builder()
                .authorizedSessionTagValue(desired.authorizedSessionTagValue().orElse(null))
                .queryEngineRoleArn(desired.queryEngineRoleArn().orElse(null));
        desired.secureNamespaceInfo()
                .ifPresent(place -> lake.secureNamespaceInfo(
                        to -> to.clusterId(place.clusterId().orElse(null))
                                .namespace(place.namespace().orElse(null))));
        return lake.build();
    }

    private static InTransitEncryptionConfiguration toSdk(InTransit desired) {
        var transit = InTransitEncryptionConfiguration.builder();
        desired.tlsCertificateConfiguration()
                .ifPresent(tls -> transit.tlsCertificateConfiguration(to -> to.certificateProviderType(
                                tls.certificateProviderType().orElse(null))
                        .publicCertificateSecretArn(
                                tls.publicCertificateSecretArn().orElse(null))
                        .privateCertificateSecretArn(
                                tls.privateCertificateSecretArn().orElse(null))));
        return transit.build();
    }
}
