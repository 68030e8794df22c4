"""Month names: months, weekdays and words for days as they are counted from today, in five languages and English."""

from collections.abc import Mapping

Months = Mapping[str, int]

_MONTHS = {
    "en": (
        "january jan; february feb; march mar; april apr; may; june jun; july jul; august aug; september sept sep; "
        "october oct; november nov; december dec"
    ),
    "pl": (
        "stycznia styczeń styczniu; lutego luty lutym; marca marzec marcu; kwietnia kwiecień kwietniu; maja maj maju; "
        "czerwca czerwiec czerwcu; lipca lipiec lipcu; sierpnia sierpień sierpniu; września wrzesień wrześniu; "
        "października październik październiku; listopada listopad listopadzie; grudnia grudzień grudniu"
    ),
    "uk": (
        "січня січень січні; лютого лютий лютому; березня березень березні; квітня квітень квітні; "
        "травня травень травні; червня червень червні; липня липень липні; серпня серпень серпні; "
        "вересня вересень вересні; жовтня жовтень жовтні; листопада листопад листопаді; грудня грудень грудні"
    ),
    "ru": (
        "января январь январе; февраля февраль феврале; марта март марте; апреля апрель апреле; мая май мае; "
        "июня июнь июне; июля июль июле; августа август августе; сентября сентябрь сентябре; "
        "октября октябрь октябре; ноября ноябрь ноябре; декабря декабрь декабре"
    ),
    "de": (
        "januar jänner jan; februar feb; märz; april apr; mai; juni; juli; august aug; september sept; oktober okt; "
        "november nov; dezember dez"
    ),
    "fr": (
        "janvier janv; février févr; mars; avril; mai; juin; juillet juil; août; septembre sept; octobre oct; "
        "novembre nov; décembre déc"
    ),
}
_WEEKDAYS = {
    "en": "monday; tuesday; wednesday; thursday; friday; saturday; sunday",
    "pl": (
        "poniedziałek poniedziałku; wtorek wtorku; środę środa środy; czwartek czwartku; piątek piątku; "
        "sobotę sobota soboty; niedzielę niedziela niedzieli"
    ),
    "uk": (
        "понеділок понеділка; вівторок вівторка; середу середа середи; четвер четверга; п'ятницю п'ятниця п’ятницю "
        "п’ятниця; суботу субота суботи; неділю неділя неділі"
    ),
    "ru": (
        "понедельник понедельника; вторник вторника; среду среда среды; четверг четверга; пятницу пятница пятницы; "
        "субботу суббота субботы; воскресенье воскресенья"
    ),
    "de": "montag; dienstag; mittwoch; donnerstag; freitag; samstag sonnabend; sonntag",
    "fr": "lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche",
}
_DAYS_AWAY = {
    "en": (
        "the day before yesterday=-2; yesterday=-1; today=0; tonight=0; tomorrow=1; "
        "last night=-1; this morning=0; this afternoon=0; this evening=0; the day after tomorrow=2"
    ),
    "pl": "przedwczoraj=-2; wczoraj=-1; dzisiaj=0; dziś=0; jutro=1",
    "uk": "позавчора=-2; вчора=-1; учора=-1; сьогодні=0; завтра=1",
    "ru": "позавчера=-2; вчера=-1; сегодня=0; завтра=1",
    "de": "vorgestern=-2; gestern=-1; heute=0; morgen früh=1",
    "fr": "avant-hier=-2; hier=-1; aujourd'hui=0; aujourd’hui=0; demain=1",
}
_PERIODS_AWAY = {
    "en": (
        "the week before last=week-2; the week after next=week2; the month before last=month-2; "
        "the month after next=month2; the year before last=year-2; the year after next=year2; "
        "last week=week-1; past week=week-1; this week=week0; next week=week1; last month=month-1; this month=month0; "
        "next month=month1; last year=year-1; this year=year0; next year=year1; "
        "the coming week=week1; the coming month=month1; the coming year=year1; the current week=week0; "
        "the current month=month0; the current year=year0; last quarter=quarter-1; this quarter=quarter0; "
        "next quarter=quarter1; "
        + "".join(
            f"the {part} of the {unit}={unit}0; "
            for part in ("end", "start", "beginning", "middle", "close")
            for unit in ("week", "month", "quarter", "year")
        )
        + "year-end=year0; the year's end=year0; the year’s end=year0; year's end=year0; year’s end=year0; "
        "mid-year=year0; the month's end=month0; the month’s end=month0; later in the year=year0; "
        "earlier in the year=year0; later in the month=month0; earlier in the month=month0; "
        "earlier in the week=week0; later in the week=week0"
    ),
    "pl": (
        "w zeszłym tygodniu=week-1; w ubiegłym tygodniu=week-1; w tym tygodniu=week0; w przyszłym tygodniu=week1; "
        "w zeszłym miesiącu=month-1; w ubiegłym miesiącu=month-1; w tym miesiącu=month0; w przyszłym miesiącu=month1; "
        "w zeszłym roku=year-1; w ubiegłym roku=year-1; w tym roku=year0; w przyszłym roku=year1"
    ),
    "uk": (
        "минулого тижня=week-1; цього тижня=week0; наступного тижня=week1; минулого місяця=month-1; "
        "цього місяця=month0; наступного місяця=month1; минулого року=year-1; торік=year-1; цього року=year0; "
        "наступного року=year1"
    ),
    "ru": (
        "на прошлой неделе=week-1; на этой неделе=week0; на следующей неделе=week1; в прошлом месяце=month-1; "
        "в этом месяце=month0; в прошлом году=year-1; в этом году=year0; в следующем году=year1"
    ),
    "de": (
        "letzte woche=week-1; vergangene woche=week-1; in der vergangenen woche=week-1; diese woche=week0; "
        "nächste woche=week1; letzten monat=month-1; im vergangenen monat=month-1; diesen monat=month0; "
        "nächsten monat=month1; letztes jahr=year-1; im vergangenen jahr=year-1; dieses jahr=year0; "
        "nächstes jahr=year1"
    ),
    "fr": (
        "la semaine dernière=week-1; cette semaine=week0; la semaine prochaine=week1; le mois dernier=month-1; "
        "ce mois-ci=month0; le mois prochain=month1; l'année dernière=year-1; l’année dernière=year-1; "
        "l'an dernier=year-1; l’an dernier=year-1; cette année=year0; l'année prochaine=year1; l’année prochaine=year1"
    ),
}


def _number_names(lines: Mapping[str, str], first: int) -> Mapping[str, Months]:
    return {
        language: {name: number for number, names in enumerate(line.split(";"), first) for name in names.split()}
        for language, line in lines.items()
    }


def _map_words(lines: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    return {
        language: dict((each.strip().rpartition("=")[::2]) for each in line.split(";"))
        for language, line in lines.items()
    }


MONTHS_BY_LANGUAGE: Mapping[str, Months] = _number_names(_MONTHS, 1)
"""The months, 1 to 12, by their small names in each language, in the cases in which dates have them."""
WEEKDAYS_BY_LANGUAGE: Mapping[str, Months] = _number_names(_WEEKDAYS, 0)
"""The weekdays, as `date.weekday()` counts them, by their small names."""
DAYS_AWAY: Mapping[str, Mapping[str, int]] = {
    language: {words: int(days) for words, days in each.items()} for language, each in _map_words(_DAYS_AWAY).items()
}
"""How many days behind today a word for a day means, by language."""
PERIODS_AWAY: Mapping[str, Mapping[str, str]] = _map_words(_PERIODS_AWAY)
"""Which week, month or year words mean, as `week-1` for the one before today's, by language."""
