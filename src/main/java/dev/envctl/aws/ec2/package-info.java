/// Networks, subnets and security groups. Read [SecurityGroup] first. May import `aws`, `provider`,
/// `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.aws.ec2;

import org.jspecify.annotations.NullMarked;
