"""Files and messages in and out."""
