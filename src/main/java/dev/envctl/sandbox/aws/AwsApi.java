package dev.envctl.sandbox.aws;

import com.sun.net.httpserver.HttpExchange;
import dev.envctl.sandbox.Traffic;
import dev.envctl.sandbox.World;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;

/// The HTTP side of all AWS services: a request finds its service by the credential scope of its signature, its
/// operation by the service's protocol, and is answered within one transaction. Any number of threads may use it.
public final class AwsApi {

    private static final Logger log = LoggerFactory.getLogger(AwsApi.class);
    private static final List<String> READING_VERBS =
            List.of("Get", "List", "Describe", "Head", "Lookup", "Search", "Simulate", "AssumeRole", "Decode");

    private final World world;
    private final Traffic traffic;
    private final Map<String, ServiceEntry> services = new LinkedHashMap<>();
    private final List<Witness> witnesses;

    /// The JDK's HTTP client repeats a request by itself when its connection ends without an answer. The repetition
    /// of a request that was cut is cut too, otherwise the fault would never reach the caller.
    private final Set<String> cut = ConcurrentHashMap.newKeySet();

    public AwsApi(World world, Traffic traffic, List<EmulatedService> services) {
        this.world = world;
        this.traffic = traffic;
        services.forEach(service -> this.services.put(service.signingName(), new ServiceEntry(service)));
        this.witnesses = services.stream()
                .filter(Witness.class::isInstance)
                .map(Witness.class::cast)
                .toList();
    }

    /// Whether a request is one to AWS, going by how it is signed.
    public static boolean isMeant(HttpExchange exchange) {
        Optional<String> authorization =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        return authorization.filter(value -> value.startsWith("AWS4-")).isPresent()
                || query.contains("X-Amz-Credential=");
    }

    /// Answers a request; throws [Traffic.Cut] when it is to stay without an answer.
    public void handle(HttpExchange exchange) throws IOException {
        WireRequest request = request(exchange);
        Optional<Signature> signature = Signature.of(request);
        Optional<ServiceEntry> service = signature
                .map(Signature::service)
                .or(() -> guess(request))
                .flatMap(name -> Optional.ofNullable(services.get(name)));
        String attempt = attempt(request);
        if (cut.contains(attempt)) {
            exchange.close();
            return;
        }
        try {
            send(
                    exchange,
                    service.map(entry -> answer(
                                    entry,
                                    signature,
                                    request,
                                    exchange.getRemoteAddress().getAddress().getHostAddress()))
                            .orElseGet(() -> unknownService(signature)));
        } catch (Traffic.Cut withoutAnswer) {
            cut.add(attempt);
            throw withoutAnswer;
        }
    }

    /// By which SDKs tell their attempts at a call apart; unique for a caller that does not say.
    private static String attempt(WireRequest request) {
        return request.header("amz-sdk-invocation-id")
                        .orElseGet(() -> UUID.randomUUID().toString())
                + request.header("amz-sdk-request").orElse("");
    }

    private static WireRequest request(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        return WireRequest.of(
                exchange.getRequestMethod(),
                Optional.ofNullable(uri.getRawPath())
                        .filter(path -> !path.isEmpty())
                        .orElse("/"),
                Optional.ofNullable(uri.getRawQuery()).orElse(""),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
    }

    /// An unsigned request is refused in the protocol of the service that it seems to be for.
    private Optional<String> guess(WireRequest request) {
        return request.header("Host")
                .map(host -> host.split("[.:]", 2)[0])
                .filter(services::containsKey)
                .or(() -> services.keySet().stream().filter("sts"::equals).findFirst());
    }

    private static WireResponse unknownService(Optional<Signature> signature) {
        String name = signature.map(Signature::service).orElse("unknown");
        return WireResponse.of(501, "text/plain", "The sandbox does not emulate the service '" + name + "'.\n")
                .withHeader("x-amzn-errortype", "UnknownService");
    }

    private WireResponse answer(
            ServiceEntry service, Optional<Signature> signature, WireRequest received, String from) {
        WireRequest request;
        try {
            request = prepared(service, received);
        } catch (AwsError malformed) {
            return service.wire().write(malformed, "");
        }
        Optional<Wire.Decoded> decoded = service.wire().find(request);
        String operation = decoded.map(found -> found.operation().name()).orElse("Unknown");
        Traffic.Passage passage = traffic.arrive(service.name(), operation, writes(operation));
        var answer = new Answer(service, request, signature, decoded, passage, from);
        WireResponse response = answer.respond();
        passage.after();
        return response;
    }

    private static WireRequest prepared(ServiceEntry service, WireRequest request) {
        WireRequest plain = ChunkedUpload.isUsedBy(request) ? ChunkedUpload.decode(request) : request;
        return service.name().equals("s3") ? BucketHosts.inPath(plain) : plain;
    }

    static boolean writes(String operation) {
        return READING_VERBS.stream().noneMatch(operation::startsWith);
    }

    /// An operation that was called, whatever became of it.
    private record Performed(Call call, String accessKeyId, String operation, SdkPojo input) {}

    /// One request on its way through its service.
    private final class Answer {

        private final ServiceEntry service;
        private final WireRequest request;
        private final Optional<Signature> signature;
        private final Optional<Wire.Decoded> decoded;
        private final Traffic.Passage passage;
        private final String from;
        private String principal = "";
        private Optional<Performed> performed = Optional.empty();

        Answer(
                ServiceEntry service,
                WireRequest request,
                Optional<Signature> signature,
                Optional<Wire.Decoded> decoded,
                Traffic.Passage passage,
                String from) {
            this.service = service;
            this.request = request;
            this.signature = signature;
            this.decoded = decoded;
            this.passage = passage;
            this.from = from;
        }

        WireResponse respond() {
            try {
                WireResponse response = perform();
                passage.done(principal, world.now(), Optional.empty());
                return response;
            } catch (AwsError refused) {
                passage.done(principal, world.now(), Optional.of(refused.code()));
                performed.ifPresent(
                        call -> world.transaction(() -> testify(call, Optional.empty(), Optional.of(refused.code()))));
                return service.wire().write(refused, passage.requestId());
            } catch (Traffic.Cut cut) {
                passage.done(principal, world.now(), Optional.of("Cut"));
                throw cut;
            } catch (RuntimeException | StackOverflowError bug) {
                log.error(
                        "answering {}:{}",
                        service.name(),
                        decoded.map(found -> found.operation().name()),
                        bug);
                passage.done(principal, world.now(), Optional.of("InternalFailure"));
                return service.wire().write(service.conventions().broken(500), passage.requestId());
            }
        }

        private WireResponse perform() {
            Signature signed = signature.orElseThrow(() -> service.conventions().missingToken());
            principal = world.transaction(() -> identify(signed));
            Wire.Decoded found = decoded.orElseThrow(() -> service.wire().unknownOperation(request));
            SdkPojo input = found.input().decode();
            Call call = new Call(world, signed.region(), principal, passage.requestId(), endpoint(), request.body());
            Performed attempt =
                    new Performed(call, signed.accessKeyId(), found.operation().name(), input);
            performed = Optional.of(attempt);
            passage.before().ifPresent(refusal -> {
                throw error(refusal, found.operation());
            });
            checkRequired(input);
            SdkPojo output = world.transaction(() -> {
                SdkPojo result = invoke(found.operation(), input, call);
                testify(attempt, Optional.of(result), Optional.empty());
                return result;
            });
            return service.wire().write(found.operation(), output, passage.requestId());
        }

        private boolean testify(Performed attempt, Optional<SdkPojo> output, Optional<String> error) {
            if (writes(attempt.operation())) {
                var caller = new Witness.Caller(
                        attempt.accessKeyId(), request.header("User-Agent").orElse(""), from);
                witnesses.forEach(witness -> witness.saw(new Witness.Seen(
                        attempt.call(), caller, service.name(), attempt.operation(), attempt.input(), output, error)));
            }
            return true;
        }

        private String identify(Signature signed) {
            if (Principals.isInvalid(signed.accessKeyId())) {
                throw service.conventions().invalidKey();
            }
            return Principals.find(world, signed.accessKeyId())
                    .map(Principals.Principal::arn)
                    .orElseThrow(() -> service.conventions().expiredToken());
        }

        private AwsError error(Traffic.Refusal refusal, Operation<?, ?> operation) {
            Conventions conventions = service.conventions();
            return switch (refusal) {
                case Traffic.Refusal.Throttled throttled -> conventions.throttled();
                case Traffic.Refusal.Denied denied -> conventions.denied(principal, operation.name());
                case Traffic.Refusal.Broken broken -> conventions.broken(broken.status());
                case Traffic.Refusal.Other other -> new AwsError(other.code(), other.status(), other.message());
            };
        }

        private void checkRequired(SdkPojo input) {
            List<String> missing = service.requiredFields().missing(input);
            if (!missing.isEmpty()) {
                throw service.conventions().missing(missing);
            }
        }

        private String endpoint() {
            return "http://" + request.header("Host").orElse("127.0.0.1");
        }
    }

    @SuppressWarnings("unchecked") // an operation's builder makes the type that its handler takes
    private static <I extends SdkPojo, O extends SdkPojo> O invoke(
            Operation<I, O> operation, SdkPojo input, Call call) {
        return operation.handler().handle((I) input, call);
    }

    private static void send(HttpExchange exchange, WireResponse response) throws IOException {
        byte[] body = response.body().asByteArrayUnsafe();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        response.headers()
                .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        boolean silent = head || body.length == 0 || response.status() == 204 || response.status() == 304;
        if (!head) {
            exchange.getResponseHeaders().remove("Content-Length");
        }
        exchange.sendResponseHeaders(response.status(), silent ? -1 : body.length);
        if (!silent) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
