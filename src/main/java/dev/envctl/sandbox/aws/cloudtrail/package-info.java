/// The event history: what was called, by whom and on what. Calls that only read are not kept. Begin with
/// [CloudTrailService].
@NullMarked
package dev.envctl.sandbox.aws.cloudtrail;

import org.jspecify.annotations.NullMarked;
