/// Buckets, and single objects written under a condition. Read [Bucket] first. May import `aws`, `provider`,
/// `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.aws.s3;

import org.jspecify.annotations.NullMarked;
