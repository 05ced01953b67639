package dev.envctl.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What passes through a sandbox: the calls recorded, the faults injected. Both APIs lead every call through here.
public final class Traffic {

    /// A refusal by a fault, which each API words in its own way.
    public sealed interface Refusal {
        record Throttled() implements Refusal {}

        record Denied() implements Refusal {}

        record Broken(int status) implements Refusal {}

        record Other(String code, int status, String message) implements Refusal {}
    }

    /// The connection has to be ended without an answer.
    public static final class Cut extends RuntimeException {
        Cut() {
            super("the connection is cut by a fault");
        }
    }

    private final Calls calls = new Calls();
    private final Faults faults = new Faults();

    public Calls calls() {
        return calls;
    }

    public Faults faults() {
        return faults;
    }

    public Passage arrive(String service, String operation, boolean writes) {
        return new Passage(service, operation, writes, faults.meet(service, operation, writes));
    }

    /// One call on its way: [#before], the call itself, [#done], [#after]. Used by one thread.
    public final class Passage {

        private final String service;
        private final String operation;
        private final boolean writes;
        private final List<Fault> faults;
        private final String requestId = UUID.randomUUID().toString();

        private Passage(String service, String operation, boolean writes, List<Fault> faults) {
            this.service = service;
            this.operation = operation;
            this.writes = writes;
            this.faults = faults;
        }

        public String requestId() {
            return requestId;
        }

        /// Meets the faults that strike before anything is done. Throws [Cut] when there is to be no answer.
        public Optional<Refusal> before() {
            Optional<Refusal> refusal = Optional.empty();
            for (Fault fault : faults) {
                switch (fault) {
                    case Fault.Delay delay -> sleep(delay);
                    case Fault.CrashBefore crash -> {
                        crash.crash().run();
                        throw new Cut();
                    }
                    case Fault.CutBefore cut -> throw new Cut();
                    case Fault.Throttle throttle -> refusal = Optional.of(new Refusal.Throttled());
                    case Fault.Deny deny -> refusal = Optional.of(new Refusal.Denied());
                    case Fault.Break broken -> refusal = Optional.of(new Refusal.Broken(broken.status()));
                    case Fault.Refuse other ->
                        refusal = Optional.of(new Refusal.Other(other.code(), other.status(), other.message()));
                    case Fault.CutAfter later -> {}
                    case Fault.CrashAfter later -> {}
                }
            }
            return refusal;
        }

        /// Records how the call ended.
        public void done(String principal, Instant time, Optional<String> error) {
            calls.add(new RecordedCall(service, operation, writes, principal, time, requestId, error));
        }

        /// Whether the answer is to be withheld by a fault that strikes afterwards.
        public boolean endsWithoutAnswer() {
            return faults.stream()
                    .anyMatch(fault -> fault instanceof Fault.CutAfter || fault instanceof Fault.CrashAfter);
        }

        /// Meets the faults that strike when the call is done.
        public void after() {
            for (Fault fault : faults) {
                if (fault instanceof Fault.CrashAfter crash) {
                    crash.crash().run();
                }
            }
            if (endsWithoutAnswer()) {
                throw new Cut();
            }
        }

        private void sleep(Fault.Delay delay) {
            try {
                Thread.sleep(delay.duration());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new Cut();
            }
        }
    }
}
