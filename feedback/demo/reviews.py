"""The desk's reviews in the demonstration: old flags are settled, new ones wait."""

from collections.abc import Set as AbstractSet

from feedback.domain.flags import WHOLE, FlagState
from feedback.operations import flags
from feedback.queries.flags import FlagFilter, ShownFlag, list_flags


def review_flags(desk: tuple[int, int], guilty: AbstractSet[str]) -> None:
    """Contest the batches of these agencies and dismiss all other open flags."""
    first, second = desk
    found, _total = list_flags(FlagFilter(state=FlagState.OPEN.value), None, 1)
    for flag in found:
        if flag.key in guilty:
            _contest(flag, first)
        else:
            flags.propose_dismissal(
                flag.id,
                user_id=first,
                seen=flag.seen,
                reason="Đã hỏi cơ quan và xem lại hồ sơ, không thấy gì bất thường.",
            )
        flags.confirm_proposal(flag.id, user_id=second, seen=flag.seen + 1)


def _contest(flag: ShownFlag, user_id: int) -> None:
    flags.propose_contest(
        flag.id,
        user_id=user_id,
        seen=flag.seen,
        months=[str(month) for month in flag.months],
        channel=WHOLE if flag.channel is None else flag.channel.value,
        reason="Phần lớn phiếu có cùng một mẫu; quầy thừa nhận đã điền hộ.",
    )
