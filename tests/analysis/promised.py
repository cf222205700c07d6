"""The sample chart of a promise."""

from feedback.analysis.charts import MonthPoint, PromisePanel, PromiseText

#: Thirteen months: a gap before, work in the months 6 and 7, a gap after; no target in
#: the first two months.
WORK = (6, 7)
PROMISE = tuple(
    MonthPoint(
        f"{month % 12 + 1:02}/{2025 + month // 12}",
        None if month in (2, 10) else 0.7 + 0.01 * month,
        None if month in (2, 10) else 0.6 + 0.01 * month,
        None if month in (2, 10) else 0.8 + 0.01 * month,
        None if month < 2 else 0.9 if month < 12 else 0.95,
    )
    for month in range(13)
)
PANELS = (
    PromisePanel(
        "Ủy ban nhân dân phường Thượng Lý",
        PROMISE,
        "Trước, 06/2025: 75% (45/60)",
        "Sau, 01/2026: 82% (82/100)",
        "Chênh lệch +7,0 điểm (khoảng −3,8 đến +18,5)",
        "Chỉ tiêu cho người nộp trực tuyến: 90%",
    ),
    PromisePanel(
        "Đăng ký khai sinh (toàn tỉnh)",
        [MonthPoint(point.label, 0.9, 0.88, 0.92) for point in PROMISE],
        "Trước, 06/2025: 90,0% (900/1.000)",
        "Sau, 01/2026: 90,0% (900/1.000)",
        "Chênh lệch +0,0 điểm (khoảng −2,2 đến +2,2)",
    ),
)
PROMISE_TEXT = PromiseText("Khoảng tin cậy 90%", "Đang thực hiện: 07/2025–08/2025")
