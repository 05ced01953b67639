package dev.envctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.schema.FieldRules;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalFormTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a scalar is a list of one      | {'Action':'s3:Get'}                       | {'Action':['s3:Get']}",
                "lists are sets                 | {'Action':['b','a','b']}                  | {'Action':['a','b']}",
                "an account is its root         | {'Principal':{'AWS':'111122223333'}}      |"
                        + " {'Principal':{'AWS':'arn:aws:iam::111122223333:root'}}",
                "everybody has two spellings    | {'Principal':'*'}                         |"
                        + " {'Principal':{'AWS':'*'}}",
                "condition values are texts     | {'Condition':{'Bool':{'x':true}}}         |"
                        + " {'Condition':{'Bool':{'x':['true']}}}",
                "numbers in conditions too      | {'Condition':{'Num':{'x':5}}}             |"
                        + " {'Condition':{'Num':{'x':'5'}}}",
                "an empty Sid is none           | {'Sid':'','Action':'a'}                   | {'Action':'a'}",
                "keys have no order             | {'Effect':'Allow','Action':'a'}           |"
                        + " {'Action':'a','Effect':'Allow'}",
            })
    void readsPoliciesAsIamDoes(String why, String one, String other) {
        assertThat(policy(one)).as(why).isEqualTo(policy(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Action':'a'}                            | {'Action':'b'}",
                "{'Effect':'Allow'}                        | {'Effect':'Deny'}",
                "{'Principal':{'AWS':'111122223333'}}      | {'Principal':{'AWS':'111122224444'}}",
                "{'Condition':{'StringLike':{'x':'a'}}}    | {'Condition':{'StringEquals':{'x':'a'}}}",
            })
    void keepsPoliciesApartThatDiffer(String one, String other) {
        assertThat(policy(one)).isNotEqualTo(policy(other));
    }

    @Test
    void readsADocumentThatIsWrittenAsText() {
        Value asText = Value.of("{\"Statement\": [{\"Action\": \"a\"}]}");

        assertThat(NormalForm.of(asText, field(FieldRules.Normalize.IAM_POLICY)))
                .isEqualTo(policy("{'Action':['a']}"));
    }

    @ParameterizedTest
    @CsvSource({
        "RELEASE_LABEL, emr-7.9.0-latest, emr-7.9.0",
        "RELEASE_LABEL, emr-7.9.0-20250101, emr-7.9.0-20250101",
        "CIDR, 10.0.1.5/16, 10.0.0.0/16",
        "CIDR, 10.0.0.255/25, 10.0.0.128/25",
        "CIDR, 0.0.0.0/0, 0.0.0.0/0",
        "CIDR, FD00::/8, fd00::/8",
        "ARN_OR_NAME, arn:aws:iam::1:role/x/name, name",
        "S3_URI, s3://b/p//, s3://b/p",
        "IGNORE_CASE, MyRole, myrole",
    })
    void bringsTextsIntoOneSpelling(FieldRules.Normalize form, String written, String normal) {
        assertThat(NormalForm.of(Value.of(written), field(form))).isEqualTo(Value.of(normal));
    }

    private static Value policy(String statement) {
        String json = "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement.replace('\'', '"') + "]}";
        String bare = "{\"Statement\":[" + statement.replace('\'', '"') + "]}";
        Value form = NormalForm.of(ValueJson.read(bare), field(FieldRules.Normalize.IAM_POLICY));
        assertThat(NormalForm.of(ValueJson.read(json), field(FieldRules.Normalize.IAM_POLICY)))
                .isNotEqualTo(form);
        return form;
    }

    private static FieldSchema field(FieldRules.Normalize form) {
        FieldRules rules = new FieldRules(
                FieldRules.Change.IN_PLACE,
                false,
                false,
                false,
                FieldRules.Order.LISTED,
                Optional.of(form),
                Optional.empty(),
                Optional.empty());
        return new FieldSchema(
                FieldSchema.Type.ANY,
                "",
                rules,
                Ordered.<String, FieldSchema>copyOf(Map.of()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
