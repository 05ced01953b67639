package dev.envctl.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.testing.InMemoryLeaseStore;
import dev.envctl.testing.TurnableClock;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final Lease.Claim ALICE = new Lease.Claim("dev.here", "alice", "laptop:1", "apply", "wait");
    private static final Lease.Claim BOB = new Lease.Claim("dev.here", "bob", "desk:2", "apply", "ask alice");

    private final InMemoryLeaseStore store = new InMemoryLeaseStore();
    private final TurnableClock clock = new TurnableClock();

    @Test
    void isHeldByOneAtATime() {
        Lease alice = Lease.acquire(store, ALICE, clock);

        assertProblem(() -> Lease.acquire(store, BOB, clock), Code.LEASE_HELD);
        alice.close();

        assertThat(Lease.acquire(store, BOB, clock).record().holder()).isEqualTo("bob");
    }

    @Test
    void saysSinceWhenToTheSecond() {
        clock.turn(Duration.ofNanos(123_456_789));
        Lease.acquire(store, ALICE, clock);

        assertThatThrownBy(() -> Lease.acquire(store, BOB, clock))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        held -> assertThat(held.problems().getFirst().detail())
                                .contains("alice holds the lease of dev.here since ")
                                .doesNotContain(".123456789"));
    }

    @Test
    void tellsTheOneWhoHasToWaitTheirWayOut() {
        Lease.acquire(store, ALICE, clock);

        assertThatThrownBy(() -> Lease.acquire(store, BOB, clock))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        held -> assertThat(held.problems().getFirst().hint()).contains("ask alice"));
    }

    @Test
    void growsItsTokenWithEveryHolder() {
        Lease alice = Lease.acquire(store, ALICE, clock);
        alice.close();

        assertThat(Lease.acquire(store, BOB, clock).record().token())
                .isEqualTo(alice.record().token() + 1);
    }

    @Test
    void passesOnWhenItsHolderStoppedBeating() {
        Lease alice = Lease.acquire(store, ALICE, clock);
        clock.turn(Lease.LIFE);

        Lease bob = Lease.acquire(store, BOB, clock);

        assertProblem(alice::check, Code.LEASE_LOST);
        bob.check();
    }

    @Test
    void livesAsLongAsItBeats() {
        Lease alice = Lease.acquire(store, ALICE, clock);
        for (int i = 0; i < 20; i++) {
            clock.turn(Duration.ofSeconds(30));
            alice.heartbeat();
        }

        alice.check();
        assertProblem(() -> Lease.acquire(store, BOB, clock), Code.LEASE_HELD);
    }

    @Test
    void isRenewedBeforeAWriteWhenItsHolderSleptAndNobodyTookOver() {
        Lease alice = Lease.acquire(store, ALICE, clock);
        clock.turn(Duration.ofHours(8));

        alice.check();

        assertProblem(() -> Lease.acquire(store, BOB, clock), Code.LEASE_HELD);
    }

    @Test
    void refusesWritesOfAHolderWhoSleptWhileAnotherTookOver() {
        Lease alice = Lease.acquire(store, ALICE, clock);
        clock.turn(Duration.ofHours(8));
        Lease bob = Lease.acquire(store, BOB, clock);

        assertProblem(alice::check, Code.LEASE_LOST);
        alice.close();

        bob.check();
        assertThat(Lease.holder(store, clock)).contains(bob.record());
    }

    @Test
    void isEndedOnlyByItsHoldersName() {
        Lease alice = Lease.acquire(store, ALICE, clock);

        assertProblem(() -> Lease.end(store, "bob", clock), Code.LEASE_NOT_HELD);
        Lease.end(store, "alice", clock);

        assertThat(Lease.holder(store, clock)).isEmpty();
        assertProblem(
                () -> {
                    clock.turn(Duration.ofSeconds(55));
                    alice.check();
                },
                Code.LEASE_LOST);
        assertProblem(() -> Lease.end(store, "alice", clock), Code.LEASE_NOT_HELD);
    }

    private static void assertProblem(ThrowingCallable call, Code code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown ->
                                assertThat(thrown.problems().getFirst().code()).isEqualTo(code));
    }
}
