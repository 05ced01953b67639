/// References become edges: [ResourceGraph] has the order, the waves, or the cycle with its path; [Selection] picks a
/// part. May import `spec`, `expression`, `dag`, `value`, `problem`.
@NullMarked
package dev.envctl.graph;

import org.jspecify.annotations.NullMarked;
