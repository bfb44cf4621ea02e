"""A site for the test beside it, on the port that is told."""

import os
import sys
from http.cookies import SimpleCookie
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

sys.path.insert(0, os.environ['CC_WIDGETS'])
from cc_widgets import SiteServer  # noqa: E402


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def session(environ):
    shop = SimpleCookie(environ.get('HTTP_COOKIE', '')).get('shop')
    return shop and {'session_id': shop.value, 'user_id': f'user-{shop.value}', 'user_name': 'Ada'}


site = SiteServer(
    base_url=os.environ['PLATFORM'], app_key='key', app_secret='app-secret', origins=['https://shop.example'],
    channels=['agent-free'], session=session, prefix=os.environ.get('PREFIX'),
)
with make_server('127.0.0.1', int(sys.argv[1]), site, Server, Handler) as server:
    server.serve_forever()
