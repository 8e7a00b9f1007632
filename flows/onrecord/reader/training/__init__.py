"""Training of the reader: corpora, augmentation, network, fitting, export. Needs the extra `train`."""
