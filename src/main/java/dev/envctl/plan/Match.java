package dev.envctl.plan;

import dev.envctl.problem.Problem;
import dev.envctl.provider.LiveObject;
import java.util.List;

/// Which live object a resource is.
sealed interface Match {

    record Missing() implements Match {}

    /// `older` are earlier generations of the same address.
    record Found(LiveObject current, List<LiveObject> older, How how) implements Match {
        public Found {
            older = List.copyOf(older);
        }
    }

    /// There is one, but it must not be touched.
    record Refused(Problem problem) implements Match {}

    enum How {
        OWNED,
        RENAMED,
        ADOPTED,
        /// An external object that the document looked up.
        LOOKED_UP
    }
}
