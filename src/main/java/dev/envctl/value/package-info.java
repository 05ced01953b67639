/// Data as envctl sees it, between YAML and the cloud: read [Value] first, then [Address] and [FieldPath]. Everything
/// here is immutable, keeps insertion order and does no I/O. Imports nothing of ours.
@NullMarked
package dev.envctl.value;

import org.jspecify.annotations.NullMarked;
