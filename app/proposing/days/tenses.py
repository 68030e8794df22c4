"""Tenses: English words that tell of a day whether it is past or to come."""

import re

_STRONG = (
    "began|begun|broke|came|died|drove|ended|fell|fled|flew|gave|given|held|hit|left|lost|made|met|rose|sank|saw|seen|sent|"
    "shot|spoke|spent|struck|taken|told|took|went|won|wrote"
)
_IN = (
    r"(?:in|on|by|from|at)\s+(?:the\s+(?:(?:first|second|third|last)\s+(?:half|week|days)|start|beginning|middle|end)\s+of\s+"
    r"(?:the\s+)?|(?:early|mid|late)[\s-]+)?\Z"
)
TO_COME = (
    r"will|would|shall|should(?! (?:not|have)\b)|plans? (?:to|for)|planned|scheduled|expected|due|is to|are to|set to|"
    "going to|likely to|"
    "(?:wants?|intends?|hopes?|aims?|promised|pledged|vowed|agreed|decided|ready|prepares?|preparing) to|"
    r"slated|postponed|rescheduled|put off|brought forward|pushed back|adjourned|"
    r"forthcoming|awaits?|waits? for|(?:could|might)(?!\s+not)|were to|deadline (?:is|for)|"
    r"(?:meets?|begins?|starts|expires?|ends|opens|closes|runs?(?: out)?|returns|leaves|"
    r"travels|flies|arrives|heads|hosts|chairs|convenes?|gathers?|visits|addresses|resumes?|lapses?|discuss(?:es)?|"
    r"decides?|sits?|debates|considers?|adopts?|signs|elects?|unveils?|publishes|presents|receives?|retires?|"
    r"takes? (?:place|effect|over))(?:\s+[\w'’-]+){0,3}?\s+" + _IN + "|"
    r"(?:is|are) (?:meet|beginn|start|hold|host|visit|travell?|fly|arriv|leav|head|return|launch|open|clos|conven|"
    r"send)ing(?:\s+[\w'’-]+){0,6}?\s+" + _IN + "|"
    r"(?-i:may)(?!\s+(?:not|have)\b)(?:\s+[\w'’-]+){1,5}?\s+" + _IN
)
"""Words of what is to come, as a pattern; some only where they end right before a day."""
PAST_VERB = re.compile(rf"\b(?:(?<!be )[a-z]+ed|was|were|had|did|said|{_STRONG})\b|\b(?:anniversary|since)\b")
"""Words of what is past, in the clause of a day."""
DONE_THEN = re.compile(
    r"\b(?:(?!(?:plann|schedul|expect|postpon|adjourn|delay|need|wait|aim|tipp)ed\b)[a-z]{2,}ed|"
    rf"{_STRONG})\s+(?:on|in|at|last)\s+\Z"
)
"""What was done on a day, whatever is to come of it: `a paper published on Friday will be debated`."""
PAST_BEHIND = re.compile(
    rf"\b(?:who|which)\b[^,;]*?\b(?:(?<!be )(?<!is )(?<!are )[a-z]+ed|was|were|had|did|said|{_STRONG})\b[^,;]*\Z"
)
"""A clause of the past that a day ends: `will meet envoys who arrived in London on Tuesday`."""
TO_BE_DONE = re.compile(r"\b(?:be|get)\s+(?:[\w-]+\s+){0,2}\Z")
"""What is to be done, and is told by a participle too: `will be outlined on Monday`."""
RESOLVED = re.compile(r"(?:wanted|intended|hoped|aimed|promised|pledged|vowed|agreed|decided) to", re.IGNORECASE)
"""What was resolved on a day before it: `on Sunday they vowed to fight on`."""
PASSED = re.compile(
    r"\b(?:(?:last|continu|remain|stay|wait|burn|rag|work|persist|linger)ed|(?:ran|fought|stood|sat|slept|held(?:\s+out)?|"
    r"went\s+on|dragged\s+on)|kept\s+\w+ing|had\s+(?:not\s+|already\s+|all\s+)?(?:been\s+\w+|\w+ed|left|gone|fallen|risen)|"
    r"(?:did|was|were|had|could)(?:\s+not|n['’]t)\s+\w+|(?:was|were)\s+(?:up|down|over|gone|back|out|at|in|under)\b)"
    r"(?:\s+[\w%.]+){0,3}\s+\Z",
    re.IGNORECASE,
)
"""Behind which `until` or `by` tells of the past: `it lasted until Monday`, `had not been repaired by Monday`."""
STAYS_SO = re.compile(
    r"\b(?:is|are|remains?|stays?)\s+(?:closed|open|shut|suspended)\s+(?:on\s+|from\s+)?\Z"
    r"|\bmoved\s+from\s+(?:the\s+)?\Z"
)
"""What is so on a day to come: `schools are closed Monday through Wednesday`, `it was moved from Monday to Friday`."""
TO_BE = re.compile(
    r"(?<!\w)(?:(?:will|shall|is\s+to|are\s+to|(?:is|are)\s+(?:due|scheduled|set|expected|going)\s+to|may|might|could)"
    r"(?:\s+not)?\s+(?:be\s+(?:[\w-]+\s+){1,4}|(?!be\b|have\b)[\w-]+\s+(?:(?![\w-]*(?:ed|held|made|sent|begun|struck|said)\b)"
    r"[\w’'-]+\s+){0,4})(?:on|in|by|from|until|for|before)|(?:extended|prolonged|renewed|valid)\s+(?:to|until|till))\s+\Z",
    re.IGNORECASE,
)
"""Words behind which a day is to come, however far it is: `it will be held in March`."""
EXTENDED = re.compile(r"\b(?:extended|prolonged|renewed|valid)\s+to\s+\Z")
"""What goes on up to a day to come."""
