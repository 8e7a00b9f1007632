"""What people look at: the page of a release, and its tables in the terminal.

    page.write_report(release_dir, audit, out_dir)  -> the path of one offline HTML file
    terminal.print_quotes(quotes, console)          and its neighbours, for the command line

A release is read from its Parquet files alone; everything in it is taken for hostile text.
"""
