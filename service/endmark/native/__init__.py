"""What is compiled, where there is a C compiler, because every text or page passes through it.

Each module has a twin of equal output in plain Python, which stands where it is used and says what is computed; that
serves where nothing could be compiled. Nothing here knows the rest of the package.
"""
