/// GitHub, GitLab, Gitea and Forgejo behind one [Forge]; what they tell is a [ForgeEvent]. What we write ends with an
/// [OwnMark], by which it is found again when its number was lost. May import `settings`.
@NullMarked
package dev.envctl.runner.forge;

import org.jspecify.annotations.NullMarked;
