/// Order and concurrency, with no word of our domain in it: [Dag] is a stable acyclic graph, [Walk] visits one with
/// bounded concurrency, [Concurrent] maps a list. The engine's only threads are made here. Imports nothing of ours.
@NullMarked
package dev.envctl.dag;

import org.jspecify.annotations.NullMarked;
