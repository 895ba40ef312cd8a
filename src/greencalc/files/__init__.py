"""Other people's TOML and small CSV tables, bounded, with places in every fault; and the one writer of files.

Also how any file is opened to be read. Files of many plants are read in ``many_plants/files``.
"""
