/// GitHub, GitLab, Gitea and Forgejo behind one [Forge]; what they tell is a [ForgeEvent]. May import `settings`.
@NullMarked
package dev.envctl.runner.forge;

import org.jspecify.annotations.NullMarked;
