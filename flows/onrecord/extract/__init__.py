"""Article -> quotes, figures, dates and mentions. No Prefect, Great Expectations, pandas or I/O in here.

A package for each, whose public function reads the shared parse (``parse.Parsed``) and, where there is one, what
the reader model makes of the text:

    quotes.find_quotes      who said what
    figures.find_figures    every quantity
    dates.find_dates        every date, apart from the figures
    actors.find_mentions    every name of a person, body, country, place or group

What they share stands beside them: ``parse``, ``syntax`` (the parse as plain lists), and the words of ``labels``,
``nouns`` and ``atoms``.
"""
