"""Reading: from files of any kind and form to RETURNS, and every fault to an issue."""
