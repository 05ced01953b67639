/// One writer per environment: a `Lease` with holder, purpose, heartbeat, expiry and a fencing token, kept in a
/// [LeaseStore] (an S3 object, or a file for the sandbox). Plans need none. May import `problem`.
@NullMarked
package dev.envctl.lease;

import org.jspecify.annotations.NullMarked;
