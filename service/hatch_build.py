"""Compiles what can be, where there is a C compiler: the `.pyx` modules, and Python modules with a `.pxd` beside them.

A wheel without them is the same but for its speed. HATCH_BUILD_NO_HOOKS=true makes one on purpose.
"""

import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from Cython.Build import cythonize
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import CompileError

_SOURCES = "service"
_DIRECTIVES = {
    "language_level": 3,
    "annotation_typing": False,  # types are what the .pxd says: a `float` in Python takes an int too
    "binding": True,
    "boundscheck": False,
    "wraparound": False,
    "initializedcheck": False,
    "cdivision": True,
}
# Fused sums would differ from Python's, where a processor has them.
_FLAGS = ["-O2", "-g0", "-ffp-contract=off", "-Wno-unused-function"]


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatchling's: adds the compiled modules to a wheel, or lays them beside their sources if it is editable."""

    @cached_property
    def _made(self) -> Path:
        """A folder for what goes into a wheel."""
        return Path(tempfile.mkdtemp(prefix="endmark-build-"))

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a wheel is built."""
        root = Path(self.root)
        if self.target_name != "wheel":
            return
        into = root / _SOURCES if version == "editable" else self._made
        try:
            built = compile_modules(root / _SOURCES, into)
        except CompileError as error:
            self.app.display_warning(f"endmark is built without its compiled modules, which are faster: {error}")
            return
        build_data["pure_python"], build_data["infer_tag"] = False, True
        if version != "editable":
            build_data["force_include"].update({str(path): str(path.relative_to(into)) for path in built})

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  Hatchling's
        """Called when the wheel is there."""
        if version != "editable":
            shutil.rmtree(self._made)


def compile_modules(sources: Path, into: Path) -> list[Path]:
    """Compile all that can be below a folder into another one; return what was made."""
    typed = (path.with_suffix(".py") for path in sources.rglob("*.pxd") if path.with_suffix(".py").exists())
    modules = sorted(path.relative_to(sources) for path in (*typed, *sources.rglob("*.pyx")))
    with tempfile.TemporaryDirectory() as work:
        extensions = cythonize(
            [
                Extension(".".join(module.with_suffix("").parts), [str(sources / module)], extra_compile_args=_FLAGS)
                for module in modules
            ],
            build_dir=work,
            include_path=[str(sources)],
            compiler_directives=_DIRECTIVES,
            quiet=True,
        )
        command = build_ext(Distribution({"name": "endmark", "ext_modules": extensions}))
        command.build_lib, command.build_temp = str(into), work
        command.ensure_finalized()
        command.run()
        return [Path(path) for path in command.get_outputs()]
