"""Shows that Airflow reads its bucket. Replace it with workflows of your own: input `workflows`."""

from datetime import datetime

from airflow.decorators import dag, task


@dag(schedule=None, start_date=datetime(2024, 1, 1), catchup=False)
def hello():
    @task
    def greet():
        print("Airflow reads its bucket.")

    greet()


hello()
