"""Guarded words: what a model may not add to the words that it quotes, common as it is."""

from app.language.folding import fold
from app.language.vocabulary import OFFICES
from app.proposing.days.month_names import MONTHS_BY_LANGUAGE, WEEKDAYS_BY_LANGUAGE

COUNTING = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
    billion billions trillion trillions dozen dozens score scores half halves third thirds quarter quarters fifth tenth
    first second fourth sixth seventh eighth ninth double doubled doubling triple tripled twice thrice once couple pair
    zero percent percentage fold per cent tonne tonnes kilometre kilometres kilometer kilometers mile miles metre metres
    dollar dollars euro euros pound pounds rouble roubles hryvnia zloty ones twos threes fours fives sixes sevens eights
    nines tens quadruple
    """.split()
)
"""Words that say how much: as a number does, they must stand in the words that are quoted, before the same word."""
MEASURING = frozenset(
    """
    all each every both most several many few numerous multiple majority minority entire entirely whole only single
    cents sterling penny acre acres barrel barrels litre litres foot feet inch inches ton tons gram grams degree degrees
    knot knots hectare hectares excess minimum maximum much
    """.split()
)
"""Words that say of how many, or in what it is counted."""
QUALIFYING = frozenset(
    """
    more less fewer least most almost nearly about around roughly approximately over under exactly only another
    additional further up below above so
    """.split()
)
"""Words beside a number that make it another: they stand beside it on both sides, or on neither."""
DATING = frozenset(
    """
    yesterday today tonight tomorrow day days daily week weeks weekly weekend month months monthly year years yearly
    annual annually decade decades century centuries hour hours minute minutes morning afternoon evening night overnight
    noon midnight spring summer autumn winter christmas easter recent recently last next ago seconds dawn midday
    fortnight midweek holiday holidays wartime peacetime now soon earlier later shortly currently already again still
    lunch sun mon tue wed thu fri sat
    """.split()
)
"""Words that say when."""
CALENDAR_WORDS = frozenset(
    fold(name) for names in (MONTHS_BY_LANGUAGE, WEEKDAYS_BY_LANGUAGE) for each in names.values() for name in each
)
"""The months, as they are written and cut short, and the weekdays, folded, in each language that is read."""
NEGATING = frozenset(
    """
    not no never nobody none nothing neither nor nowhere cannot without hardly barely scarcely
    nie bez nicht kein keine keinen keiner keinem ohne pas sans не ні нет без немає
    """.split()
)
"""Words that turn round the word that follows: the same words are turned round on both sides."""
DENYING = NEGATING | frozenset(
    """
    deny denies denied denying denial refuse refuses refused refusing refusal reject rejects rejected rejecting
    rejection fail fails failed failing failure false untrue unless
    """.split()
)
"""Words that turn what is said round: some stand on both sides, or on neither."""
DOUBTING = frozenset(
    "might could perhaps possibly probably allegedly reportedly apparently if whether suspected alleged".split()
)
"""Words that leave open whether it is so, beside `may`: some stand on both sides, or on neither."""
UNDOING = frozenset(
    """
    instead rather except excluding halt stop cease cancel prevent oppose decline avoid abandon withdraw withdrew
    withdrawn lack suspend end delay postpone block ban veto rule ruled rare seldom far pretend lie wrong fake myth
    hoax error mistake reverse revoke repeal deter dismiss miss lose lost little quit unlike impossible illegal
    """.split()
)
"""Words that turn round what somebody did; where one stands in the quoted words, so may another form of it."""
NO_NEGATION = frozenset("discover disclose display dispatch discharge discount discuss disease dispute".split())
"""Words that begin as a negation does, and are none."""
_RANKS = """
president presidential presidency minister ministers ministerial king kings queen queens prince princes princess emperor
emperors general generals admiral admirals colonel colonels captain captains lieutenant lieutenants sergeant marshal
marshals commander commanders chief chiefs leader leaders head heads spokesman spokeswoman spokesperson envoy envoys
diplomat diplomats official officials lawmaker lawmakers judge judges lord lords lady dictator dictators bishop bishops
deputy deputies director directors aide aides adviser advisers boss monarch tsar senator senators mayor mayors governor
governors ambassador ambassadors chancellor chancellors presidents chairman chair secretary secretaries commissioner
commissioners
"""
OFFICE_WORDS = frozenset(word for office in OFFICES for word in office.split("-")) - {"of", "for", "foreign"}
"""Words that say what somebody is."""
BEARING = OFFICE_WORDS | frozenset(
    f"""
    {_RANKS} wife wives husband brother brothers sister sisters son sons daughter daughters father mother uncle aunt
    nephew niece cousin widow i me my mine myself we us our ours ourselves you your yours he him his himself she her
    hers herself
    """.split()
)
"""Words that say who somebody is: offices, ranks, kin, and whether it is a man, a woman, the writer or the reader."""
BODIES = frozenset(
    """
    government governments parliament parliaments congress senate cabinet ministry ministries army armies navy police
    opposition court courts treasury crown kingdom republic union coalition council commission committee embassy
    capital rebels militia militias church gulf pacific channel north south east west islands terror
    """.split()
)
"""Words by which bodies and places are called without a name."""
CHANGING = frozenset("former vice deputy acting ex would-be".split())
"""Words before an office or a name that make it another."""
DIRECTIONS = frozenset("north south east west new".split())
"""Words that, with a capital, make another name of the one that follows."""
PARTING = DIRECTIONS | frozenset(
    "northern southern eastern western central greater great little upper lower occupied then late".split()
)
"""Words that make less, more or another of the name that follows them."""
LEAVING_OPEN = frozenset(
    "fear claim rumour accuse accusation hope threat threaten plan propose consider warn demand want urge ask".split()
)
"""Words before what is quoted by which it need not be so; other forms of them too."""
SMALL_NAMES = frozenset(
    name.replace("-", " ")
    for name in """
    white-house downing-street holy-see black-sea red-sea north-sea west-bank united-nations foreign-office
    royal-navy red-cross security-council home-office supreme-court middle-east gulf-states red-army
    islamic-state iron-curtain iron-dome wall-street capitol-hill black-watch red-square north-atlantic
    world-bank world-court security-service secret-service cold-war national-guard royal-family crown-prince
    state-department war-office border-force coast-guard
    """.split()
)
"""Names of two common words, which nothing tells in small letters."""
FAITHS = frozenset("muslim christian jew jewish islam islamic catholic orthodox protestant hindu sunni shia".split())
"""Words that name those of a faith."""
