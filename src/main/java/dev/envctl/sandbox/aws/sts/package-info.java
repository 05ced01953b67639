/// Who the caller is, and temporary credentials for roles.
@NullMarked
package dev.envctl.sandbox.aws.sts;

import org.jspecify.annotations.NullMarked;
