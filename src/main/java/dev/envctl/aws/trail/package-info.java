/// CloudTrail's event history: [AccountTrail] looks for who changed an object, [RecordedEvent] reads what it finds.
/// Only reads.
@NullMarked
package dev.envctl.aws.trail;

import org.jspecify.annotations.NullMarked;
