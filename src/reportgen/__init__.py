"""reportgen: Chinese official documents (公文) from data, every printed number with its origin."""

__version__ = "0.1.0"
