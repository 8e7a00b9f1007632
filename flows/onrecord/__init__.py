"""Onrecord: news text to Parquet tables of quotes, figures and actors."""
