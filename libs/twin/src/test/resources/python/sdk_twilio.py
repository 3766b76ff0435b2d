# twilio for Python, unmodified but for a client that sends its requests to the twin at TWIN_URL.
import os
import uuid

from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

ACCOUNT = "AC0123456789abcdef0123456789abcdef"


class Rerouted(TwilioHttpClient):
    def request(self, method, url, *args, **kwargs):
        return super().request(method, url.replace("https://api.twilio.com", os.environ["TWIN_URL"]), *args, **kwargs)


client = Client(ACCOUNT, "token_run_" + uuid.uuid4().hex, http_client=Rerouted())
before = len(client.messages.list())
made = client.messages.create(to="+15551112222", from_="+15553334444", body="Hi")
assert made.sid.startswith("SM") and len(made.sid) == 34
assert (made.body, made.to, made.from_, made.account_sid) == ("Hi", "+15551112222", "+15553334444", ACCOUNT)
fetched = client.messages(made.sid).fetch()
assert fetched.body == "Hi" and fetched.date_created is not None
assert client.messages(made.sid).update(body="").body == ""
listed = client.messages.list(page_size=1)
assert len(listed) == before + 1 and listed[0].sid == made.sid
assert [one.sid for one in client.messages.list(to="+15551112222")].count(made.sid) == 1
assert client.messages(made.sid).delete() is True
try:
    client.messages(made.sid).fetch()
    raise AssertionError("the message is still there")
except TwilioRestException as error:
    assert (error.status, error.code) == (404, 20404)
print("list, create, fetch, update, delete")
