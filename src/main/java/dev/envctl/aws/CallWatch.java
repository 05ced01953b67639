package dev.envctl.aws;

import dev.envctl.aws.AwsSettings.Pace;
import dev.envctl.aws.AwsSettings.Time;
import dev.envctl.aws.CallListener.Outcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Stands at every call of every client: counts it (retries not), makes it wait for its action's token, slows the
/// action down when the service throttles, notes on a failure which call it was, and tells who wants to know how it
/// ended. Any thread may pass.
final class CallWatch implements ExecutionInterceptor {

    private static final ExecutionAttribute<Integer> LAST_STATUS = new ExecutionAttribute<>("EnvctlLastStatus");

    /// The one call here with a quota of two a second.
    private static final String SPARSE = "cloudtrail:LookupEvents";

    private static final ExecutionAttribute<Integer> THROTTLES = new ExecutionAttribute<>("EnvctlThrottles");

    private final Pace pace;
    private final Time time;
    private final CallListener listener;
    private final LongAdder calls = new LongAdder();
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    CallWatch(Pace pace, Time time, CallListener listener) {
        this.pace = pace;
        this.time = time;
        this.listener = listener;
    }

    long calls() {
        return calls.sum();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        calls.increment();
        bucket(attributes).take();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Integer last = attributes.getAttribute(LAST_STATUS);
        if (last != null && isThrottle(last)) {
            attributes.putAttribute(THROTTLES, throttles(attributes) + 1);
            bucket(attributes).slowDown();
            bucket(attributes).take();
        }
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        attributes.putAttribute(LAST_STATUS, context.httpResponse().statusCode());
    }

    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.exception() instanceof SdkException failure
                && FailedCall.of(failure).isEmpty()) {
            failure.addSuppressed(new FailedCall(call(attributes)));
        }
        return context.exception();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        tell(attributes, Outcome.SUCCESS, 0);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        Outcome outcome = outcome(context.exception());
        tell(attributes, outcome, outcome == Outcome.THROTTLED ? 1 : 0);
    }

    private void tell(ExecutionAttributes attributes, Outcome outcome, int atLast) {
        listener.called(service(attributes), action(attributes), outcome, throttles(attributes) + atLast);
    }

    private static Outcome outcome(Throwable failure) {
        if (!(failure instanceof AwsServiceException answered)) {
            return Outcome.FAILED;
        }
        return switch (Refusals.codeOf(answered)) {
            case THROTTLED -> Outcome.THROTTLED;
            case ACCESS_DENIED, EXPIRED_TOKEN, NO_CREDENTIALS -> Outcome.DENIED;
            case INVALID_REQUEST -> Outcome.REFUSED;
            default -> Outcome.FAILED;
        };
    }

    private static int throttles(ExecutionAttributes attributes) {
        Integer counted = attributes.getAttribute(THROTTLES);
        return counted == null ? 0 : counted;
    }

    /// Seen only before another attempt. The SDK repeats what was answered with 4xx for being throttled, hardly for
    /// anything else; 503 is how EC2 and S3 throttle.
    private static boolean isThrottle(int status) {
        return status / 100 == 4 || status == 503;
    }

    private TokenBucket bucket(ExecutionAttributes attributes) {
        return buckets.computeIfAbsent(
                call(attributes), call -> SPARSE.equals(call) ? sparse() : bucket(pace.callsPerSecond(), pace.burst()));
    }

    private TokenBucket sparse() {
        return bucket(pace.callsPerSecond() / 10, 1 + pace.burst() / 20);
    }

    private TokenBucket bucket(double callsPerSecond, int burst) {
        return new TokenBucket(callsPerSecond, burst, time);
    }

    private static String call(ExecutionAttributes attributes) {
        return service(attributes) + ":" + action(attributes);
    }

    private static String service(ExecutionAttributes attributes) {
        return ServiceNames.prefix(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
    }

    private static String action(ExecutionAttributes attributes) {
        return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    }
}
