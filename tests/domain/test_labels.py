"""Wordings in two languages."""

from feedback.domain.labels import Label


def test_a_label_is_vietnamese_unless_english_is_asked() -> None:
    label = Label("Góp ý", "Feedback")
    assert label.text("vi") == "Góp ý"
    assert label.text("en") == "Feedback"
    assert label.text("km") == "Góp ý"
