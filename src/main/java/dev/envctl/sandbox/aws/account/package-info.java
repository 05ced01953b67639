/// The AWS account of a new sandbox: what a company's account holds before its data team arrives. [AccountSeed] plants
/// it.
@NullMarked
package dev.envctl.sandbox.aws.account;

import org.jspecify.annotations.NullMarked;
