"""A wording in both languages: Vietnamese first, English second."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """What people read for a value of the domain."""

    vi: str
    en: str

    def text(self, language: str) -> str:
        """The wording in a language; Vietnamese unless English is asked."""
        return self.en if language == "en" else self.vi
