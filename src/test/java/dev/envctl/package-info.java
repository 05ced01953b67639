/// Checks of the code itself: how it is formatted and which part may know which.
@NullMarked
package dev.envctl;

import org.jspecify.annotations.NullMarked;
