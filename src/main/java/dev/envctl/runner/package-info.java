/// The service: deliveries of forges in, runs through the engine, words back to the forge. [Runner] is the place to
/// begin, [Workshop] says what it does; after it `webhook` (what comes in), `review` (what follows from it), `queue`
/// (who does it when), `work` (how the engine does it), `review.Voice` and `drift` (what is said of it), `web` (where
/// people look). `settings`, `database` and `run` are the words all of them use.
@NullMarked
package dev.envctl.runner;

import org.jspecify.annotations.NullMarked;
