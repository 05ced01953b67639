package dev.envctl.runner.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.database.Database;
import dev.envctl.testing.TestDatabase;
import dev.envctl.testing.TurnableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveriesTest {

    private final TurnableClock clock = new TurnableClock();
    private final Database database = Database.inMemory(UUID.randomUUID().toString());
    private final Deliveries deliveries = new Deliveries(database.jdbi(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    private Delivery delivery(String forge, String id) {
        return new Delivery(forge, id, "push", clock.instant(), "{}", Optional.empty(), Optional.empty());
    }

    @Test
    void areThereOnceForEachForge() {
        assertThat(deliveries.add(delivery("github", "1"))).isTrue();
        assertThat(deliveries.add(delivery("github", "1"))).isFalse();
        assertThat(deliveries.add(delivery("gitea", "1"))).isTrue();
    }

    @Test
    void ofManyWhoAddTheSameOneDoes() throws InterruptedException, ExecutionException {
        var adding = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int time = 0; time < 20; time++) {
                adding.add(threads.submit(() -> deliveries.add(delivery("github", "1"))));
            }
        }

        int added = 0;
        for (Future<Boolean> one : adding) {
            added += one.get() ? 1 : 0;
        }
        assertThat(added).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void ofManyWhoTellOfTheSameUnderOtherIdsOneDoes(TestDatabase kind) throws InterruptedException, ExecutionException {
        try (Database there = kind.open()) {
            oneIsTold(new Deliveries(there.jdbi(), clock));
        }
    }

    private void oneIsTold(Deliveries deliveries) throws InterruptedException, ExecutionException {
        var adding = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int time = 0; time < 20; time++) {
                Delivery delivery = delivery("github", "id-" + time);
                adding.add(threads.submit(() -> deliveries.add(delivery, "comment 1")));
            }
        }

        int added = 0;
        for (Future<Boolean> one : adding) {
            added += one.get() ? 1 : 0;
        }
        assertThat(added).isEqualTo(1);
        assertThat(deliveries.list(10)).hasSize(1);
        assertThat(deliveries.first("github", "comment 1"))
                .contains(deliveries.list(1).getFirst());
        assertThat(deliveries.add(delivery("gitea", "id-0"), "comment 1")).isTrue();
    }

    @Test
    void keepWhatCameOfThem() {
        deliveries.add(delivery("github", "1"));
        clock.turn(Duration.ofSeconds(3));
        deliveries.handled("github", "1", "planned 2 environments");

        assertThat(deliveries.find("github", "1")).hasValueSatisfying(found -> {
            assertThat(found.outcome()).contains("planned 2 environments");
            assertThat(found.handledAt()).contains(clock.instant());
            assertThat(found.body()).isEqualTo("{}");
        });
        assertThat(deliveries.find("github", "2")).isEmpty();
    }

    @Test
    void areFoundWhileNobodyHandledThem() {
        deliveries.add(delivery("github", "b"));
        clock.turn(Duration.ofSeconds(1));
        deliveries.add(delivery("github", "a"));
        deliveries.add(delivery("github", "c"));
        deliveries.handled("github", "c", "done");

        assertThat(deliveries.unhandled(Duration.ZERO, 10))
                .extracting(Delivery::id)
                .containsExactly("b", "a");
        assertThat(deliveries.unhandled(Duration.ofSeconds(1), 10))
                .extracting(Delivery::id)
                .containsExactly("b");
        assertThat(deliveries.list(2)).extracting(Delivery::id).containsExactly("a", "c");
    }

    @Test
    void areForgottenWhenTheyAreOldAndHandled() {
        for (String id : List.of("old", "old and open")) {
            deliveries.add(delivery("github", id));
        }
        deliveries.handled("github", "old", "done");
        clock.turn(Duration.ofDays(8));
        deliveries.add(delivery("github", "new"));
        deliveries.handled("github", "new", "done");

        assertThat(deliveries.forget(Duration.ofDays(7))).isEqualTo(1);
        assertThat(deliveries.list(10)).extracting(Delivery::id).containsExactly("new", "old and open");
    }
}
