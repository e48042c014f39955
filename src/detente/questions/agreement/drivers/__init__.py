"""What drives the verdict: break-even values, one number at a time, and what learning an unknown would do."""
