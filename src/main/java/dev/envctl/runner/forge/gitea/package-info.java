/// Gitea and Forgejo, by version 1 of their REST API: [GiteaForge].
@NullMarked
package dev.envctl.runner.forge.gitea;

import org.jspecify.annotations.NullMarked;
