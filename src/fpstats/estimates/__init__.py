"""Computing: from RETURNS to CELLS, and from CELLS to ESTIMATES."""
