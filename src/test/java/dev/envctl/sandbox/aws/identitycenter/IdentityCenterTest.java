package dev.envctl.sandbox.aws.identitycenter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.AccountSandbox;
import dev.envctl.testing.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.AlternateIdentifier;
import software.amazon.awssdk.services.identitystore.model.UniqueAttribute;

class IdentityCenterTest {

    private final AccountSandbox account = new AccountSandbox();
    private final IdentitystoreClient identityStore = account.identityStore();
    private final String storeId =
            account.sso().listInstances(request -> {}).instances().getFirst().identityStoreId();

    @AfterEach
    void close() {
        account.close();
    }

    private static AlternateIdentifier by(String path, String value) {
        return AlternateIdentifier.fromUniqueAttribute(UniqueAttribute.builder()
                .attributePath(path)
                .attributeValue(Document.fromString(value))
                .build());
    }

    private String userId(String path, String value) {
        return identityStore
                .getUserId(request -> request.identityStoreId(storeId).alternateIdentifier(by(path, value)))
                .userId();
    }

    private String groupId(String name) {
        return identityStore
                .getGroupId(request -> request.identityStoreId(storeId).alternateIdentifier(by("displayName", name)))
                .groupId();
    }

    @Test
    void hasOneInstance() {
        assertThat(account.sso().listInstances(request -> {}).instances())
                .singleElement()
                .satisfies(instance -> {
                    assertThat(instance.instanceArn()).matches("arn:aws:sso:::instance/ssoins-[0-9a-f]{16}");
                    assertThat(instance.identityStoreId()).matches("d-[0-9a-f]{10}");
                    assertThat(instance.statusAsString()).isEqualTo("ACTIVE");
                });
    }

    @Test
    void findsUsersByNameOrMail() {
        var id = userId("userName", "alice@example.com");

        assertThat(userId("emails.value", "alice@example.com")).isEqualTo(id);
        assertThat(identityStore
                        .describeUser(
                                request -> request.identityStoreId(storeId).userId(id))
                        .userName())
                .isEqualTo("alice@example.com");
    }

    @Test
    void findsGroupsByDisplayName() {
        var id = groupId("data-engineers");

        assertThat(identityStore
                        .describeGroup(
                                request -> request.identityStoreId(storeId).groupId(id))
                        .displayName())
                .isEqualTo("data-engineers");
    }

    @Test
    void answersUnknownNamesAndStoresAsNotFound() {
        assertThat(Refusal.code(() -> userId("userName", "eve@example.com"))).isEqualTo("ResourceNotFoundException");
        assertThat(Refusal.code(() -> userId("userName", "Alice@example.com"))).isEqualTo("ResourceNotFoundException");
        assertThat(Refusal.code(() -> groupId("strangers"))).isEqualTo("ResourceNotFoundException");
        assertThat(Refusal.code(() -> identityStore.listUsers(request -> request.identityStoreId("d-0000000000"))))
                .isEqualTo("ResourceNotFoundException");
        assertThat(Refusal.code(() -> userId("nickName", "alice"))).isEqualTo("ValidationException");
    }

    @Test
    void listsInPages() {
        var first = identityStore.listUsers(
                request -> request.identityStoreId(storeId).maxResults(3));
        var second = identityStore.listUsers(
                request -> request.identityStoreId(storeId).maxResults(3).nextToken(first.nextToken()));

        assertThat(first.users()).hasSize(3);
        assertThat(second.users()).extracting(user -> user.userName()).containsExactly("dave@example.com");
        assertThat(identityStore
                        .listGroups(request -> request.identityStoreId(storeId))
                        .groups())
                .extracting(group -> group.displayName())
                .containsExactly("data-engineers", "data-scientists", "platform-admins");
    }
}
