@NullMarked
package dev.envctl.aws.ec2;

import org.jspecify.annotations.NullMarked;
