"""Countries by their two letters (ISO 3166-1), with the names that CLDR gives them in French and in English."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from domain.text import searchable

NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"})  # what CLDR lists beside countries
LOCALES = {"fr": "fr_FR", "en": "en_GB"}


@cache
def countries(language: str) -> Mapping[str, str]:
    """The names of all countries in that language, by their codes."""
    named = {str(code): str(name) for code, name in Locale.parse(LOCALES[language]).territories.items()}
    return {code: named[code] for code in named if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES}


def country_name(code: str, language: str) -> str:
    """`Allemagne` for DE; the code itself for no country."""
    return countries(language).get(code, code)


def country_called(name: str) -> str | None:
    """The code of the country of that name, in either language and however accented, or of that code; else None."""
    return _by_name().get(searchable(name))


@cache
def _by_name() -> Mapping[str, str]:
    named = {searchable(name): code for language in LOCALES for code, name in countries(language).items()}
    return named | {code.lower(): code for code in countries("fr")}
