/// From what a forge tells to runs, and from runs back to the pull request. Read [EventHandler] first: it asks the
/// forge what is true now, remembers it in [PullRequests], and queues plans ([Planning]) and applies ([Merging],
/// [Commanding], [Retrying]) by the rules of the server's settings; [Approving] binds reviews to digests. What a push
/// is made of [Landings] finds out, and [Outcomes] judges what follows. [Voice] says what is stored: one comment, one
/// check, a status per environment. May import `forge`, `run`, `settings`, `database`.
@NullMarked
package dev.envctl.runner.review;

import org.jspecify.annotations.NullMarked;
