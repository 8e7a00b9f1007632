"""The archive: what was extracted of every article, kept from run to run, and the tables made of it.

``store``       data/extracted/: one folder per batch of articles, written by a worker, never changed
``batches``     articles in, new folders of the store out
``plan``        which articles a release holds, and which folder each is taken from
``resolution``  the plan's actors and duplicates, over all articles
``tables``      the files of a release: those that are as they were are linked, the others written

Every run resolves all articles together, so that a release is the same whichever runs led to it.
"""
