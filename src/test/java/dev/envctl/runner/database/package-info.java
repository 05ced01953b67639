@NullMarked
package dev.envctl.runner.database;

import org.jspecify.annotations.NullMarked;
