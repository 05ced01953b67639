/// Databases of the Glue catalogue. Read [GlueDatabase]. May import `aws`, `provider`, `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.aws.glue;

import org.jspecify.annotations.NullMarked;
