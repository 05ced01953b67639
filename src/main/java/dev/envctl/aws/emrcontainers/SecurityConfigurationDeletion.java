package dev.envctl.aws.emrcontainers;

import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;

/// `DeleteSecurityConfiguration`, which the service has and this version of the SDK has not. It is the description's
/// request with another method, so it is sent as that: signed, repeated and counted like any call. Goes when the SDK
/// knows the operation.
final class SecurityConfigurationDeletion {

    private static final SdkPlugin AS_DELETE =
            configuration -> configuration.overrideConfiguration(configuration.overrideConfiguration().toBuilder()
                    .addExecutionInterceptor(new Delete())
                    .build());

    private static final class Delete implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().copy(request -> request.method(SdkHttpMethod.DELETE));
        }
    }

    private SecurityConfigurationDeletion() {}

    /// The answer's body holds the id only, which the description leaves unread.
    static void send(EmrContainersClient client, String id) {
        client.describeSecurityConfiguration(
                request -> request.id(id).overrideConfiguration(override -> override.addPlugin(AS_DELETE)));
    }
}
