/// What has to hold between resources, and with the world, before anything is made: one rule per file, in the order of
/// [Preflights]. A rule reads a [Landscape] of desired and observed attributes and of what observing did not find, and
/// makes no call, unless it has something to blame and looks for a better name. What is not known yet is not judged.
/// May import what `plan` may.
@NullMarked
package dev.envctl.plan.preflight;

import org.jspecify.annotations.NullMarked;
