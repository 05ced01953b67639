/// Forges in the process: [FakeForge] is what a story does with one, whichever it is; [World] what all of them hold;
/// [FakeGitHub], [FakeGitLab] and [FakeGitea] speak each REST API and send each webhook, in the shapes of the recorded
/// payloads, and [LoopbackForge] what they do alike.
@NullMarked
package dev.envctl.testing.forge;

import org.jspecify.annotations.NullMarked;
