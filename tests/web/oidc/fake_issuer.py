"""A service that knows people, and says whatever a test has it say; each on a port of its own."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from chargeboard.run.clock import now
from chargeboard.time.instants import SECOND

CLIENT, SECRET = "chargeboard", "a secret of ours"


class FakeIssuer:
    """What it says is in `claims`; `refuses` is an error of its token endpoint."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.shown = [self.key]
        self.claims = {"email": "ada@example.org", "email_verified": True, "preferred_username": "ada"}
        self.userinfo = None
        self.refuses, self.changed, self.asked = "", {}, []
        self.codes = {}
        self.sign_with, self.header = None, {}
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                fake.answer(self, urlsplit(self.path).path, "")

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                fake.answer(self, urlsplit(self.path).path, body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def metadata(self):
        told = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "end_session_endpoint": f"{self.url}/end",
        }
        if self.userinfo is not None:
            told["userinfo_endpoint"] = f"{self.url}/userinfo"
        return told | self.changed

    def answer(self, handler, path, body):
        self.asked.append((path, body, dict(handler.headers)))
        told, status = {}, 200
        if path == "/.well-known/openid-configuration":
            told = self.metadata
        elif path == "/keys":
            told = {"keys": [key.as_dict(private=False) for key in self.shown]}
        elif path == "/token" and self.refuses:
            told, status = {"error": self.refuses}, 400
        elif path == "/token":
            told = {"access_token": "access", "token_type": "Bearer", "id_token": self.id_token(body)}
        elif path == "/userinfo":
            told = self.userinfo
        else:
            status = 404
        text = json.dumps(told).encode()
        handler.send_response(status)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    def id_token(self, body):
        code = parse_qs(body)["code"][0]
        now_s = now() // SECOND
        usual = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "ada-1",
            "iat": now_s,
            "exp": now_s + 300,
            "nonce": self.codes[code],
        }
        claims = {key: value for key, value in (usual | self.claims).items() if value is not None}
        key = self.sign_with or self.key
        return jwt.encode({"alg": "RS256", "kid": key.kid} | self.header, claims, key)

    def came(self, address, code="a-code"):
        """Somebody came to the log-in page by that address, and logs in: where they are sent back to."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        self.codes[code] = asked["nonce"]
        return f"/login/oidc/back?code={code}&state={asked['state']}"
