/// What forges tell, believed only when it is signed: [Webhooks] receives, stores as a [Delivery], and hands on;
/// [Webhooks#event] makes a [dev.envctl.runner.forge.ForgeEvent] of it. Knows no web server. May import `forge`, `run`,
/// `settings`.
@NullMarked
package dev.envctl.runner.webhook;

import org.jspecify.annotations.NullMarked;
