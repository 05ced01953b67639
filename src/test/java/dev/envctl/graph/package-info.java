@NullMarked
package dev.envctl.graph;

import org.jspecify.annotations.NullMarked;
