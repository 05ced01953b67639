package dev.envctl.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The faults that await their calls: `faults.on("iam", "CreateRole").nth(2).throttle()`. Several may meet one call;
/// then all of them are given, in the order in which they were set. Any number of threads may use it.
public final class Faults {

    /// A call that is about to be done. `number` counts the calls since the sandbox was opened, from 1.
    public record Arrival(String service, String operation, boolean writes, int number) {}

    private final List<Rule> rules = new ArrayList<>();
    private int arrivals;

    public When on(String service, String operation) {
        return when(call -> call.service().equals(service) && call.operation().equals(operation));
    }

    public When onService(String service) {
        return when(call -> call.service().equals(service));
    }

    public When onEveryCall() {
        return when(_ -> true);
    }

    public When when(Predicate<Arrival> condition) {
        return new When(condition, 1, Integer.MAX_VALUE);
    }

    /// Forgets all faults; those who wait for their call will not meet it.
    public synchronized void clear() {
        rules.clear();
    }

    synchronized List<Fault> meet(String service, String operation, boolean writes) {
        arrivals++;
        Arrival arrival = new Arrival(service, operation, writes, arrivals);
        List<Fault> met = new ArrayList<>();
        for (Iterator<Rule> iterator = rules.iterator(); iterator.hasNext(); ) {
            Rule rule = iterator.next();
            rule.meet(arrival).ifPresent(met::add);
            if (rule.isSpent()) {
                iterator.remove();
            }
        }
        return met;
    }

    private synchronized void add(Rule rule) {
        rules.add(rule);
    }

    /// Which calls a fault is for: those that match, from the `first` match on, `times` of them.
    public final class When {

        private final Predicate<Arrival> condition;
        private final int first;
        private final int times;

        private When(Predicate<Arrival> condition, int first, int times) {
            this.condition = condition;
            this.first = first;
            this.times = times;
        }

        /// Only the nth match from now, counted from 1.
        public When nth(int number) {
            return new When(condition, number, 1);
        }

        public When once() {
            return nth(1);
        }

        public When times(int number) {
            return new When(condition, first, number);
        }

        public void throttle() {
            then(new Fault.Throttle());
        }

        public void deny() {
            then(new Fault.Deny());
        }

        public void breakDown() {
            then(new Fault.Break(500));
        }

        public void cutAfter() {
            then(new Fault.CutAfter());
        }

        public void crashBefore(Runnable crash) {
            then(new Fault.CrashBefore(crash));
        }

        public void crashAfter(Runnable crash) {
            then(new Fault.CrashAfter(crash));
        }

        public void delay(Duration duration) {
            then(new Fault.Delay(duration));
        }

        public void then(Fault fault) {
            add(new Rule(condition, first, times, fault));
        }
    }

    /// Counts its matches; guarded by the enclosing object.
    private static final class Rule {

        private final Predicate<Arrival> condition;
        private final Fault fault;
        private int skip;
        private int left;

        Rule(Predicate<Arrival> condition, int first, int times, Fault fault) {
            this.condition = condition;
            this.fault = fault;
            this.skip = first - 1;
            this.left = times;
        }

        Optional<Fault> meet(Arrival arrival) {
            if (!condition.test(arrival)) {
                return Optional.empty();
            }
            if (skip > 0) {
                skip--;
                return Optional.empty();
            }
            left--;
            return Optional.of(fault);
        }

        boolean isSpent() {
            return left == 0;
        }
    }
}
