"""English amounts: how news writes shares, sums, counts and measures, and what of it is no number."""

import pytest

from app.proposing.numbers.amounts import find_measures
from tests.proposing.readings import rows_of

# Each line: a sentence | its values with their units, several apart by a semicolon; nothing where it has none.
TABLE = """
It is a fund of €1.2bn. | 1200000000 EUR
It pays 90bn euros. | 90000000000 EUR
It pays $300 m. | 300000000 USD
It pays a 90-billion-euro loan. | 90000000000 EUR
It pays a €90-billion loan. | 90000000000 EUR
It pays €6–8 billion. | 6000000000 EUR; 8000000000 EUR
It pays between €6 billion and €8 billion. | 6000000000 EUR; 8000000000 EUR
It pays between 6 and 8 billion euros. | 6000000000 EUR; 8000000000 EUR
It pays £2.5 bn. | 2500000000 GBP
It pays EUR 45 million. | 45000000 EUR
It pays 3 billion Swedish kronor. | 3000000000 SEK
It pays 2 billion Czech crowns. | 2000000000 CZK
It pays 120 billion forints. | 120000000000 HUF
It pays 5bn lei. | 5000000000 RON
It pays 60 billion roubles. | 60000000000 RUB
It costs €4,000 each. | 4000 EUR
It fell from 47.6 to 45 dollars a barrel. | 45 USD; 47.6 USD
A third of voters agree. | 33.3 %
It has two-thirds of the seats. | 66.7 %
It lost three quarters of its ships. | 75 %
Half of the grid is gone. | 50 %
It lost half its aircraft. | 50 %
Costs rose by a third. | 33.3 %
One in five Germans agrees. | 20 %
Six in ten Poles agree. | 60 %
It was cut by a quarter on Tuesday. | 25 %
It makes one in four of the missiles. | 25 %
Two battalions in Poland and one in Romania leave. | 2 battalions; 1 battalions
Only one captain stood trial. | 1 captain
It gives a quarter of one per cent. | 0.25 %
It has a two-thirds majority. | 66.7 %
It rose by 1.5 percentage points. | 1.5 % points
It rose by 25 basis points. | 25 basis points
It spends 5–7 % of GDP. | 5 % of GDP; 7 % of GDP
It went from 2% to 3.5% of GDP. | 2 % of GDP; 3.5 % of GDP
It spends 3.5 per cent of economic output. | 3.5 % of GDP
It has a dozen drones and two dozen ships. | 12 drones; 24 ships
It has half a million shells. | 500000 shells
It has half a dozen frigates. | 6 frigates
Two and a half million people fled. | 2500000 people
He got three and a half years. | 3.5 years
Two hundred and fifty soldiers came. | 250 soldiers
Three thousand five hundred rounds came. | 3500 rounds
One hundred and twenty thousand shells came. | 120000 shells
It was a tenfold rise. | 10 times
It has three times as many. | 3 times
Between 5 and 7 ships left. | 5 ships; 7 ships
Five or six tanks left. | 5 tanks; 6 tanks
It sent a 1,000-strong force. | 1000 strong
It fired 155mm shells. | 155 mm
It has 120-mm mortars. | 120 mm
It was a 48-hour truce. | 48 hours
It was a 500-pound bomb. | 500 pounds
It flew 5,000 feet high. | 5000 feet
It makes 3GW. | 3 GW
It cut 330kV lines. | 330 kV
It ships 40 billion cubic metres. | 40000000000 cubic metres
It holds 3,000 square kilometres. | 3000 square kilometres
It fell to minus 15 degrees. | -15 degrees
It fell to -12 °C. | -12 °C
A missile killed 12 and injured 30. | 12 people; 30 people
At least 40 were wounded and nine died. | 40 people; 9 people
The death toll rose to 45. | 45 deaths
The number of Russian attacks rose to 120, from 80. | 120 Russian attacks; 80 Russian attacks
It passed by 412 votes to 130. | 412 votes; 130 votes
It was voted 301 to 12. | 12 votes; 301 votes
Exports rose to 14 million tonnes, up from 11 million. | 14000000 tonnes; 11000000 tonnes
Ten countries agreed, 13 joined and three abstained. | 10 countries; 13 countries; 3 countries
It lists 45 ships, Britain 30 and Canada 12. | 45 ships; 30 ships; 12 ships
About 40 per cent say yes and 35 say no. | 40 %; 35 %
It shot down 58 out of 71 missiles. | 58 missiles; 71 missiles
It has 23 bodies, nine of which are known. | 23 bodies; 9 bodies
It is a force of between 15,000 and 20,000. | 15000 people; 20000 people
It will raise the army to 300,000. | 300000 people
It is a 27-nation bloc. | 27 nations
Some 52 000 people left. | 52000 people
There were 84,000 of them. | 84000 of them
They pass at a rate of four a day. | 4 a day
It has 30-odd ships. | 30 ships
It wants 200 fewer drones. | 200 drones
"""
BY_MANY_WRITERS = """
It took 2½ years. | 2.5 years
It rose by ¾ of a per cent. | 0.75 %
It rose 2 1/2 per cent. | 2.5 %
One and a quarter million men left. | 1250000 men
Nine times out of ten it fails. | 90 %
Two-thirds voted and one third did not. | 66.7 %; 33.3 %
Of 40 men, of whom half left, 12 stayed. | 40 men; 50 %; 12 %
It grew by a factor of 1.5. | 1.5 times
It has twice the guns and twice as many men. | 2 times; 2 times
It has half as many tanks. | 50 %
It grew 2.5-fold. | 2.5 times
It has zero soldiers; losses fell to zero. | 0 soldiers; 0 losses
It fell by 11,6 %, to 1,2 million tonnes. | 11.6 %; 1200000 tonnes
It sent 1.500 drones for €350.000. | 1500 drones; 350000 EUR
The price is €1.459 a litre. | 1.459 EUR
Aid rose from 800,000 to 1.2 million dollars. | 800000 USD; 1200000 USD
Between about 10 and at least 15 men came. | 10 men; 15 men
From 10,000 up to 15,000 men came. | 10000 men; 15000 men
It can carry 55 and 31 missiles. | 55 missiles; 31 missiles
Attacks on ports rose to 120, from 80 in May. | 120 Attacks; 80 Attacks
Its losses since May have passed 1,250. | 1250 losses
Violations: 12 on Monday, nine on Tuesday. | 12 Violations; 9 Violations
It was 212 for, 198 against. | 212 votes; 198 votes
Four governments agreed, three rejected it. | 4 governments; 3 governments
It has a reserve of 870,000. | 870000 people
Two 500kg bombs and 4 x 155mm guns hit. | 2 bombs; 500 kg; 4 guns; 155 mm
Five (5) bases are shut. | 5 bases
Some 135,000 men aged 18 to 30 came. | 135000 men
76 Ukrainian unmanned aerial vehicles fell. | 76 Ukrainian unmanned aerial vehicles
It has three Leopard 2s. | 3 Leopard 2s
It is 20m wide and 100m from the border. | 20 m; 100 m
It was -14C, or minus 14 °C. | -14 C; -14 °C
The pound bought $1.25; it fell to 81.25 against the dollar. | 1.25 USD; 81.25 against the dollar
It rose by 3bp. | 3 bp
17 of NATO's 32 members pay. | 17 members; 32 members
A 2000-strong force left. | 2000 strong
It shot down 280 of the planned 386 targets. | 280 targets; 386 targets
Russia Loses Three Tankers in 48 Hours | 3 Tankers; 48 Hours
It grew by plus or minus 10 per cent, or by minus 3 per cent. | 10 %; -3 %
It trades at 42 times next year's earnings. | 42 times
It lost 12 ships, including 4 from Spain. | 12 ships; 4 ships
It took Rbs7.5tn. | 7500000000000 RUB
Half a million were left, 300 without power. | 300 without power
Some 40 took part, about 300 gathered. | 40 people; 300 people
It said “yes” in five “free” votes. | 5 “free” votes
Nine were hurt, three seriously. | 9 people; 3 people
Only 14 of the 32 are near that. | 14 of the 32; 32 in all
Fifteen of 32 crew were saved, the other 17 were not. | 15 crew; 32 crew; 17 crew
Today 12 bodies were returned, and Russia received 27. | 12 bodies; 27 bodies
It made 61 arrests, 9 more than before. | 61 arrests; 9 arrests
It spends half what Poland does. | 50 %
Four convicted, 3 held over data theft. | 4 people; 3 people
It has 42 ships, up from 17 two years ago. | 42 ships; 17 ships; 2 years
It has eight groups, a strength of just over 10,000. | 8 groups; 10000 people
It adds 137,000 b/d; it fell (-8.6 p.p.). | 137000 b/d; -8.6 % points
Its army costs thrice as much and stands at 8.1. | 3 times
A majority of 226 is needed. | 226 votes
Of 20,000 polled, 300 rally in Tbilisi. | 20000 people; 300 people
It adds 41 ships, the total nears 600. | 41 ships; 600 ships
The bill cleared the panel 14 to 9. | 9 votes; 14 votes
"""
NONE = (
    "Dozens of drones, hundreds of missiles and thousands of troops came.", "He met them three times.",
    "It was at 6 a.m., at 10:30 and at 9pm.", "He is aged 45.", "She is a 12-year-old girl.", "Petrov, 45, is out.",
    "The Group of Seven met.", "The Bucharest Nine met.", "Nord Stream 2 pipeline is shut.", "It was Unit 29155.",
    "It is a two-speed Europe.", "It was a three-way call.", "One official said so.", "One of the ships sank.",
    "The 5th brigade and the 20th package are here.", "It sits at 10 Downing Street.", "A couple of ships left.",
    "It was the second half.", "A fifth round is due.", "The S-400, the Su-34 and the F-16 flew.",
    "They fought on two-track talks.",
    "It rang at 0914 GMT, at 1430 UTC, at 0342Z and at 6 p.m. on Monday.",
    "It is at 14 Mill Lane, at 24 Sussex Drive.",
    "Units 3 and 4 of the plant and phases 1, 2 and 3 of the plan.",
    "Line 2 of the Kyiv metro is shut.",
    "Not one of them left, one of them sank.",
    "The 2014 line, the 2024 Olympics, to 2021 levels.",
    "The P5+1 talks stalled.",
    "The 18-24 age group agrees.",
    "Exercise Steadfast Dart 27 brings together what it can.",
    "House No. 7 and flat 12 burned.",
    "They zero in on targets with zero tolerance.",
    "He said it a thousand times.",
    "Table 4.2 shows the share.",
    "He lost in one quarter, and in two of the line.",
    "On day 55 and 31 more it rained.",
    "The Group of Seven Meets Again in Paris",
    "The oldest was 81 and the youngest 4.",
    "It is at 48.01 N, 37.80 E.",
    "The 4-3-3 formation and the 7.62×39 round are known.",
    "It has a zero-day flaw.",
    "Under STANAG 4569 Level 4 it passes.",
    "A million thanks to all.",
    "A man of 68 was killed.",
    "It is shut between 5 and 9 p.m.",
    "Zero gas came.",
    "They met twice that week.",
    "It is seat 12C of flight 7B.",
    "Britain Gives Five Eyes Partners Data",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), rows_of(TABLE + BY_MANY_WRITERS))
def test_numbers_are_read_as_english_writes_them(text: str, expected: str) -> None:
    found = find_measures(text, language="en")
    assert "; ".join(f"{each.value.normalize():f} {each.unit}" for each in found) == expected
    assert all(text[each.start : each.end] == each.words for each in found)


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert find_measures(text, language="en") == []
