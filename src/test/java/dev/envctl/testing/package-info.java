/// Small real implementations that many tests share: a cloud in memory, environments written as text, golden files.
@NullMarked
package dev.envctl.testing;

import org.jspecify.annotations.NullMarked;
