"""Article -> quotes, figures, dates and mentions. No Prefect, Great Expectations, pandas or I/O in here.

Each extractor is one function of the shared parse (``onrecord.extract.parse.Parsed``):

    actors.find_mentions(parsed)            -> list[Mention]
    quotes.find_quotes(parsed)              -> list[Quote]
    figures.find_figures(parsed)            -> list[Figure]
    dates.find_dates(parsed)                -> list[DateMention]
"""
