package dev.envctl.plan.preflight;

import dev.envctl.problem.Problem;
import java.util.List;

/// One rule. It never blames what it does not know: a false alarm would stop an environment that is in order.
interface Preflight {

    List<Problem> check(Landscape landscape);
}
