/// The AWS kinds, one file each under `aws.<service>`, listed once in `AwsProvider`. The only place with the AWS SDK.
/// May import `trace`, `provider`, `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.aws;

import org.jspecify.annotations.NullMarked;
