/// IAM roles, managed policies and identity providers. Read [ManagedPolicy] first. May import `aws`, `provider`,
/// `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.aws.iam;

import org.jspecify.annotations.NullMarked;
