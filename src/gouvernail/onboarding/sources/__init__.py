"""Reading a website for the accounts it names: ask, take apart, recognise.

Nothing is imported here: the process that reads a page starts from this package.
"""
