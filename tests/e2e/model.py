# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A model behind the Chat Completions API on loopback, answering from a script."""

import http.server
import json
import threading


class ScriptedModel:
    """Replies in the order in which they were said; keeps the requests."""

    def __init__(self, name='scripted'):
        self.replies = []
        self.requests = []
        self.title = None  # what a chat is called; without one, the question for it fails
        model = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def log_message(self, *arguments):
                pass

            def answer(self, status, kind, body):
                self.send_response(status)
                self.send_header('Content-Type', kind)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                if self.path.endswith('/models'):
                    listed = {'object': 'list', 'data': [{'id': name}]}
                    self.answer(200, 'application/json', json.dumps(listed).encode())
                else:
                    self.answer(404, 'application/json', b'{"error":{"message":"not found"}}')

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                if model.is_about_title(body):
                    self.answer(200, 'text/event-stream', model.stream({'text': model.title}, body)) \
                        if model.title else self.answer(500, 'application/json', b'{}')
                    return
                model.requests.append(body)
                reply = model.replies.pop(0) if model.replies else {'text': 'The script has no more replies.'}
                if 'status' in reply:
                    self.answer(reply['status'], 'application/json',
                                json.dumps({'error': {'message': reply['text']}}).encode())
                    return
                self.answer(200, 'text/event-stream', model.stream(reply, body))

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/v1'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def is_about_title(request):
        first = request['messages'][0]
        return first['role'] == 'system' and str(first['content']).startswith('You give conversations their titles')

    def say(self, text):
        self.replies.append({'text': text})

    def call(self, *calls):
        """Each call is a pair of a tool, as its server names it, and arguments."""
        self.replies.append({'calls': calls})

    def fail(self, status, text):
        self.replies.append({'status': status, 'text': text})

    @staticmethod
    def stream(reply, request):
        chunks = []
        if 'calls' in reply:
            names = [tool['function']['name'] for tool in request.get('tools', [])]
            calls = []
            for index, (tool, arguments) in enumerate(reply['calls']):
                name = next((name for name in names if name == tool or name.endswith('_' + tool)), tool)
                calls.append({'index': index, 'id': f'call_{index}', 'type': 'function',
                              'function': {'name': name, 'arguments': json.dumps(arguments)}})
            chunks.append({'choices': [{'index': 0, 'delta': {'tool_calls': calls}, 'finish_reason': None}]})
        else:
            for word in reply['text'].split(' '):
                chunks.append({'choices': [{'index': 0, 'delta': {'content': word + ' '}, 'finish_reason': None}]})
        reason = 'tool_calls' if 'calls' in reply else 'stop'
        chunks.append({'choices': [{'index': 0, 'delta': {}, 'finish_reason': reason}]})
        lines = [f'data: {json.dumps(chunk)}\n\n' for chunk in chunks]
        return (''.join(lines) + 'data: [DONE]\n\n').encode()
