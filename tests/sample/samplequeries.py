"""The figures' definitions once more, as SQL over the raw facts of `samplesql`.

A query gives rows of span, who, numerator, denominator, sample; who is a partner, or '' for the program.
`:direction` is that of the figure, `:key` its key. Amounts are in millionths of a cent, lengths of time in minutes.
"""

STEPS = """
-- Everybody counts for themselves and for the program.
create table known as select r.*, w.who from referral r join whose w using (partner);

create table introduced as
  select s.span, k.who, k.direction, count(*) as number
  from span s join known k on k.day between s.first and s.last
  where k.reopens is null group by 1, 2, 3;

create table decision as
  select k.who, k.direction, coalesce(s.booked, s.day) as day, s.name = 'won' as won, k.id
  from known k join step s on s.referral = k.id left join reason w on w.referral = k.id
  where s.name in ('won', 'lost') or (s.name = 'declined' and w.reason = 'fit');

create table euro as
  select referral, day, amount * (
    select millionths from rate where rate.currency = moved.currency and rate.day <= moved.day order by rate.day desc
  ) as amount
  from (
    select referral, day, amount, currency from payment
    union all
    select b.referral, max(b.day, p.day), -b.amount, b.currency
      from refund b join payment p on p.referral = b.referral and p.key = b.payment
  ) moved;

create table cash as
  select s.span, k.who, k.direction, sum(e.amount) as amount, count(*) as number
  from span s join euro e on e.day between s.first and s.last join known k on k.id = e.referral group by 1, 2, 3;

create table won as select referral, day, coalesce(booked, day) as booked from step where name = 'won';

create table sold as
  select k.who, max(coalesce(d.signed, w.day), w.booked) as day, d.amount, d.currency
  from deal d join won w using (referral) join known k on k.id = d.referral where k.direction = 'received';

create table sales as
  select s.span, d.who, sum(d.amount * (
      select millionths from rate where rate.currency = d.currency and rate.day <= d.day order by rate.day desc
    )) as amount, count(*) as number
  from span s join sold d on d.day between s.first and s.last group by 1, 2;

-- A response is the first step that is no acknowledgement.
create table response as
  select referral, first, name from (
    select *, row_number() over (partition by referral order by place) as turn from step where name <> 'acknowledged'
  ) where turn = 1;

create table waiting as
  select k.id, k.who, k.direction, k.day, k.received, r.first as answered, r.name,
    case k.direction when 'received' then 24 * 60 else 48 * 60 end as allowed,
    max(k.received, coalesce(r.first, (select begins from calendar order by day desc limit 1))) as until
  from known k left join response r on r.referral = k.id;

create table waited as
  select w.*, coalesce((
    select sum(min(c.begins + 1440, w.until) - max(c.begins, w.received)) from calendar c
    where c.business and c.begins < w.until and c.begins + 1440 > w.received
  ), 0) as minutes
  from waiting w;

create table answered as
  select *, minutes <= allowed as in_time, name is not null and name <> 'withdrawn' as spoken from waited
  where minutes > allowed or (name is not null and name <> 'withdrawn');

create table standing as
  select p.partner, c.day, (
    select s.status = 'active' from status s where s.partner = p.partner and s.day <= c.day
    order by s.day desc, s.place desc limit 1
  ) is true as active
  from partner p join calendar c;

create index standing_on on standing (day, partner);

create table moved as
  select partner, day, active - lag(active, 1, 0) over (partition by partner order by day) as step from standing;

create table shown as
  select s.span, w.who, a.*
  from span s join activity a on a.day between s.first and s.last
  join (select distinct t.activity, w.who from took_part t join whose w using (partner)) w on w.activity = a.id;

create table commission as
  select partner, booked as day, amount * (
    select millionths from rate where rate.currency = p.currency and rate.day <= p.booked order by rate.day desc
  ) as amount
  from payout p where direction = 'payable';

create table spent as
  select s.span, sum(amount) as amount from span s join (
    select day, amount from commission
    union all select day, cost * 1000000 from activity
  ) p on p.day between s.first and s.last group by 1;

create table running as
  select s.span, sum(c.amount * 1000000 * (1 + julianday(min(c.last, s.last)) - julianday(max(c.first, s.first)))
    / (1 + julianday(c.last) - julianday(c.first))) as amount
  from span s join cost c on c.first <= s.last and c.last >= s.first group by 1;

-- How often somebody is to be met on a day: by the tier, monthly without one, never while nobody is active.
create table daily as
  select day, partner, kind, case when not active then null
    when tier is null then case kind when 'contact' then 1 end
    else (select months from cadence c where c.tier = s.tier and c.kind = k.kind) end as months
  from (
    select s.*, (
      select tier from tier t where t.partner = s.partner and t.day <= s.day order by t.day desc, t.place desc limit 1
    ) as tier from standing s
  ) s join (select distinct kind from cadence) k;

create table stretch as
  select partner, kind, number, months, min(day) as first,
    case when max(day) < (select max(day) from calendar) then date(max(day), '+1 day') end as gone
  from (
    select *, sum(begins) over (partition by partner, kind order by day) as number from (
      select *, months is not lag(months) over (partition by partner, kind order by day) as begins from daily
    )
  ) where months is not null group by 1, 2, 3;

create table beat as
  select partner, kind, number, months, gone, first as start from stretch
  union
  select s.partner, s.kind, s.number, s.months, s.gone, a.day
  from stretch s join took_part t using (partner) join activity a on a.id = t.activity
  where a.day > s.first and (s.gone is null or a.day < s.gone) and (
    a.type = 'review' or (s.kind = 'contact' and a.type in (
      'check_in', 'planning', 'training', 'webinar', 'event', 'introduction', 'recognition'
    ))
  );

-- The same day so many months on, or the last one of that month.
create table clock as
  select *, lead(start) over (partition by partner, kind, number order by start) as met, min(
    date(start, '+' || months || ' months'), date(start, 'start of month', '+' || (months + 1) || ' months', '-1 day')
  ) as due from beat;

create table ended as
  select partner, kind, coalesce(met, gone, due) as day, coalesce(met <= due, 0) as in_time from clock
  where met is not null or coalesce(gone, (select max(day) from calendar)) > due;

create table measured as
  select case a.direction when 'received' then 'follow_up' else 'follow_up_sent' end as what, s.span, a.who,
    a.minutes as value
  from span s join answered a on a.day between s.first and s.last where a.spoken
  union all
  select 'days_to_close', s.span, k.who, cast(julianday(w.day) - julianday(k.day) as int)
  from span s join won w on w.day between s.first and s.last join known k on k.id = w.referral
  where k.direction = 'received';
"""
"""What several queries read, one step after the other."""

_MEDIAN = """
  select span, who, sum(value), count(*), number from (
    select *, row_number() over (partition by span, who order by value) as turn,
      count(*) over (partition by span, who) as number
    from measured where what = :key
  ) where turn in ((number + 1) / 2, number / 2 + 1) group by span, who
"""
_INTRODUCED = "select span, who, number, null, number from introduced where direction = :direction"
_DECIDED = """
  select s.span, d.who, sum(d.won), count(*), count(*)
  from span s join decision d on d.day between s.first and s.last where d.direction = :direction group by 1, 2
"""
_CASH = "select span, who, amount, null, number from cash where direction = :direction"
_IN_TIME = """
  select s.span, a.who, sum(a.in_time), count(*), count(*)
  from span s join answered a on a.day between s.first and s.last where a.direction = :direction group by 1, 2
"""
_CONTENT = """
  select s.span, k.who, sum(a.score), count(*), count(*)
  from span s join answer a on a.day between s.first and s.last join known k on k.id = a.referral
  where k.direction = :direction group by 1, 2
"""
_CADENCE = """
  select s.span, w.who, sum(e.in_time), count(*), count(*)
  from span s join ended e on e.day between s.first and s.last join whose w using (partner)
  where e.kind = case :key when 'cadence_kept' then 'contact' else 'review' end group by 1, 2
"""
# 133,590 is 365 × 366: a goal in parts of a year of either length stays a whole number.
_GOAL = """
  with part as (
    select s.span, w.who, g.partner, max(s.first, g.year || '-01-01') as first,
      min(s.last, g.year || '-12-31') as last,
      case :direction when 'received' then g.received else g.sent end
        * (133590 / (case g.year % 4 when 0 then 366 else 365 end)) as goal
    from span s join goal g on s.first <= g.year || '-12-31' and s.last >= g.year || '-01-01'
    join whose w using (partner)
  )
  select span, who, sum(133590 * (
      select count(*) from referral r where r.partner = part.partner and r.direction = :direction
      and r.reopens is null and r.day between part.first and part.last
    )), sum(goal * cast(1 + julianday(last) - julianday(first) as int)), null
  from part group by 1, 2
"""

QUERIES = {
    "referrals_received": _INTRODUCED,
    "referrals_sent": _INTRODUCED,
    "conversion": _DECIDED,
    "conversion_sent": _DECIDED,
    "revenue": _CASH,
    "reported_revenue": _CASH,
    "booked": "select span, who, amount, null, number from sales",
    "average_deal": "select span, who, amount, number, number from sales",
    "revenue_per_referral": """
      select i.span, i.who, coalesce(c.amount, 0), i.number, i.number from introduced i
      left join cash c on c.span = i.span and c.who = i.who and c.direction = 'received' where i.direction = 'received'
      union all
      select c.span, c.who, c.amount, 0, 0 from cash c where c.direction = 'received' and not exists (
        select 1 from introduced i where i.span = c.span and i.who = c.who and i.direction = 'received')
    """,
    "follow_up": _MEDIAN,
    "follow_up_sent": _MEDIAN,
    "follow_up_in_time": _IN_TIME,
    "follow_up_sent_in_time": _IN_TIME,
    "days_to_close": _MEDIAN,
    "client_satisfaction": _CONTENT,
    "client_satisfaction_sent": _CONTENT,
    "reciprocity": """
      select span, who, min(received, sent), max(received, sent), received + sent from (
        select span, who, sum(case direction when 'received' then number else 0 end) as received,
          sum(case direction when 'sent' then number else 0 end) as sent
        from introduced group by 1, 2
      )
    """,
    "reciprocity_value": """
      select span, who, max(0, min(ours, theirs)), max(0, ours, theirs), number from (
        select span, who, sum(case direction when 'received' then amount else 0 end) as ours,
          sum(case direction when 'sent' then amount else 0 end) as theirs, sum(number) as number
        from cash group by 1, 2
      )
    """,
    "cadence_kept": _CADENCE,
    "reviews_in_time": _CADENCE,
    "reviews_held": "select span, who, count(*), null, count(*) from shown where type = 'review' group by 1, 2",
    "marketing_held": """
      select span, who, count(*), null, count(*) from shown
      where type in ('webinar', 'campaign', 'content', 'event') group by 1, 2
    """,
    "marketing_workload": """
      select span, who, sum(case logistics when 'us' then 2 when 'both' then 1 else 0 end
        + case promotion when 'us' then 2 when 'both' then 1 else 0 end), 4 * count(*), count(*) from shown
      where type in ('webinar', 'campaign', 'content', 'event') and logistics is not null group by 1, 2
    """,
    "marketing_leads": """
      select span, who, min(sum(our_leads), sum(their_leads)), max(sum(our_leads), sum(their_leads)), count(*)
      from shown
      where type in ('webinar', 'campaign', 'content', 'event') and our_leads + their_leads is not null group by 1, 2
    """,
    "survey_score": """
      select s.span, w.who, sum(v.score), count(*), count(*)
      from span s join survey v on v.day between s.first and s.last
      join took_part t on t.activity = v.activity join whose w using (partner) where v.score is not null group by 1, 2
    """,
    "survey_trend": """
      with told as (
        select t.partner, v.day, v.score, lag(v.score) over (partition by t.partner order by v.day) as before
        from survey v join took_part t using (activity) where v.score is not null
      )
      select s.span, w.who, sum(t.score - t.before), count(*), count(*)
      from span s join told t on t.day between s.first and s.last join whose w using (partner)
      where t.before is not null and not exists (
        select 1 from told later where later.partner = t.partner and later.day > t.day and later.day <= s.last
      ) group by 1, 2
    """,
    "goal_received": _GOAL,
    "goal_sent": _GOAL,
    "commissions_paid": """
      select s.span, w.who, sum(c.amount), null, count(*) from span s
      join commission c on c.day between s.first and s.last join whose w using (partner) group by 1, 2
    """,
    "partners_active": """
      select s.span, '', sum(a.active), null, sum(a.active) from span s join standing a on a.day = s.last group by 1
    """,
    "additions": """
      select s.span, '', count(*), null, count(*) from span s join moved m on m.day between s.first and s.last
      where m.step = 1 group by 1
    """,
    "losses": """
      select s.span, '', count(*), null, count(*) from span s join moved m on m.day between s.first and s.last
      where m.step = -1 group by 1
    """,
    "retention": """
      select s.span, '', sum(e.active), count(*), count(*) from span s
      join standing b on b.day = date(s.first, '-1 day') join standing e on e.day = s.last and e.partner = b.partner
      where b.active group by 1
    """,
    "new_partners": """
      select s.span, '', count(*), null, count(*) from span s join (
        select partner, min(day) as day from standing where active group by 1
      ) f on f.day between s.first and s.last group by 1
    """,
    "top_three_share": """
      select span, '', sum(case when turn <= 3 then amount else 0 end), sum(amount), count(*) from (
        select span, amount, row_number() over (partition by span order by amount desc) as turn
        from cash where who <> '' and direction = 'received' and amount > 0
      ) group by 1
    """,
    # The sample's longer period never lies in a window with a shorter one.
    "partner_share": """
      select s.span, '', sum(coalesce((
          select sum(e.amount) from euro e join referral r on r.id = e.referral join won w using (referral)
          where r.direction = 'received' and e.day between f.first and f.last and w.booked between f.first and f.last
        ), 0)), sum(f.amount * 1000000), count(*)
      from span s join firm f on f.first >= s.first and f.last <= s.last group by 1
    """,
    "program_cost": """
      select s.span, '', cast(round(coalesce(p.amount, 0) + coalesce(r.amount, 0)) as int), null, null
      from span s left join spent p on p.span = s.span left join running r on r.span = s.span
    """,
    "return_on_cost": """
      select s.span, '', coalesce(c.amount, 0), cast(round(coalesce(p.amount, 0) + coalesce(r.amount, 0)) as int),
        coalesce(c.number, 0)
      from span s left join cash c on c.span = s.span and c.who = '' and c.direction = 'received'
      left join spent p on p.span = s.span left join running r on r.span = s.span
    """,
    "cost_per_client": """
      select s.span, '', cast(round(coalesce(p.amount, 0) + coalesce(r.amount, 0)) as int), d.won, d.won
      from span s left join spent p on p.span = s.span left join running r on r.span = s.span join (
        select s.span, sum(d.won) as won from span s join decision d on d.day between s.first and s.last
        where d.direction = 'received' and d.who = '' group by 1
      ) d on d.span = s.span
    """,
}
"""The query of each figure."""
