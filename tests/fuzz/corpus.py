"""The corpus: odd inputs by what reads them, all invented. What was once found to fail stands here for good."""

LONG = 3_000
NUMBERS = ["0", "-0", "00", "9" * 18, "9" * 19, "9" * 400, "1e999", "-1e-999", "NaN", "Infinity", "0x10", "١", "1_0"]
TEXTS = [
    "", " ", "\x00", "\x1b[31m", "\ufeff", "\u200b", "\u202eabc", "\ufffe", "\U0010ffff", "é", "e\u0301", "ß", "İ",
    "🙂", "'", '"', "\\", "\\,", "%", "%%", "%s", "{0}", "${x}", "../../etc/passwd", "*", "a*", "-a", '"a b"', '"',
    "a OR b", "NEAR(a b)", "a" * LONG, "a " * (LONG // 2), "-" * LONG, "\r\nX: y", "null", "None", "[]", "{}",
    "<a>&amp;",
]  # fmt: skip
NAMES = [
    "limit", "cursor", "as_of", "min_snapshot", "fields", "include", "facets", "format", "sort", "q", "actor",
    "actor_not", "actor_scope", "role", "theme", "country", "credibility_max", "has_caveat", "from", "to", "at",
    "name", "collection", "after", "id", "against", "state", "dry_run", "mode", "queries", "prefix", "count",
    "nope", "",
]  # fmt: skip
DAYS = ["0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00+99:99"]
QUERIES = [
    "=", "&", "&&==&", "?", "#", "%", "%0", "%GG", "%00=%00", "%ff=1", "limit=%ED%A0%80", "q=%FE%FF", "q=%22",
    "q=-", "q=*", "q=a*+b*+-c", "limit=1&limit=2", "limit[]=1", "limit=1;sort=title", "q=a%2520b", "as_of=1%2B1",
    "fields=,", "fields=id,id.id", "include=actors," + "actors," * 60 + "actors", "&".join(["q=a"] * 600),
    "actor=" + "a," * 80 + "a", "actor_scope=members", "cursor=AAAA", "cursor=" + "A" * 1999, "sort=relevance",
    "format=csv&fields=id", "from=2026-01-02&to=2026-01-01",
    *(f"as_of={each.replace('+', '%2B')}" for each in DAYS), *(f"from={each}" for each in DAYS[:4]),
    *(f"limit={each}" for each in NUMBERS[:8]),
]  # fmt: skip
CURSORS = ["", "=", "A", "AAAA", "----", "____", "A" * 1999, "é", "AA==", "\x00"]
KEPT_IN_CURSORS = [
    "[]", "null", "[1,1,1,null,null,1]", '[1,1,null,"\\ud800","a",0]', '[1,1,1,"\\u0000","a",0]',
    "[1e400,1,1,1,1,1]", '[1,1,1,"9999-12-31T23:59:59-23:59","a",0]', '[1,1,1,"0001-01-01","a",0]', "[" * 400,
    '[9223372036854775808,1,1,1,"a",0]', '[1,1,1,1.5,"a",0]', '[1,1,1,"2026-01-01","A B",0]', '[1,1,1,1,"a",-1]',
    '[true,1,1,1,"a",0]', "\xff",
]  # fmt: skip
TABLES = [
    "", "\n", ",", "title", "title\n", "sep=\ntitle\na", "sep=;\ntitle;url\na;b", "sep=,\nsep=;\ntitle",
    '"title\na', 'title\n"a"b', "title,title\na,b", "nope\na", "TITLE\na", "title\na,b", "title,\na,b",
    "title,url\na", "\ufefftitle\na", "title\x00\na\x00", "title\r\na\rb\nc", "title\n" + "a" * LONG,
    "authors\n" + ";" * LONG, "authors\n" + "\\" * LONG, "authors\na\\;b;\\", "title\n'=1+1", "identifiers\na=b;c",
    "caveats.kind,caveats.text\na;b,c", "claimed_sources\n" + "\n".join(NUMBERS), "title;url,kind\tid\na", '""\n',
    "aggregator\nTRUE\nmaybe", "title\n" * 50, "\t\t\ntitle\ta",
]  # fmt: skip
LINES = [
    "", "\n\n", "{}", "{}\r\n{}\r", "\ufeff{}", "[]", "null", "1", '"', "{", "{'a':1}", '{"a":1,"a":2}',
    '{"a":NaN}', '{"a":-Infinity}', '{"a":' * 5_000, "[" * 100_000, '{"a":' + "[" * 20 + "]" * 20 + "}",
    '{"\\ud800":"\\udfff"}', '{"a":"\\u0000"}', '{"title":1e999}', '{"title":' + "9" * 5_000 + "}", "{}\u2028{}",
    "{}\x0b{}", '{"":""}', '{"title":"\\ud83d"}', '{"__proto__":{}}', '{"id":{"id":[]}}',
]  # fmt: skip
TAGS = [
    "", "*", "* ", '"*"', "*, *", '"', '""', 'W/""', 'w/"r1-1-a"', '"r1-1-000000000000"', 'W/"r1-1-000000000000"',
    "r1", '"r' + "9" * 19 + '-1"', '"r' + "9" * 18 + '-1"', '"r1-"' * 2, '"r1-a" "r2-b"', ", ,", '"' * LONG,
    '"a",' * 700, '"r-1-x"', "\xff",
]  # fmt: skip
ACCEPTS = [
    "", ",", "*", "*/*", "*/json", "text/*;q=0", "application/json;q=", "a/b;q=nan", "a/b;q=inf", "a/b;q=-1",
    "a/b;q=1e400", "/", "//", ";", "a/b;;;", 'a/b;x="', "text/html, */*;q=0.1", "*/*;q=0", "a/b," * 1_000,
    "\xff/\xff", "text/html;level=1;q=0.٣", "a/b;q=0;q=1", "*;q=.2",
]  # fmt: skip
TRACES = [
    "", "00", "00-" + "0" * 32 + "-" + "0" * 16 + "-00", "00-" + "a" * 32 + "-" + "b" * 16 + "-01",
    "ff-" + "a" * 32 + "-" + "b" * 16 + "-01", "01-" + "a" * 32 + "-" + "b" * 16 + "-01-more",
    "00-" + "A" * 32 + "-" + "b" * 16 + "-01", "00-" + "a" * 32 + "-" + "b" * 16 + "-01\n", "-" * LONG,
    "00-" * 1_000, "\xff",
]  # fmt: skip
CLIENTS = [
    "", "unknown", "127.0.0.1", "127.1", "0127.0.0.1", "256.0.0.1", "::", "::1", "::ffff:10.0.0.1", "fe80::1%eth0",
    "fe80::1%", "%", "[::1]", "1.2.3.4:80", "::" + ":" * LONG, "1" * LONG, "2001:db8::1, 10.0.0.1", "_hidden", "é",
    "1.2.3.4/8", "\x00",
]  # fmt: skip
URLS = [
    "", "http", "http:", "http:/a.org", "http://", "http:///a.org", "https://a.org", "HTTPS://A.ORG:443/",
    "https://a.org:0", "https://a.org:65536/", "https://a.org:", "https://@a.org", "https://a@b@c.org",
    "https://[::1]/", "https://[::1", "https://::1/", "https://[v1.x]/", "https://1/", "https://0x7f.1/",
    "https://٣.org/", "https://xn--/", "https://xn--a.org/", "https://ß.org/", "https://a..org", "https://.a.org",
    "https://a.org.", "https://" + "a" * 64 + ".org", "https://" + "a." * 200 + "org", "https://a.org/%",
    "https://a.org/%zz", "https://a.org/\x00", "https://a.org/<a>", "https://a.org/é?é#é", "https://a.org/#a#b",
    "https://a.org\\@b.org", "https://a.org/" + "é" * 700, "javascript:alert(1)", "https://a.org/\ud800",
    "https://%61.org", "https://a%2eorg", "https://a\u3002org", "https://a\u00ad.org", "https://\u200d.org",
    "https://a.org/[x]", "data:,a",
]  # fmt: skip
HEADERS = {
    "If-Match": TAGS,
    "If-None-Match": TAGS,
    "Accept": ACCEPTS,
    "traceparent": TRACES,
    "X-Forwarded-For": CLIENTS,
}
"""What each header is sent with."""
BODIES = {
    "application/json": LINES,
    "application/merge-patch+json": LINES,
    "application/x-ndjson": LINES,
    "text/csv": TABLES,
    "text/plain": TEXTS,
    "application/x-www-form-urlencoded": QUERIES,
    "application/json; charset=utf-16": ["{}"],
    "\xff": TEXTS,
}
"""What a body of each type is sent with."""
