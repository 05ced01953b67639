/// References become edges: [ResourceGraph] has the order, the waves, or the cycle with its path; [Selection] picks a
/// part; [AddressRanges] checks what can be told of networks before anything is asked of the world. May import `spec`,
/// `expression`, `dag`, `value`, `problem`.
@NullMarked
package dev.envctl.graph;

import org.jspecify.annotations.NullMarked;
