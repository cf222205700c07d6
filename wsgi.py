"""What the web server loads."""

import gc

from feedback.app import create_app

app = create_app()

# What was loaded by now stays for good: the collector need not walk it again.
gc.collect()
gc.freeze()
