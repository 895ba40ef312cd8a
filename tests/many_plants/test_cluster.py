"""Many plants on several machines: here a cluster of two worker processes, over files of a dataset."""

from __future__ import annotations

import os
import pickle

import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from distributed import Client, LocalCluster

from greencalc import load_standard, score_columns

STANDARD = load_standard("qct1160_2022")


def plants(rows: int) -> pd.DataFrame:
    random = np.random.default_rng(1160)
    return pd.DataFrame(
        {
            "plant": [f"plant {number}" for number in range(rows)],
            "green_paint [t]": random.uniform(0, 110, rows),
            "total_paint [t]": np.full(rows, 100.0),
            "building_area [m2]": random.uniform(0, 600, rows),
            "structure_area [m2]": np.zeros(rows),
            "land_area [mu]": np.where(random.random(rows) < 0.1, np.nan, 1.0),
            "4.1": random.choice(["met", "不符合", "unknown", "nonsense"], rows, p=[0.6, 0.2, 0.15, 0.05]),
            "6.6": random.choice([True, False], rows),
        }
    )


def scored(part: pd.DataFrame) -> pd.DataFrame:
    return score_columns(STANDARD, part, nan_is_missing=True, with_statuses=True).to_pandas()


@pytest.fixture
def client(tmp_path):
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with LocalCluster(local_directory=str(tmp_path / "workers"), **options) as cluster, Client(cluster) as connected:
        yield connected


def test_partitions_on_a_cluster_have_the_scores_of_one_machine(client, tmp_path) -> None:
    table = plants(1000)
    for number, (start, stop) in enumerate([(0, 300), (300, 300), (300, 310), (310, 1000)]):
        (tmp_path / "plants").mkdir(exist_ok=True)
        table[start:stop].to_parquet(tmp_path / "plants" / f"{number}.parquet")
    expected = scored(table)
    assert expected["faults"].notna().sum() > 50
    whole = dd.read_parquet(tmp_path / "plants")
    assert whole.npartitions == 4
    lazy = whole.map_partitions(scored, meta=scored(whole.head(0)))
    found = client.compute(lazy).result()
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    lazy.to_parquet(tmp_path / "scores")
    written = pd.read_parquet(tmp_path / "scores")
    assert written["faults"].tolist() == expected["faults"].tolist()
    assert len(set(client.run(os.getpid).values()) - {os.getpid()}) == 2


def test_standards_scores_and_faults_cross_processes() -> None:
    scores = score_columns(STANDARD, plants(200), nan_is_missing=True, with_statuses=True)
    assert scores.faults
    for given in (STANDARD, *scores.faults, scores.assumptions):
        assert pickle.loads(pickle.dumps(given)) == given  # noqa: S301 (our own)
    again = pickle.loads(pickle.dumps(scores))  # noqa: S301 (our own)
    pd.testing.assert_frame_equal(again.to_pandas(), scores.to_pandas())
    assert (again.standard, again.faults, again.unused) == (scores.standard, scores.faults, scores.unused)


def test_a_standard_that_was_sent_judges_alike() -> None:
    sent = pickle.loads(pickle.dumps(STANDARD))  # noqa: S301 (our own)
    found = score_columns(sent, plants(50), nan_is_missing=True).to_pandas()
    pd.testing.assert_frame_equal(found, score_columns(STANDARD, plants(50), nan_is_missing=True).to_pandas())
