"""What the methods say of the units of a period, one module per method."""
