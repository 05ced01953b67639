/// CloudWatch log groups. Read [LogGroup]. May import `aws`, `provider`, `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.aws.logs;

import org.jspecify.annotations.NullMarked;
