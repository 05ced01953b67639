package dev.envctl.sandbox.aws.ssm;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/// Parameters. They can be written too, so that a user of the sandbox can put a secret there with the AWS CLI.
public final class SsmService implements EmulatedService {

    @Override
    public String signingName() {
        return "ssm";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_1;
    }

    @Override
    public String targetOrVersion() {
        return "AmazonSSM";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.of("GetParameter", GetParameterRequest::builder, SsmService::get),
                Operation.of("PutParameter", PutParameterRequest::builder, SsmService::put),
                Operation.of("DeleteParameter", DeleteParameterRequest::builder, SsmService::delete));
    }

    private static GetParameterResponse get(GetParameterRequest request, Call call) {
        String name = request.name().replaceFirst("^arn:aws:ssm:[^:]*:[^:]*:parameter", "");
        ParameterRow row = parameters(call.world())
                .get(name)
                .or(() -> parameters(call.world()).get(name.replaceFirst("^/", "")))
                .orElseThrow(() -> notFound());
        boolean encrypted = row.type().equals("SecureString") && !Boolean.TRUE.equals(request.withDecryption());
        return GetParameterResponse.builder()
                .parameter(parameter -> parameter
                        .name(row.name())
                        .type(row.type())
                        .value(encrypted ? encrypted(row.value()) : row.value())
                        .version(row.version())
                        .lastModifiedDate(row.modifiedAt())
                        .dataType("text")
                        .arn(arn(row.name(), call.region())))
                .build();
    }

    /// Something that is not the value.
    private static String encrypted(String value) {
        return Base64.getEncoder().encodeToString(("encrypted:" + value.length()).getBytes(StandardCharsets.UTF_8));
    }

    private static String arn(String name, String region) {
        String separator = name.startsWith("/") ? "" : "/";
        return "arn:aws:ssm:%s:%s:parameter%s%s".formatted(region, World.ACCOUNT_ID, separator, name);
    }

    private static PutParameterResponse put(PutParameterRequest request, Call call) {
        Optional<ParameterRow> existing = parameters(call.world()).get(request.name());
        if (existing.isPresent() && !Boolean.TRUE.equals(request.overwrite())) {
            throw new AwsError(
                    "ParameterAlreadyExists",
                    400,
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to"
                            + " true.");
        }
        long version = existing.map(ParameterRow::version).orElse(0L) + 1;
        String type = Optional.ofNullable(request.type())
                .map(ParameterType::toString)
                .or(() -> existing.map(ParameterRow::type))
                .orElse("String");
        parameters(call.world())
                .put(request.name(), new ParameterRow(request.name(), type, request.value(), version, call.now()));
        return PutParameterResponse.builder().version(version).tier("Standard").build();
    }

    private static DeleteParameterResponse delete(DeleteParameterRequest request, Call call) {
        if (parameters(call.world()).remove(request.name()).isEmpty()) {
            throw notFound();
        }
        return DeleteParameterResponse.builder().build();
    }

    private static AwsError notFound() {
        return new AwsError("ParameterNotFound", 400, "");
    }

    private static Table<ParameterRow> parameters(World world) {
        return world.table("ssm.parameters", ParameterRow.class);
    }
}
