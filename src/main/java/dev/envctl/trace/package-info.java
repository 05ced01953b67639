/// Follows one managed endpoint to the listener that notebooks talk to, and says where the path is broken. Read [Trace]
/// for what comes out, [Lookout] for how it is looked for, [PathRules] for how it is judged. The looking is done
/// through [CloudSights] and [ClusterSights], which the providers offer; everything else is pure. May import
/// `provider`, `value`, `problem`.
@NullMarked
package dev.envctl.trace;

import org.jspecify.annotations.NullMarked;
