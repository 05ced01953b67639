package dev.envctl.bench;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.webhook.Deliveries;
import dev.envctl.testing.Deluge;
import dev.envctl.testing.Eventually;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.SignedDelivery;
import dev.envctl.testing.forge.Signing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How fast one runner on its file database takes what a forge tells, while it does what follows from it:
///
///     WebhookBench [deliveries] [senders] [pull requests]
///
/// Each delivery tells of a pull request that moved, so that each costs a call of the forge and a fetch from git, which
/// are in the same process and take their share of it. A first tenth warms up and is not counted. The bars are 200
/// answers a second, the slowest hundredth within 100 ms, and none lost.
public final class WebhookBench {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private WebhookBench() {}

    public static void main(String[] arguments) throws IOException {
        int count = argument(arguments, 0, 1000);
        int senders = argument(arguments, 1, 8);
        int pulls = argument(arguments, 2, 20);
        Path directory = Files.createTempDirectory("webhook-bench");
        try (RunnerStory story = new RunnerStory(directory, FakeGitHub.withToken());
                Deluge deluge = new Deluge(senders);
                Database database = Database.inFile(directory.resolve("data").resolve("runner"))) {
            URI address = story.runner().address().resolve("/webhooks/github");
            var deliveries = new Deliveries(database.jdbi(), Clock.systemUTC());
            List<SignedDelivery> opened = open(story, pulls);
            deluge.send(address, copies(opened, "warm", count / 10));
            awaitHandled(deliveries);
            measure(
                    address,
                    deluge,
                    database,
                    copies(opened, "timed", count),
                    () -> story.forge().server().forget());
        }
        System.exit(0);
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static List<SignedDelivery> open(RunnerStory story, int pulls) {
        List<SignedDelivery> opened = new ArrayList<>();
        for (int i = 0; i < pulls; i++) {
            String branch = "branch-" + i;
            String head = story.commit(
                    branch,
                    "More",
                    Map.of(RunnerStory.DIRECTORY + "/more.yaml", RunnerStory.logGroup("more-" + i, 30)));
            story.open("bob", branch, head);
            opened.add(story.forge().deliveries().stream()
                    .filter(delivery -> delivery.event().equals("pull_request"))
                    .toList()
                    .getLast());
        }
        return opened;
    }

    private static List<SignedDelivery> copies(List<SignedDelivery> of, String name, int count) {
        // each when it is sent, so that they are not in the heap that is measured
        return new AbstractList<>() {
            @Override
            public SignedDelivery get(int i) {
                return Signing.another(of.get(i % of.size()), name + "-" + i);
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    private static void awaitHandled(Deliveries deliveries) {
        Eventually.until(
                "all is handled",
                PATIENCE,
                () -> deliveries.unhandled(Duration.ZERO, 1).isEmpty());
    }

    private static void measure(
            URI address, Deluge deluge, Database database, List<SignedDelivery> sent, Runnable forget) {
        var deliveries = new Deliveries(database.jdbi(), Clock.systemUTC());
        forget.run();
        long heapBefore = usedHeap();
        long start = System.nanoTime();
        List<Deluge.Answer> answers = deluge.send(address, sent);
        long answered = System.nanoTime() - start;
        int waiting = count(database, "handled_at is null");
        awaitHandled(deliveries);
        long handled = System.nanoTime() - start;
        List<Double> millis = answers.stream()
                .map(answer -> answer.took().toNanos() / 1e6)
                .sorted()
                .toList();
        print(String.format(
                Locale.ROOT,
                "%d deliveries: %d taken, %d stored, %d handled",
                sent.size(),
                answers.stream().filter(Deluge.Answer::isTaken).count(),
                count(database, "id like 'timed-%'"),
                count(database, "id like 'timed-%' and handled_at is not null")));
        print(String.format(
                Locale.ROOT,
                "%.0f answers/s, p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                sent.size() * 1e9 / answered,
                quantile(millis, 0.5),
                quantile(millis, 0.99),
                millis.getLast()));
        print(String.format(
                Locale.ROOT, "all handled after %.1f s; %d waited when the last was answered", handled / 1e9, waiting));
        forget.run();
        print(String.format(
                Locale.ROOT,
                "used heap after a collection: %.1f MB before, %.1f MB when all was handled",
                heapBefore / 1e6,
                usedHeap() / 1e6));
    }

    private static int count(Database database, String which) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from delivery where " + which)
                        .mapTo(Integer.class)
                        .one());
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(sorted.size() * share) - 1));
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
