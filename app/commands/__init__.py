"""COMMANDS: `tracker …`, one file a group of commands."""
