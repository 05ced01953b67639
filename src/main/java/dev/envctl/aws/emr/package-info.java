/// EMR Studio and who may enter it. Read [Studio] first; a mapping lives in its Studio and borrows its ledger.
@NullMarked
package dev.envctl.aws.emr;

import org.jspecify.annotations.NullMarked;
