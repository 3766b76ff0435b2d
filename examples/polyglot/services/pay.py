"""Charges a card with Python: POST /pay/urllib by the standard library, POST /pay/requests by requests.

Where requests is not installed, /pay/requests says so in its answer and takes urllib instead.
Nothing in here knows of tests, proxies or certificates.
"""

import json
import os
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

try:
    import requests
except ImportError:
    requests = None

CHARGES = "https://api.stripe.com/v1/charges"
HEADERS = {"Authorization": "Bearer " + os.environ["STRIPE_API_KEY"]}
FORM = {"amount": 1250, "currency": "usd"}


def by_urllib():
    body = urllib.parse.urlencode(FORM).encode()
    request = urllib.request.Request(CHARGES, data=body, headers=HEADERS)
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.load(response)["id"], "urllib"


def by_requests():
    if requests is None:
        return by_urllib()[0], "urllib, because requests is not installed"
    response = requests.post(CHARGES, data=FORM, headers=HEADERS, timeout=5)
    return response.json()["id"], "requests"


WAYS = {"/pay/urllib": by_urllib, "/pay/requests": by_requests}


class Pay(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            self.answer(200, {"status": "ok"})
        else:
            self.answer(404, {"error": "nothing answers GET " + self.path})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", "0")))
        pay = WAYS.get(self.path)
        if pay is None:
            self.answer(404, {"error": "nothing answers POST " + self.path})
            return
        try:
            charge, by = pay()
        except Exception as error:
            print(f"{self.path}: {error}", flush=True)
            self.answer(502, {"error": str(error)})
            return
        print(f"{self.path}: charged as {charge} by {by}", flush=True)
        self.answer(200, {"chargeId": charge, "by": by})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *ignored):
        """Health checks are no news."""


print("pay-python listens on port 8080", flush=True)
ThreadingHTTPServer(("", 8080), Pay).serve_forever()
