/// Emulated EC2: the network of the account, read only, and security groups in full. [Ec2Service] lists the operations,
/// [Ec2Store] is what other services of the sandbox may touch.
@NullMarked
package dev.envctl.sandbox.aws.ec2;

import org.jspecify.annotations.NullMarked;
