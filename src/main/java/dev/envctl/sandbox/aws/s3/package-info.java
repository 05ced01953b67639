/// Buckets with their settings, and objects with their versions.
@NullMarked
package dev.envctl.sandbox.aws.s3;

import org.jspecify.annotations.NullMarked;
