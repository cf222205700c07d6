"""Where a comment goes that belongs to another procedure."""

import pytest

from feedback.domain.referrals import (
    REFERRALS,
    UnknownReferral,
    choose_referral,
    find_referral,
)


def test_every_procedure_names_its_law_and_tells_the_citizen_what_to_do() -> None:
    assert len({referral.code for referral in REFERRALS}) == len(REFERRALS)
    for referral in REFERRALS:
        assert referral.basis and referral.advice.vi and referral.advice.en


def test_a_procedure_off_the_list_is_refused() -> None:
    assert choose_referral("complaint").basis == "Luật Khiếu nại 02/2011/QH13"
    assert find_referral("complaint") is choose_referral("complaint")
    assert find_referral("bin") is None
    with pytest.raises(UnknownReferral) as error:
        choose_referral("bin")
    assert error.value.field == "referral"
