/// Managed Airflow: environments with their long creations and changes.
@NullMarked
package dev.envctl.sandbox.aws.mwaa;

import org.jspecify.annotations.NullMarked;
