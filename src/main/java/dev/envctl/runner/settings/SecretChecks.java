package dev.envctl.runner.settings;

import dev.envctl.problem.Code;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.Value;
import java.util.Optional;
import java.util.regex.Pattern;

/// Every field that the schema calls a secret holds a reference to one, and no address holds a password.
final class SecretChecks {

    private static final Pattern REFERENCE = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*|file:\\S(.*\\S)?");
    private static final Pattern PASSWORD_IN_ADDRESS =
            Pattern.compile("://[^/\\s]*@|[?&;](password|sslpassword|token|access_token)=", Pattern.CASE_INSENSITIVE);

    private static final String WAY_OUT =
            "Write where the secret is, env:NAME or file:PATH, and make a new one: this one stood in a file.";

    private final Findings findings;

    SecretChecks(Findings findings) {
        this.findings = findings;
    }

    void check(Setting setting, FieldSchema schema) {
        if (schema.rules().secret()) {
            reference(setting);
            return;
        }
        setting.entries().forEach(below -> check(below, field(below.key(), schema)));
        setting.elements().forEach(below -> check(below, schema.items().orElse(FieldSchema.ANYTHING)));
        setting.text()
                .filter(SecretChecks::holdsPassword)
                .ifPresent(_ -> findings.reportHidden(
                        Code.SECRET_IN_PLAIN_TEXT,
                        setting,
                        "The address in %s has a user or a password in it.".formatted(setting.path()),
                        "Take it out of the address: forges get their token from forges.NAME.token, the database its"
                                + " password from database.password."));
    }

    static boolean holdsPassword(String address) {
        return PASSWORD_IN_ADDRESS.matcher(address).find();
    }

    private static FieldSchema field(String key, FieldSchema schema) {
        return Optional.ofNullable(schema.fields().get(key)).or(schema::values).orElse(FieldSchema.ANYTHING);
    }

    private void reference(Setting setting) {
        boolean isReference =
                setting.text().filter(text -> REFERENCE.matcher(text).matches()).isPresent();
        if (!isReference && !(setting.value() instanceof Value.Null)) {
            boolean expression =
                    setting.text().filter(text -> text.contains("${")).isPresent();
            findings.reportHidden(
                    Code.SECRET_IN_PLAIN_TEXT,
                    setting,
                    expression
                            ? "%s holds an expression, and the settings of the runner have none."
                                    .formatted(setting.path())
                            : "%s holds something else than a reference to a secret.".formatted(setting.path()),
                    expression ? "Write env:NAME or file:PATH, without ${…} around it." : WAY_OUT);
        }
    }
}
