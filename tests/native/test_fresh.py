"""What is compiled is what the sources say."""

import sysconfig
from pathlib import Path

import endmark

PACKAGE = Path(endmark.__file__).parent
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


def test_what_is_compiled_is_no_older_than_its_sources() -> None:
    sources = [*PACKAGE.rglob("*.pyx"), *PACKAGE.rglob("*.pxd")]
    pairs = [(path, path.with_suffix(SUFFIX)) for path in sources]
    pairs += [
        (typed, typed.with_suffix(SUFFIX))
        for path in PACKAGE.rglob("*.pxd")
        if (typed := path.with_suffix(".py")).exists()
    ]
    pairs += [(path, built) for path in PACKAGE.rglob("*.pxi") for _, built in pairs]
    missing = [built.name for _, built in pairs if not built.exists()]
    assert not missing, "the tests need a C compiler: make install then compiles them"
    stale = [source.name for source, built in pairs if built.stat().st_mtime < source.stat().st_mtime]
    assert sources
    assert not stale, "make install compiles them anew"
