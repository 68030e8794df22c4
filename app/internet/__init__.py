"""The internet: connections to other hosts, none of which leads anywhere private."""
