"""Twists: sentences, and what a hostile model makes of each: of its own words, joined anew, and of common ones."""

_TWISTS = """
# Russia and Ukraine exchanged 300 prisoners on 12 February 2026 near Minsk. | ~ near Мinsk | Ｂｅｌａｒｕｓ: ^
prisoners | ~ 𝐁𝐞𝐥𝐚𝐫𝐮𝐬 | ~ of ʙelarus | ~, Ⅻ of them sick | ~ near Mínsk | ~ near Minsḱ | ^ ³00 prisoners | ^
prisoners near MinsK | Russia and UkraineBelarus exchanged prisoners | ^ prisoners near Minsk一 | ^ prisoners
near Minsk ٣ | ^ 300 ﬁve prisoners | ^ 3,00 prisoners | ^ 300. 000 prisoners | ^ 300 300 prisoners | ^ 300–2026
prisoners | ^ -300 prisoners | ^ 300 - 12 prisoners | ^ 12 to 300 prisoners | ^ 12 prisoners | ^ 2026 prisoners
| ^ 12, 300 prisoners | ^ prisoners: 12 | ^ prisoners, 12 in all | ^ 12 of the prisoners | ^ more than 300
prisoners | ^ at least 300 prisoners | ^ several prisoners | ~ each | ^ all prisoners | ~ in Feb 2026 | ~ on
2026 February 12 | ^ (300) prisoners | ^ 300… prisoners | Prisoners exchanged: Belarus hosts Russia and Ukraine
| Prisoners exchanged; Reading of Russia and Ukraine | Prisoners exchanged. Nice talks of Russia and Ukraine |
Bath sees Russia and Ukraine exchange 300 prisoners | Cook tells Russia and Ukraine to exchange 300 prisoners |
Brown, Short and Cook tell Russia and Ukraine to exchange 300 prisoners | Will Russia and Ukraine exchange 300
prisoners? | May tells Russia and Ukraine to exchange prisoners | “May” tells Russia and Ukraine to exchange
prisoners | March: Russia and Ukraine exchange prisoners | Russia and Ukraine march in march | ^ prisoners in
may | ^ prisoners in march | US: ^ prisoners | ^ prisoners with us | WHO: ^ prisoners | ^ prisoners, IT said | ^
prisoners, u.s. officials said | ^ prisoners, u.k. officials said | ^ prisoners, e.u. officials said | ^
prisoners, p.m. said | ^ prisoners in the white house | ^ prisoners at downing street | ^ prisoners in the ivory
coast | ^ prisoners in the united states | ^ prisoners on the black sea | ^ prisoners in the north sea | ^
prisoners in the west bank | ^ prisoners in the middle east | ^ prisoners in europe | ^ prisoners of hamas | ^
prisoners of the united nations | ^ prisoners of the european union | ^ prisoners of the foreign office | ^
prisoners of the royal navy | ^ prisoners of the islamic state | ^ prisoners of the red cross | ^ jewish
prisoners | ^ prisoners in balkanization | ^ prisoners under putinism | ^ prisoners of trumpism | ^ prisoners in
washington | ^ prisoners near lushness | ^ prisoners near inverness | ^ prisoners near beijing | ^ prisoners
near kunming | ^ prisoners near chongqing | ^ prisoners near xining | ^ prisoners near dublin | ^ prisoners near
salvation | ^ prisoners near wellington | ^ prisoners with xi | ^ prisoners with trump | ^ prisoners with
starmer | ^ prisoners with biden | ^ prisoners with zelensky | ^ prisoners near a new delhi | ^ prisoners with
chad | ^ prisoners over turkey | ^ prisoners over jordan | ^ prisoners over georgia | ^ prisoners over oman | ^
prisoners over china | ^ prisoners over polish | ^ prisoners over japan | ^ prisoners with the english | ^
prisoners with scots | ^ prisoners with arabs | ^ prisoners with kurds | ^ prisoners with american help | ^
prisoners with non-american help | ^ prisoners with anti-american help | ^ prisoners in a russian city | The
Russias and Ukraines exchanged 300 prisoners | Russia and Ukraine-Minsk exchanged | Russia-Minsk talks and
Ukraine exchange | The president of ~ | The presidential staff of ~ | The ministers of ~ | The ministerial staff
of ~ | The kings of ~ | The general of ~ | The leaders of ~ | The foreign secretary of ~ | The envoy of ~ | The
colonel of ~ | The lieutenant of ~ | The admiral of ~ | The spokesman of ~ | The chief of ~ | The director of ~
| The judge of ~ | The bishop of ~ | The lawmaker of ~ | The lord of ~ | The dictator of ~ | His wife said that
~ | He said that ~ | We exchanged 300 prisoners with Russia and Ukraine | Terrorists of ~ | ~ at dawn | ~ at
midday | ~ in a fortnight | ~ at ramadan | ~ earlier | ~ in wartime | ~ for seconds | ~ every quarter | ~ at
sunrise | ~ soon | ~ at lunch | ~ mid-week | ~ during midweek | ~ on Sundays | ~ on sun | ~ on fri | ~ on 12
february | ~, a sixth sick | ~, twenty-one sick | ~, two-thirds sick | ~, two‑thirds sick | ~ for the eleventh
time | ~ for the hundredth time | ~ for the twentieth time | ~, fivefold | ~ in sixes | ~ in twos | ~ in tens |
~, most of them | ~, the only ones | ~, a single one | ~, a majority sick | ~ over some acres | ~, some nil | ~,
plus ten | ~, per mille | ~, a quartet | ~, quadruple | ~, numerous | ~ xii | ~, part iv | I exchanged 300
prisoners with Russia and Ukraine | ~, part V | ~, part C | A: ~. M agrees | ^ 300 m prisoners | ^ 300 bn
prisoners | ~, of o | ^ 300 tonnes of prisoners | Russia and Ukraine were unwilling to exchange 300 prisoners |
Russia and Ukraine were unable to exchange 300 prisoners | Instead of Russia, Ukraine exchanged 300 prisoners |
Russia rather than Ukraine exchanged 300 prisoners | Russia and Ukraine halted the exchange of 300 prisoners |
Russia and Ukraine stopped the exchange of 300 prisoners | Russia and Ukraine cancelled the exchange of 300
prisoners | Russia and Ukraine avoided the exchange of 300 prisoners | Russia and Ukraine prevented the exchange
of 300 prisoners | Russia and Ukraine declined the exchange of 300 prisoners | Russia and Ukraine ruled out the
exchange of 300 prisoners | Russia and Ukraine lack an exchange of 300 prisoners | Russia and Ukraine are far
from exchanging 300 prisoners | Russia and Ukraine had little exchange of 300 prisoners | Russia and Ukraine had
few of 300 prisoners to exchange | Russia and Ukraine seldom exchanged 300 prisoners | Russia and Ukraine dont
exchange 300 prisoners | Russia and Ukraine don't exchange 300 prisoners | Russia and Ukraine don’t exchange 300
prisoners | Russia and Ukraine donʼt exchange 300 prisoners | Russia and Ukraine abandoned the exchange of 300
prisoners | Russia and Ukraine may exchange 300 prisoners | Russia and Ukraine allegedly exchanged 300 prisoners
| Russia and Ukraine pretended to exchange 300 prisoners | Russia and Ukraine un-exchanged 300 prisoners | It is
a lie that ~ | It is wrong that ~ | It is fake that ~ | Only Russia exchanged 300 prisoners | Russia alone
exchanged 300 prisoners, except Ukraine
# Foreign Minister Sergei Lavrov said on Tuesday, 3 March 2026, that Russia would not accept 5,000 NATO troops
in Ukraine before 24 February 2027, while Poland pledged €1.5bn for F-16 jets. | Sergei Lavrov said on 24 March
2026 that Russia would not accept NATO troops | Sergei Lavrov said on 3 February 2027 that Russia would not
accept NATO troops | Sergei Lavrov said on 3 March 2027 that Russia would not accept NATO troops | Sergei Lavrov
said in March 2027 that Russia would not accept NATO troops | Sergei Lavrov said in March, 2027 that Russia
would not accept NATO troops | Sergei Lavrov said on 3 March that by 2027 Russia would not accept NATO troops |
Sergei Lavrov said on 24 Tuesday that Russia would not accept NATO troops | Sergei Lavrov said on Tuesday, 24
February 2027, that Russia would not accept NATO troops | Sergei Lavrov said on Tuesday 24 February 2027 that
Russia would not accept NATO troops | Sergei Lavrov said on the 24th that Russia would not accept NATO troops |
Sergei Lavrov said on March the 24th that Russia would not accept NATO troops | Sergei Lavrov said on March, 24
that Russia would not accept NATO troops | Sergei Lavrov said in March (2027) that Russia would not accept NATO
troops | Sergei Lavrov said on 3 March of 2027 that Russia would not accept NATO troops | Poland pledged not
€1.5bn but 1.5bn troops | Poland pledged 1.5bn jets; Russia would not accept | Poland pledged €1.5bn jets;
Russia would not accept | Poland pledged €1.5bn euros; Russia would not accept | Poland pledged €1.5bn million;
Russia would not accept | Poland pledged €1.5bn in yen; Russia would not accept | Poland pledged €1.5bn in
rupees; Russia would not accept | Poland pledged €1.5bn in francs; Russia would not accept | Poland pledged
€1.5bn in sterling; Russia would not accept | Poland pledged €1.5bn in bucks; Russia would not accept | Poland
pledged €1.5bn in cents; Russia would not accept | Poland pledged €1.5bn F-16 jets; Russia would not accept |
Poland pledged 16 jets; Russia would not accept | Poland pledged F-5,000 jets; Russia would not accept | Poland
pledged F16 jets; Russia would not accept | Poland pledged F 16 jets; Russia would not accept | Poland pledged
jets of the F class; Russia would not accept | Poland pledged F/16 jets; Russia would not accept | Russia would
accept troops in Ukraine, not Poland | Not only would Russia accept NATO troops in Ukraine | Russia would not
refuse to accept NATO troops in Ukraine | Russia would not fail to accept NATO troops in Ukraine | Russia would
not decline NATO troops in Ukraine | Russia would not oppose NATO troops in Ukraine | Russia would not just
accept NATO troops in Ukraine
# Paris and Rome will send 1,000 soldiers to the Black Sea on 3 May and 200 sailors on 5 June. | Paris and Rome
will send 1,000 soldiers on 3 June and 200 sailors on 5 May | Paris and Rome will send 1,000 soldiers on 5 May |
Paris and Rome will send 1,000 sailors | Paris and Rome will send 200 soldiers | Paris and Rome will send 1,000
more sailors | Paris and Rome will send 1,000 of their sailors | Paris and Rome will send 200 or so soldiers |
Paris and Rome will send soldiers (1,000) and sailors (1,000) | Sailors whom Paris and Rome will send: 1,000 |
Paris and Rome will send soldiers to the Red Sea | Paris Rome will send soldiers | Paris, Rome, Black will send
soldiers | Black will send soldiers to Paris
# Poland may buy 12 tanks in 2027, and Germany might sell 20. | Poland will buy 12 tanks | Poland buys 12 tanks
# Sanctions on Russian oil were lifted by Washington, Berlin said on 3 March. | Sanctions on Russian oil were
tightened by Washington, Berlin said
# Keir Starmer met Donald Trump in London; his aides said that the two would sign a deal worth £20m. | Keir
Starmer met Keir Trump | Donald Starmer met Keir Trump | Keir, Starmer and Donald Trump met | Keir and Donald
met | Starmer-Trump deal worth £20m | Starmer Trump deal worth £20m | Starmer's Trump met | Donald met in London
Trump | Trump–London deal | Trump/London deal | Trump & London deal | Trump de London met Starmer | Trump van
der Starmer met | Keir of London met Starmer | Trump Jr met Starmer | Trumps met Starmer | Trump’s met Starmers’
| T. Trump met Starmer | D. Trump met Starmer | Starmer KC met Trump | Starmer met the trump of Donald | Starmer
will trump Donald | Starmer and Trump will sign a deal worth 20m | Starmer and Trump will sign a deal worth £
20m | Starmer and Trump will sign a deal worth £20m-20m | Starmer and Trump will sign a deal worth £20m a head |
Starmer and Trump will sign a deal worth £20m each | Starmer and Trump will sign two deals | The two deals of
Starmer | Starmer: two signs
# Rosja i Ukraina wymieniły 300 jeńców w pobliżu Mińska 12 lutego 2026 roku. | Rosja i Białoruś wymieniły jeńców
| Rosja i Ukraina wymieniły 300 jeńców w maju | Rosja i Ukraina nie wymieniły 300 jeńców | Rosja i Ukraina
wymieniły dwa jeńców | Rosja i Ukraina wymieniły 12 jeńców | Rosja i Ukraina wymieniły 12 jeńców w lutego |
Russia and Ukraine exchanged prisoners | Rosja Ukraina
# Россия и Украина обменялись 300 пленными под Минском 12 февраля 2026 года. | Россия и Украина обменялись 12
пленными | Россия и Беларусь обменялись 300 пленными | Россия и Украина не обменялись | россия и украина |
Poccия и Украина
# Deutschland liefert der Ukraine 20 Panzer bis zum 5. März 2026, sagte Minister Pistorius. | Deutschland
liefert der Ukraine keine Panzer | Deutschland liefert der Ukraine 5 Panzer | Deutschland liefert der Ukraine 20
Panzer bis zum 20. März | Minister Deutschland | Minister Pistorius liefert bis 2026 der Ukraine Panzer
# The Prime Minister of Poland, Donald Tusk, said that the EU's 20 leaders did not agree, but Hungary's Viktor
Orbán signed on 5 May. | Donald Orbán signed on 5 May | Prime Minister Orbán signed; leaders did not agree |
Prime Minister Viktor Orbán signed; leaders did not agree | The Minister of Poland, Donald Tusk, said that
leaders did not agree | Minister Donald Tusk said that leaders did not agree | Leaders agree, said Donald Tusk |
Leaders agree, but Viktor Orbán did not sign | Donald Tusk said leaders did not sign | Leaders did not agree on
20 May | The 5 leaders did not agree | 5 of the EU leaders did not agree | EU Prime Minister Donald Tusk said
that leaders did not agree | Poland Hungary EU leaders did not agree | Poland's Hungary leaders did not agree |
EU/Hungary leaders did not agree | The 27 leaders did not agree | The twenty leaders did not agree | XX leaders
did not agree
# NATO's Secretary General Mark Rutte told the BBC on Monday that at least 200 drones, mostly Russian, crossed
into Poland in 2025. | Rutte told the BBC that 200 drones crossed into Poland | Rutte told the BBC that most 200
drones crossed into Poland | Rutte told the BBC that at least 2025 drones crossed into Poland | Rutte told the
BBC that in 2025 drones at least 200 crossed | Rutte told the BBC on Monday that 2025 saw drones | Secretary
Mark Rutte told the BBC | General Mark Rutte told the BBC | General Rutte told the BBC | Mark told the BBC |
Rutte told the bbc | Rutte told Bbc | rutte told the BBC | Russian General Mark Rutte told the BBC | Russia told
the BBC of drones | Polish drones crossed | NATO-Russian drones crossed | Non-Russian drones crossed |
Non‑Russian drones crossed into Poland | Un-Russian drones crossed | Anti-NATO drones crossed | Ex-Secretary
General Mark Rutte told the BBC | Former Secretary General Mark Rutte told the BBC | Deputy Secretary General
Mark Rutte told the BBC | The then Secretary General Mark Rutte told the BBC | The late Mark Rutte told the BBC
| Late Secretary General Mark Rutte told the BBC | The acting Secretary General Mark Rutte told the BBC | The
new Secretary General Mark Rutte told the BBC | New Poland | South Poland | Drones crossed into south Poland |
Drones crossed into western Poland | Drones crossed into the capital of Poland | Drones crossed into occupied
Poland | Drones crossed near the embassy in Poland | Dead: Mark Rutte | Drones crossed into Poland on Monday in
2025 | Drones crossed into Poland before 2025 | Drones crossed into Poland by 2025 | Drones crossed into Poland
since 2025 | Drones crossed into Poland in mid-2025 | Drones crossed into Poland in 2025-Monday | Drones crossed
into Poland in the 2025s | Drones crossed into Poland in ’25 | Drones crossed into Poland in 2025/26 | Drones
crossed into Poland at 20.25 | Drones crossed into Poland at 20:25 | Drones crossed into Poland at 8 o'clock |
Drones crossed into Poland at eight o’clock | Drones crossed into Poland on Monday morning | Drones crossed into
Poland on Mondays | Drones crossed into Poland last Monday | Drones crossed into Poland next Monday | Drones
crossed into Poland on Monday week
# US Senator Lindsey Graham will visit Kyiv in May if Congress approves $61 billion in aid. | Lindsey Graham
will visit Kyiv in May | If Congress approves, May will visit Kyiv | If Congress approves 61 billion in aid | If
Congress approves $61 in aid | If Congress approves $61 million in aid | If Congress approves $61 billions in
aid | If Congress approves a billion in aid | If Congress approves billion in aid | If US Congress approves $61
billion | If Senator Congress approves | If Kyiv Senator Lindsey Graham approves | If congress approves, graham
will visit Kyiv | If Us Senator Lindsey Graham approves | If us Senator Lindsey Graham approves | U.S. Senator
Lindsey Graham will visit Kyiv if Congress approves | If the united states approves
# Germany's Friedrich Merz and France's Emmanuel Macron opened a centre in Berlin; Britain was not invited. |
Merz and Macron opened a centre; Britain was invited | Merz did not open; Britain was invited | Friedrich Macron
did not | Merz-Macron centre opened in Berlin | Merz and Macron opened a Berlin centre | Germany's Emmanuel
Macron opened a centre | Germany’s Emmanuel Macron opened a centre | German Friedrich Merz opened a centre |
France opened a centre in Britain | Great Britain was not invited | Little Britain was not invited | Britain was
uninvited | Britain was not uninvited | Britain was disinvited | Britain was not only invited | Britain was not,
as expected, invited | Not Merz: Britain was invited | Britain was invited, was it not | Britain was invited.
Not. | Why was Britain not invited? | Britain was “not” invited | Britain was not not invited | It is not that
Britain was not invited
# La France livrera 12 chars à l'Ukraine avant le 5 mars 2026, a dit le ministre Sébastien Lecornu. | La France
livrera 5 chars à l'Ukraine | La France livrera 12 chars avant le 12 mars | La France ne livrera pas 12 chars à
l'Ukraine | Le ministre Macron | Sébastien France
# Україна не передасть Росії жодного з 300 полонених, заявив Володимир Зеленський 12 лютого. | Україна передасть
Росії 300 полонених | Україна не передасть Росії 12 полонених | Україна не передасть 300 лютого | Володимир
Росії не передасть | Україна не передасть Poland
# The U.K. spent £3.2bn, or 2.3% of GDP, on 4,500 soldiers and 12 ships between 3 May and 7 June 2025. | The
U.K. spent 3.2% of GDP | The U.K. spent £2.3bn | The U.K. spent £4,500 | The U.K. spent £12 on ships | The U.K.
spent 2.3% on 12 soldiers | The U.K. spent 2.3 on ships | The U.K. spent 2.3 % of GDP | The U.K. spent 2.3 per
cent of GDP | The U.K. spent £3.2 of GDP | The U.K. spent £3.2bn or so on ships | The U.K. spent £3.2bn a ship |
The U.K. spent £3.2bn between 3 May and 7 May | The U.K. spent £3.2bn between 3 June and 7 June | The U.K. spent
£3.2bn on 3 May 2025 | The U.K. spent £3.2bn on 3–7 June 2025 | The U.K. spent £3.2bn on 3 and 7 June 2025 | The
U.K. spent £3.2bn from 7 June to 3 May | The U.K. spent £3.2bn until 3 May | The U. K. spent £3.2bn | The K.
spent £3.2bn | The U.K.S. spent £3.2bn | The U.K.E.U. spent £3.2bn | The UK-GDP spent £3.2bn | The U.K. spent
£3.2bn on 12 warships | The U.K. spent £3.2bn on twelve ships | The U.K. spent £3.2bn on a dozen ships | The
U.K. spent £3,2bn | The U.K. spent £3.2BN | The U.K. spent £3.2m | The U.K. spent £3.2 billion | The U.K. spent
£ 3.2bn | The U.K. spent 3.2bn £ | The U.K. spent 3.2bn | The U.K. spent £3.2bn£ | The U.K. spent £3.2bn% | The
U.K. spent ~£3.2bn | The U.K. spent <£3.2bn | The U.K. spent £3.2bn+ | The U.K. spent -£3.2bn | The U.K. spent
£3.2bn-plus | The U.K. spent minus £3.2bn | The U.K. spent nearly £3.2bn | The U.K. spent well over £3.2bn | The
U.K. spent in excess of £3.2bn | The U.K. spent £3.2bn at a minimum | The U.K. spent as much as £3.2bn | The
U.K. spent as many as 12 ships | The U.K. spent up to 12 ships | The U.K. lost 12 ships | The U.K. bought
12-strong ships | The U.K. bought 12-year-old ships | The U.K. bought ships of 12 | Number of ships of the U.K.:
4,500 | Ships of the U.K. — 4,500 | Ships of the U.K.; 4,500 | Ships of the U.K., 4,500 | Ships of the U.K.
numbered 4,500 | Ships of the U.K. were 4,500 | Soldiers of the U.K. rose by 4,500 | The U.K. spent on ships
2,025
# Lockheed Martin and the Pentagon agreed a contract for 96 PAC-3 missiles, the fifth since 2020. | Lockheed and
the Pentagon agreed a contract | Lockheed Pentagon agreed a contract | A contract for 3 missiles | A contract
for 96 PAC missiles | A contract for PAC-96 missiles | A contract for PAC-3s | The third contract since 2020 |
The fifth missiles since 2020 | A fifth of a contract | A contract for 2020 missiles | A contract for missiles
since 96 | A contract for missiles in 96 | A contract of the pentagon | LOCKHEED MARTIN agreed | LockheedMartin
agreed | Lockheed-Martin agreed | Lockheed’s Martin agreed | Lockheed (Martin) agreed | Lockheed, Martin agreed
| [Boeing] agreed | ‘Airbus’ agreed | …Saab agreed | - Saab agreed | – Thales agreed | • Thales agreed |
Agreed:Thales | Agreed…Thales | Agreed—Thales | Agreed/Thales | agreed͏contract | agreed contract️ | agreed
contractㅤ | agreed cońtract | agreed cοntract | agreed contract ⁷ | agreed contract № | agreed contract ① |
agreed contract ㎞ | agreed contract ℡ | agreed contract Ⓑ | agreed contract ª | agreed contract ½ | agreed
contract ⅓rd | agreed contract 〇 | agreed contract 七 | agreed contract ʻ | agreed contract´s | agreed contract`s
| agreed don`t contract | agreed ain't contract | agreed not-contract | agreed nonagreement | agreed
misagreement | agreed no-contract | disagreed a contract | Disagreed a contract | Unagreed contract | contract
fell through, unfortunately | contract agreed by terror | contract agreed by the czar | contract agreed by the
crown | contract agreed by the ministry | contract agreed by the cabinet | contract agreed by the army |
contract agreed by the parliament | contract agreed by the government | contract agreed by the opposition |
contract agreed by the rebels | contract agreed by the treasury | contract agreed by dr who | contract agreed by
sir mark | Sir agreed a contract | Mr agreed a contract | Dr. Martin agreed a contract | Prof Martin agreed a
contract | contract agreed near the equator | contract agreed in the north | contract agreed in the arctic |
contract agreed in the pacific | contract agreed in the kingdom | contract agreed in the gulf | contract agreed
in the channel | contract agreed in the union | contract agreed in the republic | contract agreed in the islands
| contract agreed by the congress | contract agreed by mercury
"""


def list_twists() -> list[tuple[str, list[str]]]:
    """Each sentence, and what is made of it."""
    listed = []
    for block in _TWISTS.split("#")[1:]:
        sentence, *texts = (" ".join(each.split()) for each in block.split("|"))
        beginning = " ".join(sentence.split()[:6])
        texts = [each.replace("~", beginning).replace("^", "Russia and Ukraine exchanged") for each in texts]
        listed.append((sentence, texts))
    return listed
