/// The one door: command line and runner call the same four methods of [Engine], so they cannot disagree.
/// May import every stage (`spec` to `report`), `provider`, `lease` and `git`.
@NullMarked
package dev.envctl.engine;

import org.jspecify.annotations.NullMarked;
