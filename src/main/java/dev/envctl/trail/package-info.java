/// Who probably changed what drifted: [Attribution] asks the [Trail] of each provider and gathers [Findings].
@NullMarked
package dev.envctl.trail;

import org.jspecify.annotations.NullMarked;
