package dev.envctl.testing;

import com.sun.net.httpserver.HttpServer;
import dev.envctl.provider.Clusters;
import dev.envctl.provider.Session;
import dev.envctl.sandbox.ClusterDirectory;
import dev.envctl.sandbox.KubernetesApi;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.charts.ChartRepositories;
import dev.envctl.sandbox.kubernetes.ApiServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Emulated clusters on a loopback port, with as much of EKS as Kubernetes kinds ask for. Time stands still until a
/// test or something that waits turns it.
public final class TestClusters implements Clusters, AutoCloseable {

    public static final String CLUSTER = "data-platform";
    public static final String ADMINISTRATOR = "arn:aws:iam::000000000000:user/sandbox";

    private final TurnableClock clock = new TurnableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private final World world = new TransientWorld(clock);
    private final Map<String, String> authenticationModes = new LinkedHashMap<>();
    private final Map<String, AccessEntry> entries = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Map<String, String> principals = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private String accessKeyId = "AKIASANDBOX";
    private Runnable beforeCall = () -> {};

    private TestClusters(HttpServer server) {
        this.server = server;
    }

    public static TestClusters start() {
        try {
            TestClusters clusters =
                    new TestClusters(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            clusters.authenticationModes.put(CLUSTER, "API_AND_CONFIG_MAP");
            clusters.principals.put("AKIASANDBOX", ADMINISTRATOR);
            clusters.serve();
            return clusters;
        } catch (IOException taken) {
            throw new UncheckedIOException("opening a loopback port", taken);
        }
    }

    private void serve() {
        ApiServers servers = new ApiServers(directory(), Clock.systemUTC());
        server.createContext("/kubernetes/", exchange -> {
            synchronized (calls) {
                calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            }
            try {
                beforeCall.run();
            } catch (IllegalStateException cut) {
                exchange.close();
                return;
            }
            String path = exchange.getRequestURI().getRawPath().substring(KubernetesApi.MOUNT.length());
            int slash = path.indexOf('/');
            servers.handle(exchange, path.substring(0, slash), path.substring(slash), world);
        });
        server.createContext(ChartRepositories.MOUNT, ChartRepositories::handle);
        server.setExecutor(threads);
        server.start();
    }

    /// An action on the cluster's API ends here; nobody listens any more.
    public void stopServing() {
        server.stop(0);
    }

    /// From now on there is no such cluster, until it gets an authentication mode again.
    public void forgetCluster() {
        authenticationModes.remove(CLUSTER);
    }

    /// Where a chart repository is answered that the sandbox knows.
    public String chartRepository(String repository) {
        return ChartRepositories.address(
                "http://127.0.0.1:" + server.getAddress().getPort(), repository);
    }

    public TestClusters withAuthenticationMode(String mode) {
        authenticationModes.put(CLUSTER, mode);
        return this;
    }

    /// Clients sign as somebody else from now on.
    public void actAs(String keyId, String principalArn) {
        principals.put(keyId, principalArn);
        accessKeyId = keyId;
    }

    /// Runs before each call is served. An [IllegalStateException] from it ends the connection.
    public void beforeEachCall(Runnable step) {
        beforeCall = step;
    }

    public World world() {
        return world;
    }

    public TurnableClock clock() {
        return clock;
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/kubernetes/" + CLUSTER;
    }

    public List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /// A new session, with a memory of its own.
    public Session session() {
        return session("analytics.us-east-1", () -> {});
    }

    /// `fence` runs before each write; one that throws is a process that dies there.
    public Session session(String owner, Runnable fence) {
        return new Session(
                new Session.Place(owner, "000000000000", "us-east-1", "aws"),
                clock,
                clock::turn,
                Session.Progress.NONE,
                fence);
    }

    public Optional<AccessEntry> entry() {
        return entries.values().stream().findFirst();
    }

    public void putEntry(AccessEntry entry) {
        entries.put(entry.principalArn(), entry);
    }

    /// A plain call on the cluster's API, as somebody else would make it.
    public Answer call(String method, String path, String contentType, String body) {
        return ApiCalls.send(method, address() + path, SignedTokens.make(CLUSTER, accessKeyId), contentType, body);
    }

    public Answer get(String path) {
        return call("GET", path, "application/json", "");
    }

    public Answer post(String path, String body) {
        return call("POST", path, "application/json", body);
    }

    public Answer mergePatch(String path, String body) {
        return call("PATCH", path, "application/merge-patch+json", body);
    }

    public Answer delete(String path) {
        return call("DELETE", path, "application/json", "");
    }

    @Override
    public Optional<Connection> connect(String clusterName, Session session) {
        return Optional.ofNullable(authenticationModes.get(clusterName))
                .map(mode -> new Connection(
                        clusterName, address(), "", mode, () -> SignedTokens.make(clusterName, accessKeyId)));
    }

    @Override
    public Optional<AccessEntry> accessEntry(String clusterName, String principalArn) {
        note("DescribeAccessEntry");
        return Optional.ofNullable(entries.get(principalArn));
    }

    @Override
    public void createAccessEntry(String clusterName, String principalArn, Map<String, String> tags) {
        note("CreateAccessEntry");
        entries.putIfAbsent(principalArn, new AccessEntry(principalArn, tags, List.of()));
    }

    @Override
    public void associatePolicy(String clusterName, String principalArn, AccessEntry.Policy policy) {
        note("AssociateAccessPolicy");
        replacePolicy(principalArn, policy.arn(), List.of(policy));
    }

    @Override
    public void disassociatePolicy(String clusterName, String principalArn, String policyArn) {
        note("DisassociateAccessPolicy");
        replacePolicy(principalArn, policyArn, List.of());
    }

    private void replacePolicy(String principalArn, String policyArn, List<AccessEntry.Policy> added) {
        entries.computeIfPresent(principalArn, (arn, entry) -> {
            List<AccessEntry.Policy> policies = new ArrayList<>(entry.policies());
            policies.removeIf(policy -> policy.arn().equals(policyArn));
            policies.addAll(added);
            return new AccessEntry(arn, entry.tags(), policies);
        });
    }

    @Override
    public void deleteAccessEntry(String clusterName, String principalArn) {
        note("DeleteAccessEntry");
        entries.remove(principalArn);
    }

    private void note(String call) {
        synchronized (calls) {
            calls.add("eks " + call);
        }
        beforeCall.run();
    }

    private ClusterDirectory directory() {
        return new ClusterDirectory() {
            @Override
            public Optional<Cluster> cluster(World asked, String name) {
                return Optional.ofNullable(authenticationModes.get(name))
                        .map(mode -> new Cluster(name, "1.31", mode, ADMINISTRATOR, List.of()));
            }

            @Override
            public Optional<Caller> caller(World asked, String keyId) {
                return Optional.ofNullable(principals.get(keyId))
                        .map(arn -> new Caller(arn, Optional.of(SignedTokens.SECRET)));
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
