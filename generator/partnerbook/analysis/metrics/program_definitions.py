"""Figures told of the program as a whole (DOMAIN 12, 14). English messages."""

from partnerbook.analysis.metrics.definition import N_, Definition

_CURRENCIES = N_(
    "Other currencies are measured in the program's at the rate of the day; without one they are left out."
)
_YEARLY = N_("A goal is for a calendar year; over other days it counts in proportion to the days.")

PROGRAM_FIGURES = (
    Definition(
        "partners_by_status",
        N_("Partners by status"),
        N_("Partners whose history says so on the last day"),
        "DOMAIN 5.1, 14.1",
        "count",
        "program",
    ),
    Definition(
        "partners_active",
        N_("Active partners"),
        N_("Partners active on the last day"),
        "DOMAIN 14.1",
        "count",
        "program",
    ),
    Definition(
        "partners_by_tier",
        N_("Active partners by tier"),
        N_("Partners active on the last day, by their tier on it, against the tier's size in the program's record"),
        "DOMAIN 12.1, 14.1",
        "count",
        "program",
    ),
    Definition(
        "partners_by_model",
        N_("Active partners by model"),
        N_(
            "Partners active on the last day, by the model of their agreements in force on it, or else the one intended"
        ),
        "DOMAIN 1, 14.1",
        "count",
        "program",
        caveats=(N_("A partner with agreements of two models counts in both."),),
    ),
    Definition(
        "additions",
        N_("Additions"),
        N_("How often a partner became active that was not on the day before"),
        "DOMAIN 14.1",
        "count",
        "program",
        caveats=(N_("A partner that comes back is an addition again."),),
    ),
    Definition(
        "losses",
        N_("Losses"),
        N_("How often a partner that was active ceased to be"),
        "DOMAIN 14.1",
        "count",
        "program",
        caveats=(N_("A pause is a loss, its end an addition: start + additions − losses = end, of active partners."),),
    ),
    Definition(
        "retention",
        N_("Retention"),
        N_("Partners active at the start and at the end ÷ partners active at the start"),
        "DOMAIN 14.1",
        "share",
        "program",
        minimum="one",
        caveats=(
            N_("The start is the evening before the first day."),
            N_("Who left and came back in between is kept, and shows in losses and additions."),
        ),
    ),
    Definition(
        "new_partners",
        N_("New partners"),
        N_("Partners that became active for the first time, against the goal for a year"),
        "DOMAIN 12.4",
        "count",
        "program",
        caveats=(_YEARLY,),
    ),
    Definition(
        "top_three_share",
        N_("Share of the top three"),
        N_("Revenue of the three partners with the most ÷ revenue of all that brought any"),
        "DOMAIN 14.3",
        "share",
        "program",
        minimum="four",
        caveats=(
            N_("Of three partners or fewer it is all by arithmetic. Partners with more refunds than payments are out."),
        ),
    ),
    Definition(
        "partner_share",
        N_("Partners' share of new revenue"),
        N_("Revenue from clients that partners brought and that were won in the same period ÷ the firm's new revenue"),
        "DOMAIN 14.4; RULINGS, Revenue",
        "share",
        "program",
        minimum="one",
        caveats=(
            N_("Over the whole periods of the program's record that lie in these days; nothing is guessed for others."),
            N_("Payments that arrive after their period are missing: read it over a year."),
            _CURRENCIES,
        ),
    ),
    Definition(
        "channel_conversion",
        N_("Conversion by channel"),
        N_("Clients won ÷ leads of another channel"),
        "DOMAIN 14.4",
        "share",
        "program",
        minimum="one",
        caveats=(N_("Channels are known by calendar year; a year counts in proportion to its days gone by."),),
    ),
    Definition(
        "warm_conversion",
        N_("Conversion against cold channels"),
        N_("Conversion of referrals received ÷ conversion of all cold channels together"),
        "DOMAIN 14.4",
        "ratio",
        "program",
        minimum="minimum_decided",
        caveats=(
            N_("A lead counts when it comes, a referral when it is decided."),
            N_("Channels are known by calendar year; a year counts in proportion to its days gone by."),
        ),
    ),
    Definition(
        "cost_per_client",
        N_("Cost per new client"),
        N_("(Commissions paid + costs of the program + costs of activities) ÷ referrals received and won"),
        "DOMAIN 14.4",
        "money",
        "program",
        minimum="one",
        caveats=(N_("Commissions of these days may be for clients won before."), _CURRENCIES),
    ),
    Definition(
        "channel_cost_per_client",
        N_("Cost per new client by channel"),
        N_("Cost ÷ clients won of another channel"),
        "DOMAIN 14.4",
        "money",
        "program",
        minimum="one",
        caveats=(
            N_("Channels are known by calendar year; a year counts in proportion to its days gone by."),
            _CURRENCIES,
        ),
    ),
    Definition(
        "program_cost",
        N_("Cost of the program"),
        N_("Commissions paid + costs of the program + costs of activities"),
        "DOMAIN 14.4",
        "money",
        "program",
        caveats=(N_("A cost that is known for a longer period counts in proportion to its days."), _CURRENCIES),
    ),
    Definition(
        "return_on_cost",
        N_("Return on cost"),
        N_("Revenue ÷ (commissions paid + costs of the program + costs of activities)"),
        "DOMAIN 14.4; RULINGS, Revenue",
        "ratio",
        "program",
        caveats=(N_("A cost that is known for a longer period counts in proportion to its days."), _CURRENCIES),
    ),
)
"""In the order in which they are told."""
