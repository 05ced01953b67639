/// The Kubernetes kinds, one file each, listed once in `KubernetesProvider`. The only place with fabric8.
/// May import `trace`, `provider`, `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.kubernetes;

import org.jspecify.annotations.NullMarked;
