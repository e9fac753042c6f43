"""Recognition: what a sheet says without a layout, from its cells alone."""
