/// Roles, customer managed policies and OIDC providers, as strict as IAM is.
@NullMarked
package dev.envctl.sandbox.aws.iam;

import org.jspecify.annotations.NullMarked;
