/// Secrets, for secrets by reference.
@NullMarked
package dev.envctl.sandbox.aws.secretsmanager;

import org.jspecify.annotations.NullMarked;
