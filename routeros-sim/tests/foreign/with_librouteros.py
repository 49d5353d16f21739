"""librouteros against the simulator. Arguments: host:port of the plain API, of the API over TLS."""

import ssl
import sys
import threading

import librouteros
from librouteros.exceptions import LibRouterosError, TrapError
from librouteros.query import Key


def connect(address, password="secret", **more):
    host, port = address.split(":")
    return librouteros.connect(host=host, port=int(port), username="admin", password=password, encoding="utf-8", **more)


def refused(message, action):
    try:
        action()
    except TrapError as error:
        assert message in str(error), f"{error} does not say {message}"
        return
    raise AssertionError(f"not refused: {message}")


def main():
    plain, tls = sys.argv[1:3]
    api = connect(plain)
    vlans = api.path("/interface/vlan")

    # create, read, query, change
    row = vlans.add(name="foreign", interface="ether1", comment="über", **{"vlan-id": 300})
    assert row.startswith("*"), row
    (read,) = list(vlans)
    assert read["comment"] == "über", read
    assert read["name"] == "foreign" and read["vlan-id"] == 300 and read["running"] is True, read
    name, kind = Key("name"), Key("type")
    found = list(api.path("/interface").select(name, kind).where(kind == "vlan"))
    assert found == [{"name": "foreign", "type": "vlan"}], found
    assert list(vlans.select(name).where(name == "nothing")) == []
    vlans.update(**{".id": row, "name": "renamed"})
    assert [r["name"] for r in vlans] == ["renamed"]
    print("create read query change: ok")

    # traps
    refused("already have interface with such name", lambda: vlans.add(name="renamed", interface="ether1"))
    refused("input does not match any value of interface", lambda: vlans.add(name="x", interface="none"))
    refused("unknown parameter", lambda: vlans.add(name="x", interface="ether1", nonsense="1"))
    refused("no such item", lambda: vlans.remove("*FFFF"))
    refused("no such command", lambda: tuple(api("/interface/vlan/explode")))
    print("traps: ok")

    # listen, on a connection of its own; sentence by sentence, since a whole answer never ends
    listener = connect(plain)
    listener.protocol.writeSentence("/interface/vlan/listen")
    seen = []

    def follow():
        while True:
            _, change = listener.readSentence()
            seen.append(change)
            if change.get(".dead"):
                return

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    # The stream is on once the router has it; a change is repeated until it is seen.
    for attempt in range(2000):
        vlans.update(**{".id": row, "comment": f"c{attempt}"})
        thread.join(0.005)
        if seen:
            break
    vlans.remove(row)
    thread.join(20)
    assert seen and seen[-1].get(".id") == row and seen[-1].get(".dead") is True, seen[-2:]
    assert list(vlans) == []
    print("listen remove: ok")

    # failed login
    try:
        connect(plain, password="wrong")
    except LibRouterosError as error:
        assert "invalid user name or password" in str(error), error
    else:
        raise AssertionError("logged in with a wrong password")
    print("failed login: ok")

    # TLS
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    secure = connect(tls, ssl_wrapper=context.wrap_socket)
    assert list(secure.path("/system/identity")) == [{"name": "MikroTik"}]
    print("tls: ok")


main()
