/// The [Database]: opened, migrated, pooled. Imports nothing of the runner.
@NullMarked
package dev.envctl.runner.database;

import org.jspecify.annotations.NullMarked;
