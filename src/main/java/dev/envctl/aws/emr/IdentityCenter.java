package dev.envctl.aws.emr;

import dev.envctl.aws.AwsClients;
import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.util.Optional;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.identitystore.model.AlternateIdentifier;
import software.amazon.awssdk.services.identitystore.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssoadmin.model.InstanceMetadata;

/// Users and groups by name, as IAM Identity Center knows them: users by user name, groups by display name. Everything
/// is asked once per session.
record IdentityCenter(AwsClients clients) {

    Optional<String> find(String identityType, String identityName, Session session) {
        String store = session.once("identity-center/store", () -> store(session));
        return session.once(
                "identity-center/" + identityType + "/" + identityName,
                () -> lookUp(store, identityType, identityName));
    }

    private String store(Session session) {
        return clients.ssoAdmin().listInstancesPaginator(request -> {}).instances().stream()
                .map(InstanceMetadata::identityStoreId)
                .findFirst()
                .orElseThrow(() -> ProviderException.of(
                                Code.UNKNOWN_IDENTITY,
                                "IAM Identity Center has no instance in %s, so Studio users and groups cannot be resolved."
                                        .formatted(session.place().region()))
                        .withHint(
                                "Use the region in which Identity Center is enabled, or a Studio with authMode IAM."));
    }

    private Optional<String> lookUp(String store, String identityType, String identityName) {
        try {
            return Optional.of(
                    identityType.equals("GROUP") ? groupId(store, identityName) : userId(store, identityName));
        } catch (ResourceNotFoundException unknown) {
            return Optional.empty();
        }
    }

    private String userId(String store, String userName) {
        return clients.identityStore()
                .getUserId(request -> request.identityStoreId(store).alternateIdentifier(by("userName", userName)))
                .userId();
    }

    private String groupId(String store, String displayName) {
        return clients.identityStore()
                .getGroupId(
                        request -> request.identityStoreId(store).alternateIdentifier(by("displayName", displayName)))
                .groupId();
    }

    private static AlternateIdentifier by(String attribute, String value) {
        return AlternateIdentifier.fromUniqueAttribute(
                unique -> unique.attributePath(attribute).attributeValue(Document.fromString(value)));
    }
}
