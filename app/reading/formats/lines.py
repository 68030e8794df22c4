"""Lines: JSON that stays on one, whatever a reader takes for the end of a line."""

ESCAPED = {character.encode(): f"\\u{ord(character):04x}".encode() for character in "\u0085\u2028\u2029"}


def on_one_line(json: bytes) -> bytes:
    """JSON in UTF-8 with U+0085, U+2028 and U+2029 as escapes: JSON lets them stand, but many readers end a line there.

    What else ends a line to some, the control characters, is an escape in every JSON (RFC 8259, section 7).
    """
    for character, escape in ESCAPED.items():
        if character[-1:] in json and character[:1] in json:  # one byte is soon looked for
            json = json.replace(character, escape)
    return json
