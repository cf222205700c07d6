"""Words of generated comments, as unevenly used as real ones."""

from itertools import accumulate
from random import Random
from typing import Final

#: A word of most comments, one of a few, and one of none.
COMMON, RARE, NONE = "hồ sơ", "quầy mười bảy", "kính thiên văn"
_RARE_IN: Final = 20_000
_SYLLABLES: Final = (
    "tôi chờ lâu mà đất đai sổ phường cán bộ trả lời giấy tờ nộp phí lệ hẹn ngày làm "
    "việc xây dựng phép đường nước điện nhà con trường học khám bệnh thuế quầy số xin "
    "cấp lại bản sao chứng thực thường trú hộ tịch khai sinh kết hôn đổi tên mất thẻ "
    "mạng lỗi hệ thống không được hướng dẫn rõ ràng mong sớm giải quyết cảm ơn"
).split()
#: The long tail of other words, each the rarer the later it stands (Zipf).
_OTHERS: Final = [
    onset + rime
    for rime in "an at em ich oi uong ung ien am ac ong uyen on it ao inh eo ua".split()
    for onset in "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x".split()
]
_WEIGHTS: Final = list(accumulate(1 / (place + 20) for place in range(len(_OTHERS))))


def write_words(random: Random, number: int) -> str:
    """A comment or answer; the number decides which of them hold the rare words."""
    length = random.randrange(12, 36)
    words = random.choices(_SYLLABLES, k=length)
    words += random.choices(_OTHERS, cum_weights=_WEIGHTS, k=length // 3)
    if random.random() < 0.6:
        words.insert(3, COMMON)
    if number % _RARE_IN == 7:
        words.insert(5, RARE)
    return " ".join(words).capitalize() + "."
