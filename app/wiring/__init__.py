"""Wiring: the service is put together here, and nowhere else."""
