package dev.envctl.testing.forge;

import dev.envctl.testing.forge.ForgeServer.Paging;
import dev.envctl.testing.forge.ForgeServer.Request;
import dev.envctl.testing.forge.ForgeServer.Response;
import dev.envctl.testing.forge.World.Pull;
import dev.envctl.testing.forge.World.Repository;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// What the forges have in common: a world, a server that shows it, and an outbox for what happens in it.
abstract sealed class LoopbackForge implements FakeForge, World.Voice permits HubForge, FakeGitLab {

    final World world = new World(this);
    final Outbox outbox = new Outbox();
    final ForgeServer server;
    final Paging paging;
    private int lastDelivery;

    LoopbackForge(String prefix, Paging paging) {
        this.server = new ForgeServer(prefix, world, this::isKnown, outbox::flush);
        this.paging = paging;
    }

    /// Whether the request comes with the token.
    abstract boolean isKnown(Request request);

    /// The repository that a path begins with.
    abstract String repository(Request request);

    /// The number that comes next in a path.
    abstract int number(Request request);

    @Override
    public World world() {
        return world;
    }

    @Override
    public ForgeServer server() {
        return server;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public void team(String repository, String team, String... members) {
        world.team(repository.substring(0, repository.indexOf('/')) + "/" + team, List.of(members));
    }

    @FunctionalInterface
    interface AboutRepository {
        Response answer(Repository repository, Request request);
    }

    @FunctionalInterface
    interface AboutPull {
        Response answer(Repository repository, Pull pull, Request request);
    }

    /// Answers what begins with a repository.
    void on(String method, String path, AboutRepository answer) {
        server.on(
                method,
                path,
                request -> world.find(repository(request))
                        .map(there -> answer.answer(there, request))
                        .orElseGet(Response::missing));
    }

    /// Answers what begins with the number of a pull request in a repository.
    void onPull(String method, String path, AboutPull answer) {
        on(
                method,
                path,
                (there, request) -> Optional.ofNullable(there.pulls.get(number(request)))
                        .map(pull -> answer.answer(there, pull, request))
                        .orElseGet(Response::missing));
    }

    <T> Response page(Request request, List<T> all, Function<T, Object> json) {
        return server.page(request, all.stream().map(json).toList(), paging);
    }

    /// With a number of its own at the end of its id, which begins with `family`.
    String nextId(String family) {
        return family + "-%012d".formatted(++lastDelivery);
    }

    /// How often something was told.
    int toldSoFar() {
        return lastDelivery;
    }

    /// `headers` go with those that the forge sent when it was recorded.
    void tell(String event, String folder, String recorded, Template payload, SequencedMap<String, String> more) {
        SequencedMap<String, String> headers = Template.headers(folder, recorded);
        headers.putAll(more);
        outbox.add(new SignedDelivery(event, headers, payload.bytes()));
    }
}
