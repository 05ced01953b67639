/// The AWS side of the sandbox. An emulated operation is a typed function from the SDK's request class to its response
/// class ([Operation]); the wire protocols are driven by the SDK's own field traits. One class per service, listed
/// once.
@NullMarked
package dev.envctl.sandbox.aws;

import org.jspecify.annotations.NullMarked;
