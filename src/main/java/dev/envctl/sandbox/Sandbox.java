package dev.envctl.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.envctl.sandbox.aws.AwsApi;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.charts.ChartRepositories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open sandbox: a [World] behind a port of the loopback interface, at which the real AWS SDKs, the AWS CLI and
/// kubectl can work.
public final class Sandbox implements AutoCloseable {

    static {
        // Without this the JDK's server lets the second packet of an answer wait for an acknowledgement, 40 ms
        // a call.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // By default the 201st idle connection is closed, just as its client may be about to use it.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4000");
    }

    private static final Logger log = LoggerFactory.getLogger(Sandbox.class);

    private final StateWorld world;
    private final Traffic traffic = new Traffic();
    private final AwsApi aws;
    private final Optional<KubernetesGate> kubernetes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private Sandbox(StateWorld world, Function<String, List<EmulatedService>> services, SandboxOptions options) {
        this.world = world;
        this.server = bind(options.port());
        this.kubernetes = options.kubernetes().map(api -> new KubernetesGate(api, world, traffic));
        List<EmulatedService> listed = services.apply(endpoint());
        this.aws = new AwsApi(world, traffic, listed);
        plant(options.seeds());
        world.openTransactionsWith(opened -> listed.forEach(service -> service.settle(opened)));
    }

    /// Opens the sandbox whose state is in a directory, or a new one if there is none. Several processes may have
    /// it open.
    public static Sandbox open(Path directory, SandboxOptions options) {
        return start(
                StateDirectory.open(directory, options.clock()), endpoint -> Services.of(options, endpoint), options);
    }

    /// Opens a sandbox that is forgotten when it is closed.
    public static Sandbox inMemory(SandboxOptions options) {
        return start(Store.NOWHERE, endpoint -> Services.of(options, endpoint), options);
    }

    /// A sandbox of the caller's services, given the endpoint at which they are served.
    public static Sandbox inMemory(Function<String, List<EmulatedService>> services, SandboxOptions options) {
        return start(Store.NOWHERE, services, options);
    }

    private static Sandbox start(
            Store store, Function<String, List<EmulatedService>> services, SandboxOptions options) {
        Sandbox sandbox = new Sandbox(new StateWorld(store, options.clock()), services, options);
        sandbox.listen();
        return sandbox;
    }

    /// That a state was seeded is part of it.
    private void plant(List<Seed> seeds) {
        record Planted(int seeds) {}
        world.transaction(() -> {
            Table<Planted> planted = world.table("sandbox", Planted.class);
            if (planted.get("seeds").isEmpty()) {
                seeds.forEach(seed -> seed.plant(world));
                planted.put("seeds", new Planted(seeds.size()));
            }
            return planted;
        });
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException cause) {
            throw new UncheckedIOException("opening port " + port + " for the sandbox", cause);
        }
    }

    private void listen() {
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            if (exchange.getRequestURI().getRawPath().startsWith(ChartRepositories.MOUNT)
                    && !AwsApi.isMeant(exchange)) {
                ChartRepositories.handle(exchange);
            } else if (kubernetes.isPresent() && isForKubernetes(exchange)) {
                kubernetes.get().handle(exchange);
            } else {
                aws.handle(exchange);
            }
        } catch (Traffic.Cut cut) {
            exchange.close();
        } catch (RuntimeException bug) {
            log.error("answering {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), bug);
            exchange.close();
        }
    }

    private static boolean isForKubernetes(HttpExchange exchange) {
        return exchange.getRequestURI().getRawPath().startsWith(KubernetesApi.MOUNT) && !AwsApi.isMeant(exchange);
    }

    /// Where it is to be reached: `http://127.0.0.1:<port>`.
    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    /// Where this sandbox answers for a chart repository; other repositories are asked themselves.
    public String chartRepository(String repository) {
        return ChartRepositories.address(endpoint(), repository);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public World world() {
        return world;
    }

    public Calls calls() {
        return traffic.calls();
    }

    public Faults faults() {
        return traffic.faults();
    }

    /// Ends at once; calls on their way stay without an answer.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        world.close();
    }
}
