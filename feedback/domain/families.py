"""The kinds of flags that the integrity checks raise, and what each one tests.

Whoever reads a flag is told what was taken to be true until the figures spoke against
it, and what else may explain them.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from feedback.domain.labels import Label


class Family(StrEnum):
    """A kind of flag; those of one run are adjusted together."""

    ACCOUNTS = "accounts"
    FINGERPRINT = "fingerprint"
    FIVES = "fives"
    UNIFORM = "uniform"
    JUMP = "jump"
    PILE_UP = "pile_up"
    COPIES = "copies"
    STRAIGHT = "straight"
    REPEATED = "repeated"
    DOOR_KEYS = "door_keys"
    DOOR_DEVICES = "door_devices"
    DOOR_FAST = "door_fast"
    DOOR_EVEN = "door_even"
    DOOR_BURST = "door_burst"

    @property
    def label(self) -> Label:
        """What people read."""
        return _TEXTS[self][0]

    @property
    def null(self) -> Label:
        """What is taken to be true until the figures speak against it."""
        return _TEXTS[self][1]

    @property
    def innocent(self) -> Label:
        """What else may explain it, to be looked at first."""
        return _TEXTS[self][2]


_TEXTS: Final[Mapping[Family, tuple[Label, Label, Label]]] = {
    Family.ACCOUNTS: (
        Label("Số đếm không thể có", "Counts that cannot be"),
        Label(
            "Không có giả thuyết: phiếu không thể nhiều hơn lời mời, đánh giá không "
            "thể nhiều hơn phiếu.",
            "None: there cannot be more ballots than invitations, nor more ratings "
            "than ballots.",
        ),
        Label(
            "Hồ sơ được đổi cơ quan giải quyết sau khi đã mời; lỗi khi nạp dữ liệu.",
            "A dossier was given to another agency after its invitation; a fault of "
            "an import.",
        ),
    ),
    Family.FINGERPRINT: (
        Label(
            "Gần như ai cũng trả lời và cho năm điểm",
            "Nearly everybody answers and gives five",
        ),
        Label(
            "Tỷ lệ trả lời và tỷ lệ mức năm khác các cơ quan cùng cấp, cùng kênh "
            "không nhiều hơn mức họ khác nhau.",
            "Answer rate and share of fives differ from agencies of the same level "
            "and channel no more than those differ among themselves.",
        ),
        Label(
            "Cơ quan vừa nhắc người dân trả lời, hoặc vừa cải tiến thật.",
            "The agency reminded people to answer, or has truly become better.",
        ),
    ),
    Family.FIVES: (
        Label("Quá nhiều mức năm", "Too many fives"),
        Label(
            "Tỷ lệ mức năm là một lần rút từ phân bố beta của các cơ quan cùng cấp, "
            "cùng kênh.",
            "The share of fives is a draw from the beta law of agencies of the same "
            "level and channel.",
        ),
        Label(
            "Loại thủ tục đơn giản, ít chờ đợi; cán bộ được lòng dân.",
            "Simple procedures with little waiting; well-liked staff.",
        ),
    ),
    Family.UNIFORM: (
        Label("Các tháng giống nhau quá mức", "Months too much alike"),
        Label(
            "Tỷ lệ mức năm của mười hai tháng dao động ít nhất như khi rút ngẫu nhiên.",
            "The share of fives over twelve months varies at least as chance lets it.",
        ),
        Label(
            "Ngẫu nhiên: cứ hai mươi cơ quan trung thực thì có một cơ quan p < 0,05.",
            "Chance: of twenty honest agencies one has p < 0.05.",
        ),
    ),
    Family.JUMP: (
        Label("Tăng vọt sau khi giao chỉ tiêu", "A jump after a target was set"),
        Label(
            "Từ ba tháng trước đến ba tháng sau ngày ký kế hoạch, tỷ lệ hài lòng thay "
            "đổi như các cơ quan cùng cấp.",
            "From the three months before the plan was signed to the three after, the "
            "rate changes as that of agencies of the same level.",
        ),
        Label(
            "Kế hoạch có tác dụng thật ở cơ quan này trước các nơi khác.",
            "The plan truly took effect here before it did elsewhere.",
        ),
    ),
    Family.PILE_UP: (
        Label("Dồn ngay trên mức chỉ tiêu", "Heaped just above the target"),
        Label(
            "Số cơ quan nằm trong một điểm trên chỉ tiêu và một điểm dưới chỉ tiêu "
            "như khi mỗi nơi trả lời lại theo đúng tỷ lệ của mình.",
            "As many agencies lie in the point above and in the point below the "
            "target as if each answered again at its own rate.",
        ),
        Label(
            "Các cơ quan dừng cải tiến khi vừa đạt chỉ tiêu.",
            "Agencies stop improving once the target is met.",
        ),
    ),
    Family.COPIES: (
        Label("Ý kiến giống nhau từng chữ", "Comments copied from each other"),
        Label(
            "Tỷ lệ ý kiến gần trùng nhau của cơ quan là một lần rút từ phân bố của "
            "mọi cơ quan.",
            "The agency's share of near-identical comments is a draw from the law of "
            "all agencies.",
        ),
        Label(
            "Một vướng mắc chung được nhiều người chép cho nhau; mẫu câu có sẵn.",
            "A common grievance passed from hand to hand; a template.",
        ),
    ),
    Family.STRAIGHT: (
        Label("Cùng một mức cho mọi câu", "One level for every question"),
        Label(
            "Tỷ lệ phiếu chọn một mức cho cả bốn câu trở lên như ở các cơ quan cùng "
            "cấp, cùng kênh.",
            "The share of ratings with one level in four answers or more is as in "
            "agencies of the same level and channel.",
        ),
        Label(
            "Người hài lòng thật hay chọn năm cho mọi câu; phiếu điền vội tại quầy.",
            "Satisfied people do choose five throughout; haste at the counter.",
        ),
    ),
    Family.REPEATED: (
        Label("Một mẫu trả lời lặp lại", "One pattern of answers again and again"),
        Label(
            "Mẫu hay gặp nhất, trừ các phiếu một mức, chiếm tỷ lệ như ở các cơ quan "
            "cùng cấp, cùng kênh.",
            "The commonest pattern that is no straight line has the share it has in "
            "agencies of the same level and channel.",
        ),
        Label(
            "Cùng một vướng mắc ở mọi hồ sơ cho ra cùng một mẫu.",
            "The same trouble with each dossier gives the same pattern.",
        ),
    ),
    Family.DOOR_KEYS: (
        Label("Nhiều phiếu từ một mạng", "Many ratings from one network"),
        Label(
            "Tỷ lệ phiếu từ những mạng gửi nhiều trong ngày như ở các cơ quan cùng "
            "kênh.",
            "The share of ratings from networks that sent many that day is as in "
            "agencies of the same channel.",
        ),
        Label(
            "Mạng di động dùng chung địa chỉ; máy tính bảng và mạng không dây ở quầy.",
            "Mobile networks share addresses; a tablet or wireless network at the "
            "counter.",
        ),
    ),
    Family.DOOR_DEVICES: (
        Label("Nhiều phiếu từ một loại máy", "Many ratings from one device"),
        Label(
            "Tỷ lệ phiếu từ các máy gửi nhiều trong ngày như ở cơ quan cùng kênh.",
            "The share of ratings from devices that sent many that day is as in "
            "agencies of the same channel.",
        ),
        Label(
            "Máy tính bảng dùng chung ở quầy.",
            "A shared tablet at the counter.",
        ),
    ),
    Family.DOOR_FAST: (
        Label("Điền quá nhanh", "Filled in too fast"),
        Label(
            "Tỷ lệ phiếu điền dưới 20 giây như ở các cơ quan cùng kênh.",
            "The share of ratings filled in within 20 seconds is as in agencies of "
            "the same channel.",
        ),
        Label(
            "Người chỉ trả lời một câu; không bao giờ dùng tốc độ để loại phiếu.",
            "People who answer one question only; speed never rules a rating out.",
        ),
    ),
    Family.DOOR_EVEN: (
        Label("Nhịp gửi đều bất thường", "Sent at too even a pace"),
        Label(
            "Số phiếu của các khoảng mười phút liền nhau khác nhau như ngẫu nhiên.",
            "Counts of neighbouring ten minutes differ as chance lets them.",
        ),
        Label(
            "Quầy phục vụ tuần tự với số người đều nhau.",
            "A counter that serves people one by one.",
        ),
    ),
    Family.DOOR_BURST: (
        Label("Dồn dập trong mười phút", "A burst within ten minutes"),
        Label(
            "Khoảng mười phút đông nhất trong ngày đông như nhịp chung của kênh, kể "
            "cả phần dao động của nó.",
            "The fullest ten minutes of the day are as full as the channel's usual "
            "day and its own variation allow.",
        ),
        Label(
            "Buổi trả kết quả tập trung; lời mời được gửi cùng lúc.",
            "Results handed out together; invitations sent at one moment.",
        ),
    ),
}
