"""Gets an account to authorize, with the means of wechatpy and against the mock at $WXOPEN_MOCK.

Prints where it takes pushes, then what tests/interop/README.md says. It must never print a secret.
"""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import requests
from wechatpy import WeChatComponent
from wechatpy.client import WeChatComponentClient

MOCK = os.environ["WXOPEN_MOCK"]
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
PATIENCE = 30  # seconds
WeChatComponent.API_BASE_URL = f"{MOCK}/cgi-bin"
WeChatComponent.PRE_AUTH_URL = f"{MOCK}/cgi-bin/componentloginpage"
WeChatComponentClient.API_BASE_URL = f"{MOCK}/cgi-bin/"

component = WeChatComponent("wx-platform", "the secret", "the token", KEY, auto_retry=False)
pushed = Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        query = parse_qs(urlsplit(self.path).query)
        signature, timestamp, nonce = (
            query[name][0] for name in ("msg_signature", "timestamp", "nonce")
        )
        body = self.rfile.read(int(self.headers["Content-Length"]))
        # It trades the code of an authorization by itself.
        pushed.put(component.parse_message(body, signature, timestamp, nonce))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"success")

    def log_message(self, *_):
        pass


def main():
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    print(f"pushed: {pushed.get(timeout=PATIENCE).type}")

    for address in (component.get_pre_auth_url, component.get_pre_auth_url_m):
        authorize(address("https://platform.example/back"))
    listed = component.get_authorizer_list()
    print(f"listed: {listed['total_count']}")


def authorize(page):
    page = page.replace("https://mp.weixin.qq.com", MOCK)
    answer = requests.get(page, allow_redirects=False, timeout=PATIENCE)
    code = parse_qs(urlsplit(answer.headers["Location"]).query)["auth_code"][0]
    event = pushed.get(timeout=PATIENCE)
    print(f"pushed: {event.type} of {event.authorizer_appid}")
    info = component.query_auth(code)["authorization_info"]
    appid = info["authorizer_appid"]
    sets = [granted["funcscope_category"]["id"] for granted in info["func_info"]]
    print(f"traded: {appid} grants {sets}")
    refreshed = component.refresh_authorizer_token(appid, info["authorizer_refresh_token"])
    access, refresh = (
        "same" if info[name] == refreshed[name] else "other"
        for name in ("authorizer_access_token", "authorizer_refresh_token")
    )
    print(f"refreshed: access token {access}, refresh token {refresh}")
    answer = component.get_client_by_appid(appid).post("open/get", data={})
    print(f"called: {answer['errcode']}")
    profile = component.get_authorizer_info(appid)["authorizer_info"]
    print(f"read: {profile['nick_name']} {profile['user_name']}")


if __name__ == "__main__":
    main()
