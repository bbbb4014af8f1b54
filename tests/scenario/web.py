"""A running server and people in front of it: the harness of web scenarios."""
import http.client
import json
import os
import select
import signal
import subprocess
import time
import urllib.parse

from hotich import HOTICH, IS_SANITIZED, hotich

DEMO_PASSWORD = "trinh-dien-2026"


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    @property
    def key(self):
        return self.json()["error"]["key"]

    def __repr__(self):
        return f"{self.status} {self.body[:2000]!r}"


class Server:
    """`with Server(folder) as server:`; stopped gracefully at the end."""

    def __init__(self, folder, *options, env=None):
        words = [HOTICH, "serve", folder, "--listen", "127.0.0.1:0", "--json",
                 *options]
        self.child = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, **(env or {})})
        line = self._line(60 if IS_SANITIZED else 20)
        self.url = json.loads(line)["url"] if line else None
        if not self.url:
            raise AssertionError(self.child.stderr.read().decode())
        self.host = urllib.parse.urlsplit(self.url).netloc

    def _line(self, seconds):
        ready, _, _ = select.select([self.child.stdout], [], [], seconds)
        return self.child.stdout.readline().decode() if ready else ""

    def stop(self, how=signal.SIGTERM):
        if self.child.poll() is None:
            self.child.send_signal(how)
        out, err = self.child.communicate(timeout=60)
        self.log = err.decode("utf-8", "replace")
        return self.child.returncode

    def kill(self):
        return self.stop(signal.SIGKILL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        code = self.stop()
        if code not in (0, -signal.SIGKILL) or "Sanitizer" in self.log:
            raise AssertionError(f"server left with {code}: {self.log[-4000:]}")


class Browser:
    """One person's browser: keeps the cookie and the connection."""

    def __init__(self, server, login=None, password=DEMO_PASSWORD):
        self.server, self.cookie, self.connection = server, None, None
        if login:
            reply = self.sign_in(login, password)
            assert reply.status == 200, repr(reply)

    def __del__(self):
        if self.connection:
            self.connection.close()

    def sign_in(self, login, password=DEMO_PASSWORD):
        return self.post("/api/session", {"login": login, "password": password})

    def send(self, method, path, body=None, headers=None, purpose=None,
             type="application/json", plain=False):
        sent = {} if plain else {"X-Hotich": "1"}
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body, ensure_ascii=False)
        if isinstance(body, str):
            body = body.encode()
        if body is not None:
            sent["Content-Type"] = type
        if self.cookie:
            sent["Cookie"] = self.cookie
        if purpose:
            sent["X-Purpose"] = urllib.parse.quote(purpose)
        sent.update(headers or {})
        for attempt in (1, 2):
            if not self.connection:
                self.connection = http.client.HTTPConnection(
                    self.server.host, timeout=60)
            try:
                self.connection.request(method, path, body, sent)
                got = self.connection.getresponse()
                data = got.read()
                break
            except (http.client.RemoteDisconnected, BrokenPipeError,
                    ConnectionResetError):
                # the server closed a connection that was idle
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise
        for name, value in got.getheaders():
            if name == "Set-Cookie":
                self.cookie = value.split(";")[0]
        return Reply(got.status, dict(got.getheaders()), data)

    def get(self, path, **how):
        return self.send("GET", path, **how)

    def post(self, path, body=None, **how):
        return self.send("POST", path, {} if body is None else body, **how)

    def put(self, path, body=None, **how):
        return self.send("PUT", path, {} if body is None else body, **how)

    def delete(self, path, **how):
        return self.send("DELETE", path, **how)


def until(seconds, true):
    """Wait for something that another process does; False: it did not."""
    end = time.monotonic() + seconds * (5 if IS_SANITIZED else 1)
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def password_of(scenario, folder, login):
    """A one-time password, as an administrator gives it out."""
    return scenario.ok("staff", "password", folder, login,
                       "--json").json()["password"]


__all__ = ["Browser", "DEMO_PASSWORD", "Reply", "Server", "hotich",
           "password_of", "until"]
