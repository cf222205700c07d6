"""Where data meets numbers: queries and analysis give frozen reports."""
