/// The one door: command line and runner call the same few methods of [Engine], so they cannot disagree.
/// May import every stage (`spec` to `report`), `trace`, `provider`, `lease` and `git`.
@NullMarked
package dev.envctl.engine;

import org.jspecify.annotations.NullMarked;
