"""Scopes by their names."""

from lockscan.model.program import enclosing


def test_a_scope_stands_in_all_that_its_name_begins_with() -> None:
    assert list(enclosing("Client.chat.<lambda>")) == ["Client.chat.<lambda>", "Client.chat", "Client"]
    assert list(enclosing("")) == []
