/// Emulated Elastic Load Balancing v2, read only: its load balancers appear and go as side effects of endpoints.
@NullMarked
package dev.envctl.sandbox.aws.elasticloadbalancing;

import org.jspecify.annotations.NullMarked;
