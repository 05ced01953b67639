/// Databases of the Glue catalogue, with tables as far as they keep a database from being deleted.
@NullMarked
package dev.envctl.sandbox.aws.glue;

import org.jspecify.annotations.NullMarked;
