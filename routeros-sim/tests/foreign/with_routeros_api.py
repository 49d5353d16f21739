"""RouterOS-api against the simulator. Arguments: host:port of the plain API, of the API over TLS."""

import ssl
import sys

import routeros_api
from routeros_api.exceptions import RouterOsApiCommunicationError


def connect(address, password="secret", **more):
    host, port = address.split(":")
    pool = routeros_api.RouterOsApiPool(
        host, port=int(port), username="admin", password=password, plaintext_login=True, **more
    )
    return pool, pool.get_api()


def refused(message, action):
    try:
        action()
    except RouterOsApiCommunicationError as error:
        text = str(error)
        assert message in text, f"{text} does not say {message}"
        return
    raise AssertionError(f"not refused: {message}")


def main():
    plain, tls = sys.argv[1:3]
    pool, api = connect(plain)
    lists = api.get_resource("/ip/firewall/address-list")

    added = lists.add(list="blocked", address="203.0.113.7", comment="one")
    row = added.done_message["ret"]
    lists.add(list="blocked", address="203.0.113.8/31")
    rows = lists.get(list="blocked")
    assert [r["address"] for r in rows] == ["203.0.113.7", "203.0.113.8/31"], rows
    assert lists.get(list="nothing") == []
    lists.set(id=row, address="203.0.113.9")
    assert lists.get(id=row)[0]["address"] == "203.0.113.9"
    print("create read query change: ok")

    refused("already have such entry", lambda: lists.add(list="blocked", address="203.0.113.9"))
    refused("invalid value for argument address", lambda: lists.add(list="blocked", address="203.0.113.999"))
    refused("missing value(s) of argument(s)", lambda: lists.add(list="blocked"))
    refused("no such command prefix", lambda: api.get_resource("/no/such/menu").get())
    print("traps: ok")

    lists.remove(id=row)
    refused("no such item", lambda: lists.remove(id=row))
    assert len(lists.get()) == 1
    print("remove: ok")
    pool.disconnect()

    try:
        connect(plain, password="wrong")
    except RouterOsApiCommunicationError as error:
        assert "invalid user name or password" in str(error), error
    else:
        raise AssertionError("logged in with a wrong password")
    print("failed login: ok")

    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    pool, api = connect(tls, use_ssl=True, ssl_context=context)
    assert api.get_resource("/system/identity").get() == [{"name": "MikroTik"}]
    pool.disconnect()
    print("tls: ok")


main()
