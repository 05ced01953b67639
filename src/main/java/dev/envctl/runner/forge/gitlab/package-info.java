/// GitLab, by version 4 of its REST API: [GitLabForge]. A merge request is our pull request, its number the `iid`.
@NullMarked
package dev.envctl.runner.forge.gitlab;

import org.jspecify.annotations.NullMarked;
