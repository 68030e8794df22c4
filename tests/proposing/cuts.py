"""Cuts: quotations that stand in a sentence, and say something else by themselves."""

LAVROV = (
    "Foreign Minister Sergei Lavrov said on Tuesday, 3 March 2026, that Russia would not accept 5,000 NATO troops in "
    "Ukraine before 24 February 2027, while Poland pledged €1.5bn for F-16 jets."
)
CUTS = (
    *(
        (LAVROV, quote)
        for quote in (
            "March 2026, that Russia would",
            "Russia would not accept 5",
            "Russia would",
            "accept 5,000 NATO troops in Ukraine",
            "Poland pledged €1",
            "pledged €1.5bn for F",
            "Lavrov said on Tuesday, 3",
            "5bn for F-16 jets",
            "1.5bn for F-16 jets",
            "16 jets",
            "24 February 2027, while Poland pledged",
            "Minister Sergei Lavrov",
            "Sergei",
            " Russia would",
            "accept",
            ".",
        )
    ),
    ("Russia and Ukraine exchanged 300 prisoners on 12 February 2026.", "300 prisoners on 12"),
    ("Russia and Ukraine exchanged 300 prisoners on 12 February 2026.", "300 prisoners on 12 February"),
    ("It was not-so-clear that Russia attacked.", "Russia attacked"),
    ("Kyiv denied that Russia had taken Bakhmut.", "Russia had taken Bakhmut"),
    ("If Russia attacks Poland, NATO will respond.", "Russia attacks Poland, NATO"),
    ("Trump can't attend.", "Trump can"),
    ("Trump can’t attend.", "Trump can"),
    ("Trump cannot attend.", "Trump can"),
    ("The non-Russian side agreed.", "Russian side agreed"),
    ("The £5–10m deal of Poland failed.", "10m deal of Poland"),
    ("The 5 to 10 ships of Poland.", "10 ships of Poland"),
    ("Poland spent 4.8 % of GDP.", "Poland spent 4.8"),
    ("Poland spent 4 million on it.", "Poland spent 4"),
    ("Poland spent 4 bn on it.", "Poland spent 4"),
    ("Some 3 500 men of Poland left.", "500 men of Poland"),
    ("Twenty-five men of Poland left.", "five men of Poland"),
    ("Twenty five men of Poland left.", "five men of Poland"),
    ("Two hundred men of Poland left.", "hundred men of Poland"),
    ("Poland signed on 13/03/2026.", "03/2026"),
    ("Vice President Vance arrived.", "President Vance"),
    ("Former President Trump arrived in Poland.", "President Trump arrived"),
    ("The would-be President Trump left on Monday.", "President Trump left on Monday"),
    ("South Korea agreed.", "Korea agreed"),
    ("U.S. Steel agreed with Poland.", "S. Steel agreed"),
    ("A.B. Smith met Poland.", "B. Smith met"),
    ("Poland’s army left.", "Poland"),
    ("O'Brien met Poland.", "Brien met"),
    ("Some 12 to 15 ships of Poland left on Monday.", "Some 12"),
    ("Less than 40 ships of Poland left on Monday.", "40 ships of Poland"),
    ("Three of 40 ships of Poland left on Monday.", "40 ships of Poland left on Monday"),
    ("The son of Putin left on Monday.", "Putin left on Monday"),
    ("Putin's critic Navalny left on Monday.", "Putin"),
    ("Two-thirds of Poland left on Monday.", "thirds of Poland"),
    ("Poland won’t leave on Monday.", "leave on Monday"),
    ("Poland may leave on Monday.", "leave on Monday"),
    ("Poland stopped short of leaving on Monday.", "leaving on Monday"),
    ("Poland halted aid to Kyiv on Monday.", "aid to Kyiv on Monday"),
    ("Fears that Russia attacked Poland grew on Monday.", "Russia attacked Poland"),
)
"""Sentences and quotations."""
