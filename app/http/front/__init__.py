"""THE FRONT: what every request passes before a route sees it: protocol, limits, kept answers, logs, counts."""
