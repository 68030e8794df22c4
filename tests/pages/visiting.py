"""Pages as a browser asks for them."""

PAGES = [
    "/",
    "/conditions",
    "/timeline",
    "/developments",
    "/developments?q=drone*&theme=deterrence",
    "/developments?actor=Russia&limit=5&sort=date",
    "/actors?kind=person",
    "/sources",
    "/briefings",
    "/briefings/latest",
    "/corrections",
    "/briefings/tracker-briefing-2026-02-26",
    "/conditions/full-withdrawal",
    "/developments/unwavering-unity-claimed",
    "/actors/kaja-kallas",
    "/sources/uk-security-policy-tracker-2026-02-26",
    "/embed/conditions/full-withdrawal",
    "/developments/nothing-of-the-kind",
    "/developments?nothing=1",
]
