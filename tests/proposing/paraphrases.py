"""Paraphrases: sentences of our own, and titles and summaries as a good model that keeps to its task writes them."""

from tests.proposing.lying import Honest

SHAPES = (
    Honest(
        "“The alliance is ready,” Mark Rutte told the BBC on Monday, adding that 12 allies had sent ships.",
        "Mark Rutte: the alliance is ready",
        "Mark Rutte told the BBC on Monday that the alliance is ready. Rutte added that 12 allies had sent ships.",
    ),
    Honest(
        "Spain's Pedro Sánchez has never backed the 5% target, nor does Slovenia intend to meet it by 2035.",
        "Pedro Sánchez has never backed the 5% target",
        "Pedro Sánchez of Spain has never backed the 5% target, nor does Slovenia intend to meet it by 2035.",
    ),
    Honest(
        "If Congress approves the funds, the U.S. Navy may buy up to 10 frigates from Finland's yards before 2030.",
        "U.S. Navy may buy up to 10 frigates from Finland",
        "The U.S. Navy may buy up to 10 frigates from yards in Finland before 2030 if Congress approves the funds.",
    ),
    Honest(
        "Polska i Litwa podpisały 5 marca 2026 roku umowę o zakupie 12 śmigłowców.",
        "Polska i Litwa podpisały umowę o zakupie 12 śmigłowców",
        "Polska i Litwa podpisały umowę 5 marca 2026 roku.",
    ),
    Honest(
        "At sea off Gotland, HMS Defender and the Swedish corvette Visby tracked two Kilo-class submarines for a day.",
        "HMS Defender and Visby track two submarines off Gotland",
        "HMS Defender and the Swedish corvette Visby tracked two Kilo-class submarines at sea off Gotland.",
    ),
)
"""Drafts of other shapes, each of which is to be taken: speech, negations, doubts, Polish, ships."""
PARAPHRASES = tuple(
    Honest(*each)
    for each in (
        (
            "Ukrainian forces said on Sunday they had shot down 87 of 105 drones launched by Russia overnight.",
            "Ukraine says it shot down 87 of 105 Russian drones",
            "Ukrainian forces said on Sunday that they had shot down 87 of 105 drones that Russia launched overnight.",
        ),
        (
            "The European Commission proposed a 19th package of sanctions against Russia on Friday.",
            "European Commission proposes a 19th package of sanctions against Russia",
            "On Friday the European Commission proposed a 19th package of sanctions against Russia.",
        ),
        (
            "Finland will close two of its eight border crossings with Russia from 15 March, the government announced.",
            "Finland to close two of its eight border crossings with Russia",
            "The government of Finland announced that two of its eight border crossings with Russia will close from "
            "15 March.",
        ),
        (
            "Volodymyr Zelensky met Emmanuel Macron in Paris on Monday to discuss security guarantees.",
            "Zelensky and Macron discuss security guarantees in Paris",
            "Volodymyr Zelensky met Emmanuel Macron in Paris on Monday. They discussed security guarantees.",
        ),
        (
            "Moscow has never agreed to a ceasefire without conditions, Keir Starmer told the House of Commons.",
            "Starmer: Moscow has never agreed to a ceasefire without conditions",
            "Keir Starmer told the House of Commons that Moscow has never agreed to a ceasefire without conditions.",
        ),
        (
            "The UK and Norway signed a £10bn deal for at least five Type 26 frigates in Oslo.",
            "UK and Norway sign £10bn deal for Type 26 frigates",
            "In Oslo, the UK and Norway signed a deal worth £10bn for at least five Type 26 frigates.",
        ),
        (
            "Sweden's defence minister, Pål Jonson, said the country would deliver 26 Archer howitzers by 2027.",
            "Sweden would deliver 26 Archer howitzers by 2027, minister says",
            "Pål Jonson, the defence minister of Sweden, said that the country would deliver 26 Archer howitzers by "
            "2027.",
        ),
        (
            "Lithuania and Latvia have not yet decided whether to leave the treaty on cluster munitions.",
            "Lithuania and Latvia have not decided whether to leave treaty on cluster munitions",
            "Whether to leave the treaty on cluster munitions has not yet been decided by Lithuania and Latvia.",
        ),
        (
            "Hungary blocked a joint statement on Ukraine at the summit in Brussels, diplomats said.",
            "Hungary blocks joint statement on Ukraine at Brussels summit",
            "Diplomats said that Hungary blocked a joint statement on Ukraine at the summit in Brussels.",
        ),
        (
            "Ramstein contributors pledged more than €21bn in new military aid for Kyiv at their 27th meeting.",
            "Contributors pledge more than €21bn in military aid for Kyiv",
            "At their 27th meeting the Ramstein contributors pledged more than €21bn in new military aid for Kyiv.",
        ),
        (
            "A British Army spokesman confirmed that 3,500 soldiers would take part in Exercise Steadfast Dart.",
            "British Army: 3,500 soldiers to take part in Exercise Steadfast Dart",
            "A British Army spokesman confirmed that 3,500 soldiers would take part in the exercise.",
        ),
        (
            "China denied on Wednesday that it had supplied weapons to Russia.",
            "China denies it supplied weapons to Russia",
            "On Wednesday China denied that it had supplied weapons to Russia.",
        ),
        (
            "Turkey's parliament ratified Sweden's accession to NATO on 23 January 2024 by 287 votes to 55.",
            "Turkey's parliament ratifies Sweden's accession to NATO",
            "By 287 votes to 55, the parliament of Turkey ratified Sweden's accession to NATO on 23 January 2024.",
        ),
        (
            "The destroyer HMS Duncan intercepted a missile over the Red Sea, the Ministry of Defence said.",
            "HMS Duncan intercepted a missile over the Red Sea",
            "The Ministry of Defence said that the destroyer HMS Duncan had intercepted a missile over the Red Sea.",
        ),
        (
            "Estonia accuses Russia of violating its airspace with three MiG-31 fighter jets for 12 minutes.",
            "Estonia accuses Russia of violating its airspace with MiG-31 jets",
            "Estonia says that three MiG-31 fighter jets of Russia violated its airspace for 12 minutes.",
        ),
        (
            "Defence spending will rise to 2.5% of GDP by April 2027, the Prime Minister told MPs.",
            "Prime Minister: defence spending to rise to 2.5% of GDP by April 2027",
            "The Prime Minister told MPs that defence spending will rise to 2.5% of GDP by April 2027.",
        ),
        (
            "Talks between the US and Russia in Riyadh ended on Tuesday without an agreement on a ceasefire.",
            "US-Russia talks in Riyadh end without agreement on ceasefire",
            "Talks in Riyadh between the US and Russia ended without an agreement on a ceasefire on Tuesday.",
        ),
        (
            "Japan and the Philippines signed a reciprocal access agreement on 8 July 2024.",
            "Japan and the Philippines sign a reciprocal access agreement",
            "The reciprocal access agreement was signed by Japan and the Philippines on 8 July 2024.",
        ),
        (
            "Denmark donated its entire artillery to Ukraine, Prime Minister Mette Frederiksen said in Munich.",
            "Denmark donated all its artillery to Ukraine, says Frederiksen",
            "Prime Minister Mette Frederiksen said in Munich that Denmark had donated its entire artillery to Ukraine.",
        ),
        (
            "The IAEA reported shelling near the Zaporizhzhia nuclear power plant on three days last week.",
            "IAEA reports shelling near Zaporizhzhia nuclear power plant",
            "The IAEA reported that there was shelling near the Zaporizhzhia nuclear power plant on three days last "
            "week.",
        ),
        (
            "Germany's Bundestag voted 513 to 207 to exempt defence from the debt brake.",
            "Bundestag votes to exempt defence from debt brake",
            "The Bundestag of Germany voted by 513 to 207 for exempting defence from the debt brake.",
        ),
        (
            "North Korea sent about 10,000 troops to Russia's Kursk region, according to the Pentagon.",
            "Pentagon: North Korea sent about 10,000 troops to Kursk region",
            "According to the Pentagon, North Korea has sent about 10,000 troops to the Kursk region of Russia.",
        ),
        (
            "Rheinmetall plans to build a factory for gunpowder in Romania worth more than €500m.",
            "Rheinmetall plans gunpowder factory in Romania",
            "The company Rheinmetall intends to build a gunpowder factory worth more than €500m in Romania.",
        ),
        (
            "Cables between Finland and Germany were cut in the Baltic Sea on 18 May, and Berlin spoke of sabotage.",
            "Cables between Finland and Germany cut in the Baltic Sea",
            "Berlin spoke of sabotage after cables between Finland and Germany were cut in the Baltic Sea on "
            "18 May.",
        ),
        (
            "Slovakia stopped deliveries of emergency electricity to Ukraine, its energy ministry announced on Friday.",
            "Slovakia stops emergency electricity deliveries to Ukraine",
            "On Friday the energy ministry of Slovakia announced that it had stopped emergency deliveries of "
            "electricity to Ukraine.",
        ),
        (
            "“We will not recognise any annexation,” said Ursula von der Leyen after the meeting.",
            "Von der Leyen: we will not recognise any annexation",
            "Ursula von der Leyen said after the meeting that no annexation would be recognised.",
        ),
        (
            "Canada and Poland agreed to train 800 Ukrainian recruits a month at Lublin until June 2026.",
            "Canada and Poland to train 800 Ukrainian recruits a month",
            "Canada and Poland reached an agreement to train 800 recruits from Ukraine a month at Lublin until June "
            "2026.",
        ),
        (
            "France opened an inquiry into the killing of two journalists in Donetsk in October.",
            "France opens inquiry into killing of two journalists in Donetsk",
            "An inquiry was opened by France into the deaths of two journalists who were killed in Donetsk in October.",
        ),
        (
            "The Netherlands transferred the last of 24 F-16s to Ukraine, Ruben Brekelmans announced.",
            "Netherlands transfers last of 24 F-16s to Ukraine",
            "Ruben Brekelmans announced that the Netherlands had handed over the last of 24 F-16s to Ukraine.",
        ),
        (
            "Iran rejected accusations that it had sent ballistic missiles to Moscow as “baseless”.",
            "Iran rejects accusations of sending ballistic missiles to Moscow",
            "Iran called accusations that it had sent ballistic missiles to Moscow “baseless” and rejected them.",
        ),
        (
            "President Donald Trump spoke with Vladimir Putin by phone for 90 minutes on 12 February 2025.",
            "Trump and Putin speak by phone for 90 minutes",
            "President Donald Trump and Vladimir Putin had a phone call of 90 minutes on 12 February 2025.",
        ),
        (
            "Greece will buy Rafale jets and three Belharra frigates from France for around €5bn.",
            "Greece to buy Rafale jets and three Belharra frigates from France",
            "Greece is going to buy Rafale jets and three Belharra frigates from France, at a cost of around €5bn.",
        ),
        (
            "Australia's AUKUS partners welcomed the review, which took 30 days longer than planned.",
            "AUKUS partners of Australia welcome the review",
            "The AUKUS partners of Australia welcomed the review, although it took 30 days longer than planned.",
        ),
        (
            "Georgia suspended talks on joining the EU until the end of 2028, which led to protests in Tbilisi.",
            "Georgia suspends talks on joining the EU until end of 2028",
            "Protests in Tbilisi followed when Georgia suspended talks on joining the EU until the end of 2028.",
        ),
        (
            "India and Pakistan exchanged fire across the Line of Control for a fifth night.",
            "India and Pakistan exchange fire across the Line of Control",
            "For a fifth night, India and Pakistan exchanged fire across the Line of Control.",
        ),
        (
            "The Royal Navy tracked the Russian spy ship Yantar through the English Channel.",
            "Royal Navy tracks Russian spy ship Yantar in English Channel",
            "The Russian spy ship Yantar was tracked through the English Channel by the Royal Navy.",
        ),
        (
            "Moldova's Maia Sandu won re-election with 55.35% of the vote despite reports of Russian interference.",
            "Maia Sandu wins re-election with 55.35% of the vote",
            "Despite reports of interference by Russia, Maia Sandu of Moldova won re-election with 55.35% of the vote.",
        ),
        (
            "No British troops will be sent to Ukraine before a peace deal, the Defence Secretary said.",
            "Defence Secretary: no British troops to Ukraine before a peace deal",
            "The Defence Secretary said that no British troops will be sent to Ukraine before there is a peace deal.",
        ),
        (
            "Saudi Arabia hosted negotiators from Kyiv and Washington for nine hours of talks in Jeddah.",
            "Saudi Arabia hosts talks between Kyiv and Washington in Jeddah",
            "Negotiators from Kyiv and Washington held nine hours of talks in Jeddah, hosted by Saudi Arabia.",
        ),
        (
            "Bulgaria and Romania became full members of the Schengen area on 1 January 2025.",
            "Bulgaria and Romania join the Schengen area in full",
            "On 1 January 2025 Bulgaria and Romania became full members of the Schengen area.",
        ),
    )
)  # fmt: skip
"""Drafts as they come; not all of them are taken."""
