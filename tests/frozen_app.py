"""The application as it would have run at another time, for replays of real months."""

import os
from datetime import datetime

from feedback.app import create_app
from feedback.domain import clock

#: Held open on purpose: the clock of this process stands still.
_frozen = clock.frozen(datetime.fromisoformat(os.environ["FROZEN_AT"]))
_frozen.__enter__()

app = create_app()
