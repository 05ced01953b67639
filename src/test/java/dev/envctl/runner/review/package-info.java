/// The review: commands, rules and rendering with literals, flows against a database and a forge in memory.
@NullMarked
package dev.envctl.runner.review;

import org.jspecify.annotations.NullMarked;
