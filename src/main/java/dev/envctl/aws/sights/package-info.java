/// What a trace looks at in an account, beside every kind: read [AccountSights]. Only reads.
@NullMarked
package dev.envctl.aws.sights;

import org.jspecify.annotations.NullMarked;
