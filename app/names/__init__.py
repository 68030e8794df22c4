"""NAMES: which actors a name may mean, with scores, for people and for programs that reconcile."""
