/// Tests of Managed Airflow, against the sandbox.
@NullMarked
package dev.envctl.aws.mwaa;

import org.jspecify.annotations.NullMarked;
