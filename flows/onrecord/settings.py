"""Settings of a run: one model, checked once, used as the flow's parameters and by the command line.

Each can be given on the command line, as a parameter of the deployed flow, or as an environment variable
(``ONRECORD_WORKERS=4``); what is given to a run wins over the environment.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator
from pydantic_settings import BaseSettings, SettingsConfigDict

from onrecord.files import location
from onrecord.version import extractor_version


class Settings(BaseSettings):
    """What one run reads, how it extracts, and where it publishes."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", extra="forbid")

    sources: list[Path] = Field(
        default=[Path("seeds/articles")], min_length=1, description="Files and folders to read articles from."
    )
    data: Annotated[Path, PlainValidator(location, json_schema_input_type=str), PlainSerializer(str)] = Field(
        default=Path("data"), description="Folder of releases, rejects, reports and what was extracted; s3://… too."
    )
    runner: Literal["process", "sequential", "dask"] = Field(
        default="process",
        description="Where batches are extracted: a pool of processes, this process, or a Dask cluster.",
    )
    address: str | None = Field(
        default=None, description="Scheduler of the Dask cluster; none starts one on this machine."
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        description="Processes of the pool or local cluster.",
    )
    reader: Literal["model", "spacy"] = Field(
        default="model", description="The reader model with the rules, or the rules on spaCy's parse alone."
    )
    stances: bool = Field(
        default=False,
        description="Also keep stances that the reader model finds ('backs the plan'), as cue_class thought.",
    )
    batch_characters: int = Field(
        default=1_000_000, ge=1, description="Characters of text in one batch; a batch is one task."
    )
    article_seconds: float = Field(
        default=60.0, gt=0, description="Longest time for one article; one that takes longer is rejected."
    )
    worker_megabytes: int = Field(
        default=4_000,
        ge=500,
        description="Memory of one isolated worker; an article that needs more is rejected.",
    )
    article_bytes: int = Field(
        default=5_000_000, ge=1, description="Largest source file; a larger one is rejected, not read."
    )
    report_articles: int = Field(
        default=50, ge=1, description="Articles whose texts the report shows; it counts and charts all."
    )
    dry_run: bool = Field(default=False, description="Stage and audit, but publish nothing.")

    @property
    def extractor_version(self) -> str:
        """The version of the extractor that these settings call for."""
        return extractor_version(self.reader, stances=self.stances)
