/// HTTP to a forge, with its limits: [Transport] sends one call and knows time, size, redirects and retries; [Rest]
/// speaks JSON over it and turns refusals into [dev.envctl.runner.forge.ForgeException]; [OwnTexts] writes comments and
/// issues once. Knows no forge. Read [Rest] first.
@NullMarked
package dev.envctl.runner.forge.rest;

import org.jspecify.annotations.NullMarked;
