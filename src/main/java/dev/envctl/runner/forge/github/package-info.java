/// GitHub, and GitHub Enterprise Server: [GitHubForge]. The library reads repositories, pull requests and permissions
/// and writes checks and statuses; what it can do only in several requests, or not without one more that is not needed,
/// goes straight through [dev.envctl.runner.forge.rest.Rest]. Both share one transport and one token.
@NullMarked
package dev.envctl.runner.forge.github;

import org.jspecify.annotations.NullMarked;
