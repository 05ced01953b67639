package dev.envctl.sandbox.aws;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/// An emulated API call: its name, the SDK's builder for its request (whose field traits decode the wire), and what it
/// does. REST operations also have their method and URI template as in the service model,
/// `/virtualclusters/{virtualClusterId}`.
public record Operation<I extends SdkPojo, O extends SdkPojo>(
        String name, Supplier<? extends SdkPojo> requestBuilder, Optional<Route> route, Handler<I, O> handler) {

    public record Route(String method, String uriTemplate) {}

    @FunctionalInterface
    public interface Handler<I, O> {
        O handle(I request, Call call);
    }

    /// For the Query and JSON 1.1 protocols. `requestBuilder` is the request's `builder` method, such as
    /// `CreateRoleRequest::builder`.
    public static <I extends SdkPojo, O extends SdkPojo> Operation<I, O> of(
            String name, Supplier<? extends SdkPojo> requestBuilder, Handler<I, O> handler) {
        return new Operation<>(name, requestBuilder, Optional.empty(), handler);
    }

    public static <I extends SdkPojo, O extends SdkPojo> Operation<I, O> rest(
            String name,
            String method,
            String uriTemplate,
            Supplier<? extends SdkPojo> requestBuilder,
            Handler<I, O> handler) {
        return new Operation<>(name, requestBuilder, Optional.of(new Route(method, uriTemplate)), handler);
    }
}
