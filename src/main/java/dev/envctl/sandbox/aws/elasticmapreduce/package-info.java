/// Emulated Amazon EMR: Studios and their session mappings. [StudioService] lists the operations.
@NullMarked
package dev.envctl.sandbox.aws.elasticmapreduce;

import org.jspecify.annotations.NullMarked;
