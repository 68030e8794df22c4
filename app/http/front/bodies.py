"""Bodies of requests: refused while they stream once they are over the limit; passed over where nobody needs them."""

from starlette.types import Message, Receive

from app.errors import BodyTooLarge


def bound_body(receive: Receive, most: int) -> Receive:
    """A request's body, refused while it streams once it is over so many bytes."""
    seen = 0

    async def receive_some() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise BodyTooLarge(f"a body may have {most} bytes here")
        return message

    return receive_some


async def pass_over_body(receive: Receive) -> Receive:
    """Take in the body of a read, which nobody needs: an answer before its end would reset the connection."""
    is_more = True
    while is_more:
        message = await receive()
        is_more = message["type"] == "http.request" and message.get("more_body", False)
    told = False

    async def receive_rest() -> Message:
        nonlocal told
        if not told:
            told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        return await receive()

    return receive_rest
