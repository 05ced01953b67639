/// Managed Airflow. Read [AirflowEnvironment]. May import `aws`, `provider`, `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.aws.mwaa;

import org.jspecify.annotations.NullMarked;
