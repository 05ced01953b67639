package dev.envctl.runner.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.runner.forge.ForgeEvent;
import dev.envctl.runner.forge.ForgeEvent.Commented;
import dev.envctl.runner.forge.ForgeEvent.Ignored;
import dev.envctl.runner.forge.ForgeEvent.PullRequestClosed;
import dev.envctl.runner.forge.ForgeEvent.PullRequestMoved;
import dev.envctl.runner.forge.ForgeEvent.Pushed;
import dev.envctl.runner.forge.ForgeEvent.ReviewGiven;
import dev.envctl.runner.forge.Forges;
import dev.envctl.runner.forge.OwnMark;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeForge.Opening;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.FakeGitLab;
import dev.envctl.testing.forge.FakeGitea;
import dev.envctl.testing.forge.SignedDelivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The forges that stories are told with tell what real ones do, whichever it is.
class FakeForgesTest {

    private static final String BASE = "e5bd3914e2e596debea16f433f57875b5b90bcd6";
    private static final String HEAD = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final String NEXT = "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c";
    private static final String MERGED = "9049f1265b7d61be4a8904a9a27120d2064dab3b";

    private final List<FakeForge> opened = new ArrayList<>();

    static Stream<String> forges() {
        return Stream.of("github", "app", "gitlab", "gitea", "forgejo");
    }

    private FakeForge open(String forge) {
        FakeForge fake = switch (forge) {
            case "github" -> FakeGitHub.withToken();
            case "app" -> FakeGitHub.asApp(new TurnableClock());
            case "gitlab" -> new FakeGitLab();
            case "gitea" -> FakeGitea.gitea();
            default -> FakeGitea.forgejo();
        };
        opened.add(fake);
        fake.repository(fake.someRepository(), BASE);
        return fake;
    }

    @AfterEach
    void close() {
        opened.forEach(FakeForge::close);
    }

    @ParameterizedTest
    @MethodSource("forges")
    void tellTheSameStory(String forge) {
        FakeForge fake = open(forge);
        String there = fake.someRepository();

        int number = fake.openPullRequest(there, Opening.of("ada", "more-memory", HEAD));
        fake.push(there, number, NEXT);
        fake.approve(there, number, "grace");
        long comment = fake.comment(there, number, "grace", "/envctl apply \"blue\"");
        OwnMark mark = OwnMark.of("pull-request", "", URI.create("https://envctl.example.com"));
        new Forges(fake.secrets(), new TurnableClock(), _ -> {})
                .of(fake.settings())
                .comment(new Conversation(there, number, false), Optional.empty(), mark, "a plan");
        fake.close(there, number, "ada");
        fake.reopen(there, number, "ada");
        fake.merge(there, number, "grace", MERGED);

        List<ForgeEvent> events =
                fake.deliveries().stream().map(delivery -> read(fake, delivery)).toList();
        assertThat(events)
                .containsExactly(
                        new PullRequestMoved(there, number, HEAD, "ada"),
                        new PullRequestMoved(there, number, NEXT, "ada"),
                        new ReviewGiven(there, number, "grace", true, Optional.of(NEXT)),
                        new Commented(there, number, false, comment, "grace", "/envctl apply \"blue\""),
                        new Ignored(there, "our own comment"),
                        new PullRequestClosed(there, number, false, "ada"),
                        new PullRequestMoved(there, number, NEXT, "ada"),
                        new PullRequestClosed(there, number, true, "grace"),
                        new Pushed(there, "main", BASE, MERGED, "grace"));
        assertThat(fake.deliveries().stream()
                        .map(delivery -> Dialect.of(fake.settings().type()).id(Headers.of(delivery.headerLists()))))
                .doesNotHaveDuplicates();
    }

    private static ForgeEvent read(FakeForge fake, SignedDelivery delivery) {
        Dialect dialect = Dialect.of(fake.settings().type());
        Headers headers = Headers.of(delivery.headerLists());
        dialect.verify(headers, delivery.body(), FakeForge.WEBHOOK_SECRET, new TurnableClock().instant());
        return dialect.read(dialect.event(headers), Body.json(Body.text(delivery.body())));
    }

    @ParameterizedTest
    @MethodSource("forges")
    void deliverBeforeTheCallReturns(String forge) throws IOException {
        FakeForge fake = open(forge);
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var types = new ArrayList<String>();
        receiver.createContext("/", exchange -> {
            types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        receiver.start();

        fake.deliverTo(URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/webhook"));
        fake.openPullRequest(fake.someRepository(), Opening.of("ada", "more-memory", HEAD));
        receiver.stop(0);

        assertThat(fake.outbox().answers()).containsExactly(202);
        assertThat(types).containsExactly("application/json");
    }
}
