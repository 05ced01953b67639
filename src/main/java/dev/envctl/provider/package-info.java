/// The world as the engine sees it: a [Provider] is a list of [ResourceKind]s, each of which observes, creates, updates
/// and deletes one kind of object through typed records. [Ownership] is the ledger, [Session] what a kind needs at run
/// time. No SDK here. May import `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.provider;

import org.jspecify.annotations.NullMarked;
