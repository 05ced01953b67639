package dev.envctl.sandbox.aws.secretsmanager;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;

/// Secrets of text. They can be written too, so that a user of the sandbox can put one there with the AWS CLI.
public final class SecretsManagerService implements EmulatedService {

    @Override
    public String signingName() {
        return "secretsmanager";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "secretsmanager";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("CreateSecret", CreateSecretRequest::builder, SecretsManagerService::create),
                Operation.of("PutSecretValue", PutSecretValueRequest::builder, SecretsManagerService::put),
                Operation.of("GetSecretValue", GetSecretValueRequest::builder, SecretsManagerService::get));
    }

    private static CreateSecretResponse create(CreateSecretRequest request, Call call) {
        if (secrets(call.world()).get(request.name()).isPresent()) {
            throw new AwsError(
                    "ResourceExistsException",
                    400,
                    "The operation failed because the secret %s already exists.".formatted(request.name()));
        }
        String suffix = Identifiers.base36(call.world(), "secret", 6);
        String arn = "arn:aws:secretsmanager:%s:%s:secret:%s-%s"
                .formatted(call.region(), World.ACCOUNT_ID, request.name(), suffix);
        SecretRow row = new SecretRow(request.name(), arn, text(request.secretString()), version(call), call.now());
        secrets(call.world()).put(row.name(), row);
        return CreateSecretResponse.builder()
                .arn(arn)
                .name(row.name())
                .versionId(row.versionId())
                .build();
    }

    private static String text(@Nullable String secret) {
        return Optional.ofNullable(secret).orElse("");
    }

    private static String version(Call call) {
        return Identifiers.uuid(call.world(), "secret-version");
    }

    private static PutSecretValueResponse put(PutSecretValueRequest request, Call call) {
        SecretRow secret = secret(call.world(), request.secretId());
        SecretRow changed =
                new SecretRow(secret.name(), secret.arn(), text(request.secretString()), version(call), call.now());
        secrets(call.world()).put(changed.name(), changed);
        return PutSecretValueResponse.builder()
                .arn(changed.arn())
                .name(changed.name())
                .versionId(changed.versionId())
                .build();
    }

    private static GetSecretValueResponse get(GetSecretValueRequest request, Call call) {
        SecretRow secret = secret(call.world(), request.secretId());
        return GetSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .secretString(secret.value())
                .versionId(secret.versionId())
                .versionStages("AWSCURRENT")
                .createdDate(secret.createdAt())
                .build();
    }

    /// By name, ARN, or ARN without its random ending.
    private static SecretRow secret(World world, String id) {
        return secrets(world).rows().stream()
                .filter(row -> id.equals(row.name())
                        || id.equals(row.arn())
                        || id.equals(row.arn().substring(0, row.arn().length() - 7)))
                .findFirst()
                .orElseThrow(() -> new AwsError(
                        "ResourceNotFoundException", 400, "Secrets Manager can't find the specified secret."));
    }

    private static Table<SecretRow> secrets(World world) {
        return world.table("secretsmanager.secrets", SecretRow.class);
    }
}
