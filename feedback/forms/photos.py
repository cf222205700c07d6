"""Pictures with an answer, each with the words that say what it shows."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, StringField

from feedback.domain.limits import REPLY_PHOTOS
from feedback.forms.base import Form


class PhotoFields(Form):
    """As many pairs of a file and its caption as an answer may have."""

    photo_1 = FileField(_l("Ảnh 1"))
    caption_1 = StringField(_l("Ảnh 1 cho thấy điều gì"))
    photo_2 = FileField(_l("Ảnh 2"))
    caption_2 = StringField(_l("Ảnh 2 cho thấy điều gì"))
    photo_3 = FileField(_l("Ảnh 3"))
    caption_3 = StringField(_l("Ảnh 3 cho thấy điều gì"))
    photo_4 = FileField(_l("Ảnh 4"))
    caption_4 = StringField(_l("Ảnh 4 cho thấy điều gì"))

    @property
    def photo_pairs(self) -> list[tuple[Field, Field]]:
        """The file and the caption of each place, in order."""
        numbers = range(1, REPLY_PHOTOS + 1)
        return [(self[f"photo_{n}"], self[f"caption_{n}"]) for n in numbers]

    @property
    def has_photo_words(self) -> bool:
        """Whether something was typed or is wrong there, so that it stands open."""
        fields = [field for pair in self.photo_pairs for field in pair]
        return any(field.errors for field in fields) or any(
            caption.data for _photo, caption in self.photo_pairs
        )
