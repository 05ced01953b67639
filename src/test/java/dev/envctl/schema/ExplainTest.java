package dev.envctl.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.LanguageFixtures;
import dev.envctl.value.FieldPath;
import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import org.junit.jupiter.api.Test;

class ExplainTest {

    @Test
    void findsFieldsThroughListsAndRecursion() {
        var found = (Explain.Found) Explain.find(
                LanguageFixtures.SCHEMAS,
                "Endpoint.configurationOverrides.applicationConfiguration.configurations.classification");

        assertThat(found.field().description()).isEqualTo("Its name.");
        assertThat(((Explain.Found) Explain.find(LanguageFixtures.SCHEMAS, "role"))
                        .field()
                        .fields())
                .containsKeys("roleName", "arn");
    }

    @Test
    void suggestsWhatWasMeant() {
        assertThat(Explain.find(LanguageFixtures.SCHEMAS, "Rolle"))
                .isEqualTo(new Explain.NotFound("There is no kind \"Rolle\". Did you mean \"Role\"?"));
        assertThat(Explain.find(LanguageFixtures.SCHEMAS, "Bucket.encryption.sseAlgoritm"))
                .isEqualTo(new Explain.NotFound(
                        "Bucket.encryption has no field \"sseAlgoritm\". Did you mean \"sseAlgorithm\"?"));
    }

    @Test
    void readsRulesAndDefaults() {
        assertThat(field("roleName").rules().change()).isEqualTo(FieldRules.Change.IMMUTABLE);
        assertThat(field("roleName").rules().reason()).contains("IAM cannot rename.");
        assertThat(field("description").defaultValue()).contains(Value.of(""));
        assertThat(field("arn").rules().computed()).isTrue();
        assertThat(field("assumeRolePolicyDocument").rules().normalize()).contains(FieldRules.Normalize.IAM_POLICY);
        assertThat(field("assumeRolePolicyDocument").type()).isEqualTo(FieldSchema.Type.ANY);
        assertThat(field("tags").at(FieldPath.of("anything")).orElseThrow().type())
                .isEqualTo(FieldSchema.Type.TEXT);
        KindSchema cluster = LanguageFixtures.SCHEMAS.get(KindName.of("Cluster"));
        assertThat(cluster.spec()).isEmpty();
        assertThat(cluster.attributes().fields()).containsKey("issuer");
    }

    private static FieldSchema field(String name) {
        return LanguageFixtures.SCHEMAS
                .get(KindName.of("Role"))
                .attributes()
                .at(FieldPath.of(name))
                .orElseThrow();
    }
}
