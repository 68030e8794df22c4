"""Vocabulary: short lists of words by which names are told from other words, and inflections from other names."""

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
"""In the order of `date.weekday()`."""
COURTESY = frozenset("mr mrs ms miss mx dr prof professor sir dame lord lady madam madame monsieur esq phd".split())
"""Titles of courtesy: no name, no office."""
ORDINARY = frozenset(
    """
    a about above according across after afterwards again against ago ahead all almost alone along already also
    although altogether always am amid among an and another any anybody anyone anything anywhere apart are around as
    aside at away back barely be because been before behind being below beneath beside besides between beyond both but
    by can cannot certain concerning could critics despite did do does doing done down due during each earlier either
    elsewhere enough equally especially even eventually ever every everybody everyone everything except few fewer
    finally first firstly following for former formerly from further furthermore generally given had half hardly has
    have having he hence her here hers herself him himself his hitherto how however i if in indeed initially instead
    into is it its itself just last lastly late later latest latter least less lest let like likely likewise little
    long mainly many may maybe meanwhile might mine more moreover most mostly much must my namely near nearly neither
    never nevertheless new newly next no nobody none nonetheless nor not nothing notwithstanding now nowhere o of off
    often on once one only onto or other others otherwise ought our ours out outside over overall own owing partly
    past per perhaps please possibly presumably previously probably quite rather recent recently regarding
    respectively said same says second secondly several shall she should similarly since so some somebody someone
    something sometimes soon still subsequently such than that the their theirs them themselves then there thereafter
    therefore these they third this those though through throughout thus till to today together tomorrow too toward
    towards twice ultimately under unless unlike until unto up upon us usually various versus very via was we well
    were what whatever when whenever where whereas wherever whether which whichever while who whoever whole whom whose
    why will with within without would yes yesterday yet you your yours
    """.split()
)
"""Words that are never names, however they are written."""
ALSO_NAMES = frozenset("us it who is am".split())
"""Those of them that mean something else in capitals."""
QUARTERS = frozenset("q1 q2 q3 q4 h1 h2".split())
"""Parts of a year, as headings call them."""
PARTICLES = frozenset("of the for de la le les du des der den di da van von zu bin ibn al el".split())
"""Small words that a name of several words can hold."""
ABBREVIATED = frozenset(
    "adm approx art ca capt cf cmdr col cpl dr e fig g gen gov hon lt maj messrs mr mrs ms mt no pp pres prof rep rev "
    "sec sen sgt st viz vs".split()
)
"""Words after which a full stop ends no sentence."""
FOREIGN = frozenset(
    "att auf avec che dans della des det een ein eine gli het ist jest las les los mit nel nicht och sich sind "
    "una und une".split()
)
"""Words by which a text is known not to be English."""
KINDRED = {
    word: frozenset(words.split())
    for words in (
        "west western westerner westerners",
        "east eastern easterner easterners",
        "north northern northerner northerners",
        "south southern southerner southerners",
        "pope papal",
        "navy navies naval",
        "army armies military",
        "kyiv kiev kyivan",
        "odesa odessa",
        "lviv lvov",
        "chornobyl chernobyl",
        "kharkiv kharkov",
        "mykolaiv nikolaev nikolayev",
        "zaporizhzhia zaporizhzhya zaporozhye zaporizhia",
        "moscow muscovite muscovites",
        "czech czechia",
        "defence defense",
        "centre center",
        "labour labor",
        "programme program",
    )
    for word in words.split()
}
"""Words of one meaning that no common beginning shows."""
ENDINGS = frozenset(
    """
    a al ally an ance ans ant ants ary ate ated ation ational ations ative ce ced cy d e ed ee en ence ency ent ents
    er ers ery es ese ev eva ful i ia ial ian ians ible ic ical ics ied ies ii ij in ina ine ing ings ion ional ions
    is isation ised ish ising ism ist ists ite ites ity ive ives iy ization ized izing less ly ment ments n ness ns o
    or ors ory ous ov ova re ries ry s sation se sed ship ships t tary th ts um us ward y yi yy zation
    """.split()
)
"""Endings in which two forms of one name differ, behind what both begin with."""
OFFICES = sorted(
    (
        "president vice-president prime-minister premier chancellor vice-chancellor minister foreign-minister "
        "defence-minister defense-minister finance-minister interior-minister justice-minister energy-minister "
        "minister-of-defence minister-of-defense minister-of-foreign-affairs minister-for-foreign-affairs "
        "secretary-general general-secretary secretary-of-state secretary-of-defence secretary-of-defense "
        "defence-secretary defense-secretary foreign-secretary home-secretary high-representative commissioner "
        "commission-president council-president governor mayor senator ambassador attorney-general taoiseach "
        "tanaiste king queen emperor pope patriarch chairman chairwoman director-general"
    ).split(),
    key=lambda title: -len(title),
)
"""Offices as they are called beside a person's name, folded, hyphens for spaces, the longest first."""
RANKED = frozenset("deputy vice".split())
"""What comes before an office and makes it another."""
SAME_OFFICE = {"premier": "prime minister", "defense": "defence", "tanaiste": "deputy prime minister"}
"""Other words for what an office is called."""
