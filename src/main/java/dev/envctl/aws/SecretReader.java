package dev.envctl.aws;

import dev.envctl.problem.Code;
import dev.envctl.provider.JsonValues;
import dev.envctl.provider.ProviderException;
import dev.envctl.value.Value;
import java.util.Optional;

/// Secrets that AWS keeps: `ssm:/path` and `secretsmanager:id#key` (without a key the whole text). Called only while a
/// step is being applied; no message holds what was read.
public final class SecretReader {

    private static final String PARAMETER = "ssm:";
    private static final String SECRET = "secretsmanager:";

    private final AwsClients clients;

    public SecretReader(AwsClients clients) {
        this.clients = clients;
    }

    public static boolean understands(String reference) {
        return reference.startsWith(PARAMETER) || reference.startsWith(SECRET);
    }

    public String read(String reference) {
        Optional<String> text = Refusals.translated(() -> reference.startsWith(PARAMETER)
                ? parameter(reference.substring(PARAMETER.length()))
                : secret(reference.substring(SECRET.length())));
        return text.orElseThrow(() -> ProviderException.of(
                Code.SECRET_UNAVAILABLE, "There is no secret \"%s\" in this account and region.".formatted(reference)));
    }

    private Optional<String> parameter(String name) {
        return Refusals.found(
                () -> clients.ssm()
                        .getParameter(request -> request.name(name).withDecryption(true))
                        .parameter()
                        .value(),
                "ParameterNotFound",
                "ParameterVersionNotFound");
    }

    private Optional<String> secret(String reference) {
        int hash = reference.indexOf('#');
        String id = hash < 0 ? reference : reference.substring(0, hash);
        Optional<String> text = Refusals.found(
                        () -> clients.secretsManager().getSecretValue(request -> request.secretId(id)),
                        "ResourceNotFoundException")
                .flatMap(answer -> Optional.ofNullable(answer.secretString()));
        return hash < 0 ? text : text.flatMap(json -> field(json, reference.substring(hash + 1)));
    }

    private static Optional<String> field(String json, String key) {
        return JsonValues.parse(json)
                .filter(Value.MapValue.class::isInstance)
                .flatMap(map -> ((Value.MapValue) map).text(key));
    }
}
