"""My day is one row a person, in an order that can be said in one line."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from casework.desks.myday.arranging import arrange
from casework.registry.episodes.reasons import Rank, Reason

RAY, GRACE, OWEN = (UUID(int=n) for n in (1, 2, 3))


def _reason(person, rank, kind="x", weight=0.0, may_wait=True):
    return Reason(person, None, kind, rank, kind, weight=weight, may_wait=may_wait)


def test_the_strongest_reason_stands_first_and_the_rest_is_counted():
    rows = arrange(
        [
            _reason(GRACE, Rank.TIDY, "sign"),
            _reason(RAY, Rank.NOT_SEEN, "not_seen", 3.2),
            _reason(GRACE, Rank.LATE, "late"),
            _reason(OWEN, Rank.NOT_SEEN, "not_seen", 2.1),
        ]
    )
    assert [row.person_id for row in rows] == [RAY, OWEN, GRACE]
    assert rows[2].top.kind == "late"
    assert [reason.kind for reason in rows[2].more] == ["sign"]


def test_what_was_put_off_leaves_but_safety_never():
    late = _reason(RAY, Rank.LATE, "late")
    danger = _reason(RAY, Rank.SAFETY, "danger", may_wait=False)
    put_off = frozenset({(RAY, "late"), (RAY, "danger")})
    (row,) = arrange([late, danger], put_off=put_off)
    assert row.top.kind == "danger"
    assert row.more == ()
    assert arrange([late], put_off=put_off) == []


@given(
    st.lists(
        st.builds(
            _reason,
            st.sampled_from([RAY, GRACE, OWEN]),
            st.sampled_from(list(Rank)),
            st.sampled_from("abc"),
            st.floats(0, 100),
        )
    )
)
def test_nobody_with_a_reason_is_missing_and_nobody_stands_twice(reasons):
    rows = arrange(reasons)
    assert {row.person_id for row in rows} == {reason.person_id for reason in reasons}
    assert len(rows) == len({row.person_id for row in rows})
    assert sum(1 + len(row.more) for row in rows) == len(reasons)
    ranks = [row.top.rank for row in rows]
    assert ranks == sorted(ranks)
