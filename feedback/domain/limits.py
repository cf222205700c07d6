"""Sizes and times that hold everywhere."""

from datetime import timedelta
from typing import Final

#: A signed-in member of staff is signed out after this long without a request …
STAFF_IDLE: Final = timedelta(minutes=30)
#: … and in any case after this long.
STAFF_ABSOLUTE: Final = timedelta(hours=10)
#: Wrong passwords in a row before an account rests, and for how long.
SIGN_IN_FAILURES: Final = 10
SIGN_IN_REST: Final = timedelta(minutes=15)
PASSWORD_LENGTH: Final = 12

#: Longest comment and reply, in characters.
COMMENT_LENGTH: Final = 2000
#: A redacted comment may grow by its marks; words of staff to each other stay short.
REDACTED_LENGTH: Final = 2500
REASON_LENGTH: Final = 1000
REPLY_LENGTH: Final = 5000
EVIDENCE_LENGTH: Final = 500
#: Days in which a rating may be changed with its receipt.
RATING_CHANGE_DAYS: Final = 7
#: Dossiers in one call of the API, and bytes of its body.
API_BATCH: Final = 1000
REQUEST_BYTES: Final = 2 * 1024 * 1024
#: Pictures with one answer: how many, bytes and pixels of each upload, and the longest
#: side of what is kept. A larger picture is refused before it is unpacked.
REPLY_PHOTOS: Final = 4
PHOTO_BYTES: Final = 8 * 1024 * 1024
PHOTO_PIXELS: Final = 30_000_000
PHOTO_SIDE: Final = 1600
CAPTION_LENGTH: Final = 200
#: Typed text of staff that is read at all: a megabyte pasted by mistake comes back
#: with a word instead of being lost (encoded, Vietnamese takes three times its size).
TYPED_BYTES: Final = 8 * 1024 * 1024
#: Body of a request with pictures: room to refuse one that is too large in words.
UPLOAD_BYTES: Final = 64 * 1024 * 1024
#: Colleagues' notes, titles and texts to begin an answer with.
NOTE_LENGTH: Final = 2000
TEMPLATE_TITLE_LENGTH: Final = 120
