"""Rules from and for other programs: site configurations of Full-Text RSS, cosmetic filters of uBlock Origin."""

from endmark.exchange.ftr import Imported, Left, import_ftr
from endmark.exchange.ublock import filters

__all__ = ["Imported", "Left", "filters", "import_ftr"]
