/// Canned plans and outcomes in every format.
@NullMarked
package dev.envctl.report;

import org.jspecify.annotations.NullMarked;
