/// What went wrong, as a value: [Problem] is one mistake with its place and its way out, [Problems] gathers those of a
/// phase so that one run shows all of them, [Code] is the catalogue that `envctl explain` prints. Imports nothing of
/// ours.
@NullMarked
package dev.envctl.problem;

import org.jspecify.annotations.NullMarked;
