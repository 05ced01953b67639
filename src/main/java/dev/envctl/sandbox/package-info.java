/// An emulator of the AWS services and the Kubernetes API that envctl uses, speaking the real wire protocols on a
/// loopback port and strict where AWS is strict. [World] is its memory; `sandbox.aws` and `sandbox.kubernetes` serve
/// it. Knows nothing of the rest of envctl, so that a misread API cannot cancel out between the two.
@NullMarked
package dev.envctl.sandbox;

import org.jspecify.annotations.NullMarked;
