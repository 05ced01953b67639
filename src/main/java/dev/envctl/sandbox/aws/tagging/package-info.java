/// The listing of everything that carries a tag.
@NullMarked
package dev.envctl.sandbox.aws.tagging;

import org.jspecify.annotations.NullMarked;
