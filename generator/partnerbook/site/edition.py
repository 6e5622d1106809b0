"""An edition of the handbook: one language, its words, its way of writing money and days.

Words come from gettext catalogs, everything else from Babel. A further language costs a
catalog; no page and no template knows which language it speaks.
"""

import gettext as gettext_module
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Self

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from msgspec import Struct, field

from partnerbook.core.dates import Moment, Period, day_of
from partnerbook.core.money import Money, Rate, minor_digits
from partnerbook.site.catalogs import translations
from partnerbook.site.values import Day, MoneyText

LOCALES = {"en": "en_GB", "de": "de_DE"}
"""The locale that stands behind each language of the handbook: European ways of writing."""


class Edition(Struct, frozen=True, eq=False):
    """A language and its formats."""

    language: str
    locale: Locale
    translations: gettext_module.NullTranslations = field(default_factory=gettext_module.NullTranslations)

    @classmethod
    def of(cls, language: str) -> Self:
        """The edition of a language; English needs no catalog."""
        return cls(language, Locale.parse(LOCALES[language]), translations(language))

    def gettext(self, message: str) -> str:
        """A text of the handbook in this language."""
        return self.translations.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """A text for a number of things."""
        return self.translations.ngettext(one, many, number)

    def pgettext(self, context: str, message: str) -> str:
        """A word that means different things in different places."""
        return self.translations.pgettext(context, message)

    def money(self, money: Money) -> MoneyText:
        """An amount with its currency."""
        return MoneyText(_currency(money.amount, money.currency, self.locale), money.amount < 0)

    def exact_money(self, amount: Decimal, currency: str) -> str:
        """An amount that may have more decimals than its currency, none of them rounded away."""
        return str(
            format_currency(
                amount, currency, locale=self.locale, currency_digits=False, format=_exact(self.locale, currency)
            )
        )

    def whole_money(self, money: Money) -> MoneyText:
        """An amount without minor units, for key figures."""
        text = format_currency(
            money.amount, money.currency, locale=self.locale, currency_digits=False, format=_whole(self.locale)
        )
        return MoneyText(text, money.amount < 0)

    def rate(self, rate: Rate) -> str:
        """A rate such as 12.5 %, never rounded."""
        return self.percent(rate.percent)

    def percent(self, percent: Decimal | int) -> str:
        """A number of per cent, with as many decimals as it has."""
        return self.gettext("%(number)s%%") % {"number": _decimals(Decimal(percent).normalize(), self.locale)}

    def number(self, number: int | Decimal) -> str:
        """A plain number."""
        return _number(number, self.locale)

    def day(self, moment: Moment) -> Day:
        """A day, as short as it can be read without doubt."""
        day = day_of(moment)
        return _day(day, self.locale)

    def long_day(self, day: date) -> str:
        """A day in a sentence."""
        return str(format_date(day, "long", locale=self.locale))

    def moment(self, moment: Moment) -> Day:
        """A day, with its hour where the hour is known."""
        if not isinstance(moment, datetime):
            return self.day(moment)
        text = f"{_day(day_of(moment), self.locale).text}, {format_datetime(moment, 'HH:mm', locale=self.locale)}"
        return Day(text, moment.isoformat(timespec="minutes"))

    def period(self, period: Period) -> str:
        """A year, quarter or month."""
        match period.unit:
            case "year":
                return f"{period.first.year}"
            case "quarter":
                return str(format_date(period.first, "QQQ y", locale=self.locale))
            case _:
                return str(format_date(period.first, "LLLL y", locale=self.locale))

    def short_month(self, day: date) -> str:
        """A month and its year where there is little room, as on the axis of a chart."""
        return str(format_date(day, "LLL yy", locale=self.locale))

    def listing(self, words: Iterable[str], style: str = "standard") -> str:
        """Words in a row, the last with an "and"."""
        return str(format_list(list(words), style=style, locale=self.locale))  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def _day(day: date, locale: Locale) -> Day:
    # English writes 30 Sept 2026, German 30. Sept. 2026.
    return Day(str(format_skeleton("yMMMd", day, locale=locale)), day.isoformat())


@lru_cache(maxsize=4096)
def _number(number: int | Decimal, locale: Locale) -> str:
    return str(format_decimal(number, locale=locale))


@lru_cache(maxsize=1024)
def _decimals(number: Decimal, locale: Locale) -> str:
    return str(format_decimal(number, format="#,##0.######", locale=locale))


@lru_cache(maxsize=8192)
def _currency(amount: Decimal, currency: str, locale: Locale) -> str:
    return str(format_currency(amount, currency, locale=locale))


@lru_cache(maxsize=64)
def _exact(locale: Locale, currency: str) -> str:
    decimals = "0" * minor_digits(currency) + "#" * 10
    return str(locale.currency_formats["standard"].pattern).replace("0.00", f"0.{decimals}")


@lru_cache(maxsize=8)
def _whole(locale: Locale) -> str:
    return str(locale.currency_formats["standard"].pattern).replace("0.00", "0")
