"""Endmark in Scrapy: `ADDONS = {"endmark.scrapy.Addon": 500}`."""

from endmark.scrapy.addon import Addon, strip_response
from endmark.scrapy.pipeline import Pipeline

__all__ = ["Addon", "Pipeline", "strip_response"]
