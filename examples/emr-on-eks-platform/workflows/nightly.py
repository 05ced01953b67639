"""Counts words every night, on the platform's nodes."""

from datetime import datetime

from airflow import DAG
from airflow.models import Variable
from airflow.providers.amazon.aws.operators.emr import EmrContainerOperator

with DAG("nightly", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    EmrContainerOperator(
        task_id="word_count",
        name="word-count",
        virtual_cluster_id=Variable.get("virtual_cluster_id"),
        execution_role_arn=Variable.get("job_role_arn"),
        release_label="emr-7.9.0-latest",
        job_driver={
            "sparkSubmitJobDriver": {"entryPoint": Variable.get("bucket") + "/sparkns/jobs/word_count.py"}
        },
    )
