/// Certificates: imported, generated and renewed here, or requested. Read [Certificate] first.
@NullMarked
package dev.envctl.aws.acm;

import org.jspecify.annotations.NullMarked;
