"""A test cannot reach the world, nor what belongs to whoever runs it."""

import os
import socket
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

FOR_DOCUMENTATION = ("192.0.2.1", 443)


def test_the_world_is_out_of_reach() -> None:
    with socket.socket() as unplugged, pytest.raises(SocketConnectBlockedError):
        unplugged.connect(FOR_DOCUMENTATION)


def test_loopback_is_within_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as caller:
        assert caller.getpeername() == server.getsockname()


def test_home_and_working_folder_are_the_tests_own_and_empty(tmp_path: Path) -> None:
    assert Path.cwd() == Path.home() == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_no_setting_of_a_desk_and_no_proxy_is_left() -> None:
    left = [known for known in os.environ if known.upper().startswith("RUNDOWN_") or known.upper().endswith("_PROXY")]
    assert left == []
