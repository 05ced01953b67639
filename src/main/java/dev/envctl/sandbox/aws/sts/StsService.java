package dev.envctl.sandbox.aws.sts;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Principals;
import dev.envctl.sandbox.aws.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

public final class StsService implements EmulatedService {

    private static final int USUAL_SECONDS = 3600;

    private final IamView iam;

    public StsService(IamView iam) {
        this.iam = iam;
    }

    @Override
    public String signingName() {
        return "sts";
    }

    @Override
    public Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public String targetOrVersion() {
        return "2011-06-15";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                Operation.<GetCallerIdentityRequest, GetCallerIdentityResponse>of(
                        "GetCallerIdentity", GetCallerIdentityRequest::builder, (request, call) -> identity(call)),
                Operation.<AssumeRoleRequest, AssumeRoleResponse>of(
                        "AssumeRole", AssumeRoleRequest::builder, this::assumeRole));
    }

    private static GetCallerIdentityResponse identity(Call call) {
        return GetCallerIdentityResponse.builder()
                .account(call.accountId())
                .arn(call.principalArn())
                .userId(Principals.userId(call.world(), call.principalArn()))
                .build();
    }

    /// Trust policies are not evaluated: any caller may assume any role that has propagated.
    private AssumeRoleResponse assumeRole(AssumeRoleRequest request, Call call) {
        IamView.Role role = iam.role(call.world(), request.roleArn())
                .filter(found -> found.isAssumableAt(call.now()))
                .orElseThrow(() -> new AwsError(
                        "AccessDenied",
                        403,
                        "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
                                .formatted(call.principalArn(), request.roleArn())));
        int seconds = Optional.ofNullable(request.durationSeconds()).orElse(USUAL_SECONDS);
        Instant expiration = call.now().plus(Duration.ofSeconds(seconds));
        return issue(role, request.roleSessionName(), expiration, call.world());
    }

    private static AssumeRoleResponse issue(IamView.Role role, String session, Instant expiration, World world) {
        String seed = Identifiers.hex(Identifiers.uuid(world, "sts.session"));
        String keyId = "ASIA" + seed.substring(0, 16).toUpperCase(Locale.ROOT);
        String roleId = "AROA" + Identifiers.hex(role.arn()).substring(0, 17).toUpperCase(Locale.ROOT);
        String arn = "arn:aws:sts::%s:assumed-role/%s/%s".formatted(World.ACCOUNT_ID, role.name(), session);
        String userId = roleId + ":" + session;
        String secret = seed.substring(16, 56);
        Principals.issue(world, keyId, new Principals.Principal(arn, userId, Optional.of(secret)), expiration);
        return AssumeRoleResponse.builder()
                .credentials(credentials -> credentials
                        .accessKeyId(keyId)
                        .secretAccessKey(secret)
                        .sessionToken("sandbox/" + seed)
                        .expiration(expiration))
                .assumedRoleUser(user -> user.arn(arn).assumedRoleId(userId))
                .build();
    }
}
