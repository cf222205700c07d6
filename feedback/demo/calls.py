"""The demonstration's yearly call-back: who is called says what they think."""

import hashlib
from random import Random

from feedback.demo.people import People
from feedback.domain.anchors import AnchorRow
from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.operations.anchors import record_anchors

#: People called, and the share of them who answer.
CALLED = 400
_ANSWERS = 0.72
_HOW = (
    "Rút ngẫu nhiên đơn giản 400 hồ sơ kết thúc trong năm từ sổ đăng ký, gọi nhiều "
    "nhất ba lần vào ba buổi khác nhau, tổng đài của tỉnh hỏi đúng câu thứ nhất của "
    "phiếu."
)


def call_back(people: People, year: int, population: int) -> None:
    """Call a sample of the year's dossiers and enter what they answered."""
    chance = Random(year)
    offices = [office for office in people.offices if office.valid_to is None]
    sizes = [office.size for office in offices]
    levels = [0, 0, 0, 0, 0]
    for office in chance.choices(offices, sizes, k=CALLED):
        if chance.random() > _ANSWERS:
            continue
        channel = Channel.ONLINE if chance.random() < office.online else Channel.COUNTER
        month = Month(year, chance.randrange(1, 13))
        # Without the sector: hard ones weigh little in the whole province.
        share = people.share_satisfied(office.effect, "", channel, month)
        is_satisfied = chance.random() < share
        levels[chance.choice((3, 4) if is_satisfied else (0, 1, 2))] += 1
    n1, n2, n3, n4, n5 = levels
    row = AnchorRow(year, population, CALLED, (n1, n2, n3, n4, n5), 0, _HOW)
    digest = hashlib.sha256(repr(row).encode()).hexdigest()
    record_anchors([row], digest=digest)
