/// The Kubernetes side of the sandbox: the REST API of each emulated cluster, with server-side apply, managed fields,
/// finalizers and the authentication that EKS does. Knows `sandbox` and nothing else of ours.
@NullMarked
package dev.envctl.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
