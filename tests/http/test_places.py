"""Places are shared between clients: nobody has all of them, and nobody who waits is forgotten."""

import asyncio
from collections import Counter

from app.http.places import Places
from tests import draws


def test_whoever_asks_for_little_does_not_wait_for_whoever_asks_for_much() -> None:
    async def main() -> None:
        places = Places(4, most_each=2)
        much = [places.ask("much") for _ in range(20)]
        little = places.ask("little")
        assert [each.done() for each in much].count(True) == 2, "nobody has more than half"
        assert little.done()
        other = [places.ask("other"), places.ask("other")]
        assert [each.done() for each in other] == [True, False]
        places.give_back("little")
        assert other[1].done() is True, "who has two places has no third"
        assert places.waiting == 18

    asyncio.run(main())


def test_what_is_too_large_for_what_is_free_waits_and_is_not_overtaken_for_ever() -> None:
    async def main() -> None:
        places = Places(10, most_each=8)
        first, large, small = places.ask("a", 8), places.ask("b", 8), places.ask("c", 1)
        assert (first.done(), large.done(), small.done()) == (True, False, False)
        places.give_back("a", 8)
        assert (large.done(), small.done()) == (True, True)

    asyncio.run(main())


def test_places_are_neither_lost_nor_given_twice_whoever_comes_and_goes() -> None:
    draw = draws.of("places")

    async def main() -> None:
        count, most_each = draw.randint(1, 6), draw.randint(1, 4)
        places, asked, held = Places(count, most_each=min(count, most_each)), [], Counter[str]()
        for _ in range(400):
            move = draw.random()
            if move < 0.5:
                client = f"client {draw.randint(1, 4)}"
                asked.append((client, places.ask(client)))
            elif move < 0.6 and (waiting := [each for _, each in asked if not each.done()]):
                draw.choice(waiting).cancel()
            else:
                having = [each for each in asked if each[1].done() and not each[1].cancelled()]
                if having:
                    given = draw.choice(having)
                    asked.remove(given)
                    places.give_back(given[0])
            held = Counter(client for client, each in asked if each.done() and not each.cancelled())
            still = {client for client, each in asked if not each.done()}
            assert sum(held.values()) <= count
            assert max(held.values(), default=0) <= most_each
            assert sum(held.values()) == count or all(held[client] >= min(count, most_each) for client in still)
        for client, each in asked:
            if each.done() and not each.cancelled():
                places.give_back(client)

    for _ in range(draws.many(30)):
        asyncio.run(main())
