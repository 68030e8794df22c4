"""Room for forms: those who are not signed in share what they may send at once, and leave room to all others."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from app.store.database import Database
from tests.databases import Server
from tests.editors import draft, key
from tests.servers import serving

LONG = 16_837_216
"""As many bytes as the longest form may have."""


def begin_form(address: str, *, number: int) -> socket.socket:
    """Begin to send a long form from an address of its own, without a key."""
    place = urlsplit(address)
    opened = socket.create_connection((place.hostname, place.port), source_address=(f"127.0.0.{number}", 0), timeout=20)
    head = f"POST /desk HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {LONG}\r\n"
    opened.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nkey=".encode())
    return opened


def test_long_forms_without_a_key_leave_room_to_writers_and_to_who_signs_in(
    servers: dict[str, Server], tmp_path: Path
) -> None:
    url = servers["sqlite"].url("seeded")
    database = Database(url)
    token = key(database, "her", "*")
    database.close()
    with serving(url, tmp_path) as (address, _):
        opened = [begin_form(address, number=number) for number in range(2, 8)]
        with httpx2.Client(base_url=address) as client:
            asked = {"Authorization": f"Bearer {token}"}
            for number in range(3):
                body = draft("actors") | {"id": f"actor-{number}", "name": f"Actor {number}"}
                assert client.post("/v1/actors", json=body, headers=asked).status_code == 201
                assert client.post("/desk", data={"key": token}).status_code == 303
        for each in opened:
            each.close()
