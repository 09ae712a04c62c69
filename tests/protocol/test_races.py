"""Writers that meet: what a condition promises holds whatever comes between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.protocol.conftest import Server

TURTLE = "text/turtle"
UPDATE = "application/sparql-update"


def test_of_writers_with_the_same_condition_one_succeeds(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match"""
    path = "/graphs?graph=urn:test:first"

    def put(number: int) -> int:
        body = f"<urn:a> <urn:test:p> {number} ."
        answer = writer.write_to("PUT", path, body, If_None_Match="*", Content_Type=TURTLE)
        return answer.status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(put, range(6))) == [201, *[412] * 5]
    assert writer.write_to("DELETE", path).status_code == 204


def test_of_writers_that_read_the_same_one_succeeds(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-if-match"""
    path = "/graphs?graph=urn:test:same"
    assert writer.write_to("PUT", path, "<urn:a> <urn:test:p> 0 .", Content_Type=TURTLE).is_success
    read = writer.send("GET", path, Accept=TURTLE).headers["ETag"]

    def put(number: int) -> int:
        body = f"<urn:a> <urn:test:p> {number} ."
        return writer.write_to("PUT", path, body, If_Match=read, Content_Type=TURTLE).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(put, range(1, 7))) == [204, *[412] * 5]
    assert writer.write_to("DELETE", path).status_code == 204


def test_an_update_counts_as_a_write_of_others(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1"""
    path = "/graphs?graph=urn:test:updated"
    assert writer.write_to("PUT", path, "<urn:a> <urn:test:p> 0 .", Content_Type=TURTLE).is_success
    read = writer.send("GET", path, Accept=TURTLE).headers["ETag"]

    def send(number: int) -> int:
        if number % 2:
            text = f"INSERT DATA {{ GRAPH <urn:test:updated> {{ <urn:a> <urn:test:p> {number} }} }}"
            return writer.write_to("POST", "/update", text, Content_Type=UPDATE).status_code
        return writer.write_to("DELETE", path, If_Match=read).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(send, range(6)))
    assert statuses[1::2] == [204] * 3
    assert sorted(statuses[::2]) in ([204, 412, 412], [412] * 3)
    left = sum(
        writer.ask(f"GRAPH <urn:test:updated> {{ <urn:a> <urn:test:p> {n} }}") for n in (1, 3, 5)
    )
    # whoever deletes has seen no update, so that none is lost
    assert left == 3
    assert writer.ask("GRAPH <urn:test:updated> { <urn:a> <urn:test:p> 0 }") is (
        204 not in statuses[::2]
    )
    assert writer.write_to("DELETE", path).status_code == 204
