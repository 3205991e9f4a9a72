# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An MCP server behind an address: Streamable HTTP with a session, for those that know the key."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = 'key-of-the-archive'


class RemoteServer:
    def __init__(self):
        self.calls = []
        self.refused = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def log_message(self, *arguments):
                pass

            def answer(self, status, message=None):
                body = b'' if message is None else json.dumps(message).encode()
                self.send_response(status)
                if body:
                    self.send_header('Content-Type', 'application/json')
                if status == 200:
                    self.send_header('Mcp-Session-Id', 'session-1')
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                self.answer(405)

            def do_DELETE(self):
                self.answer(200)

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                if self.headers.get('X-Api-Key') != KEY:
                    outer.refused += 1
                    self.answer(401)
                elif 'id' not in request:
                    self.answer(202)
                else:
                    self.answer(*outer.handle(request))

        self.server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_port}/mcp'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handle(self, request):
        params = request.get('params', {})
        if request['method'] == 'initialize':
            result = {'protocolVersion': '2025-11-25', 'capabilities': {'tools': {}},
                      'serverInfo': {'name': 'archive', 'title': 'The Archive', 'version': '7'}}
        elif request['method'] == 'tools/list':
            result = {'tools': [{'name': 'look_up', 'title': 'Look Up', 'description': 'Looks a word up',
                                 'inputSchema': {'type': 'object', 'properties': {'word': {'type': 'string'}}}}]}
        elif request['method'] == 'tools/call':
            self.calls.append(params)
            result = {'content': [{'type': 'text', 'text': f'{params["arguments"]["word"]}: found on shelf nine'}]}
        else:
            return 200, {'jsonrpc': '2.0', 'id': request['id'],
                         'error': {'code': -32601, 'message': 'Method not found'}}
        return 200, {'jsonrpc': '2.0', 'id': request['id'], 'result': result}
