package dev.envctl.dag;

import java.util.List;

/// Things that depend on each other in a circle. `cycle` begins and ends with the same node; each depends on the next.
public final class CycleException extends RuntimeException {

    private final transient List<?> cycle;

    CycleException(List<?> cycle) {
        super("cycle: " + cycle);
        this.cycle = List.copyOf(cycle);
    }

    public List<?> cycle() {
        return cycle;
    }
}
