#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-models.py BUILD [PICTURES]: a provider is added, tested, chosen and asked, in the real window.

The provider speaks Anthropic's API from a script on loopback, for those that know the key.
"""

import http.server
import json
import os
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desktop  # noqa: E402

KEY = 'sk-right'
MODELS = [{'type': 'model', 'id': 'claude-haiku-4-5', 'display_name': 'Claude Haiku 4.5'},
          {'type': 'model', 'id': 'claude-opus-4-5', 'display_name': 'Claude Opus 4.5'},
          {'type': 'model', 'id': 'claude-sonnet-4-5', 'display_name': 'Claude Sonnet 4.5'}]


class Messages:
    """Anthropic's Messages API: a list of models, and always the same answer."""

    def __init__(self):
        self.requests = []
        outer = self

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

            def refuse(self):
                body = {'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid x-api-key'}}
                self.answer(401, 'application/json', json.dumps(body).encode())

            def do_GET(self):
                if self.headers.get('x-api-key') != KEY:
                    self.refuse()
                else:
                    body = {'data': MODELS, 'has_more': False}
                    self.answer(200, 'application/json', json.dumps(body).encode())

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                if self.headers.get('x-api-key') != KEY:
                    self.refuse()
                    return
                outer.requests.append((body, dict(self.headers)))
                self.answer(200, 'text/event-stream', outer.stream())

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/v1'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def stream():
        events = [
            {'type': 'message_start', 'message': {'id': 'm', 'type': 'message', 'role': 'assistant', 'content': [],
                                                  'usage': {'input_tokens': 9, 'output_tokens': 1}}},
            {'type': 'content_block_start', 'index': 0, 'content_block': {'type': 'text', 'text': ''}},
            {'type': 'content_block_delta', 'index': 0, 'delta': {'type': 'text_delta', 'text': 'Aye, captain.'}},
            {'type': 'content_block_stop', 'index': 0},
            {'type': 'message_delta', 'delta': {'stop_reason': 'end_turn'}, 'usage': {'output_tokens': 5}},
            {'type': 'message_stop'},
        ]
        return ''.join(f'event: {event["type"]}\ndata: {json.dumps(event)}\n\n' for event in events).encode()


class ModelsTest:
    def __init__(self, build, folder, pictures):
        self.build = build
        self.folder = os.path.join(folder, 'models')
        self.pictures = pictures
        self.app = None
        self.api = Messages()

    def look(self, title):
        if self.pictures:
            desktop.screenshot(os.path.join(self.pictures, f'{title}.png'))

    @property
    def window(self):
        return desktop.wait_for('the main window', lambda: next(
            (node for node in self.app.find_all('frame') if node.name != 'Settings'), None), 10)

    @property
    def settings(self):
        return self.app.find('frame', 'Settings', timeout=10)

    def file(self):
        with open(os.path.join(self.folder, 'config', 'salon', 'models.json'), encoding='utf-8') as file:
            return file.read()

    def expect(self, what, condition):
        desktop.wait_for(what, condition, 10)

    def add(self):
        self.app = desktop.App(self.build, self.folder)
        self.window.find('list item', 'Use the Practice Model')
        self.app.key('ctrl+comma')
        self.settings.find('button', 'Add Provider…').press()
        self.dialog = self.settings.find('dialog', 'Add Provider')
        self.dialog.find('text', 'Address').set_text(self.api.url)
        self.dialog.find('text', 'API Key').set_text('sk-wrong')

    def wrong_key(self):
        self.dialog.find('button', 'Test Connection').press()
        self.dialog.find(('label', 'list item'), contains='“invalid x-api-key”')
        self.look('provider-wrong-key')

    def right_key(self):
        self.dialog.find('text', 'API Key').set_text(KEY)
        self.dialog.missing('label', contains='“invalid x-api-key”')
        self.dialog.find('button', 'Test Connection').press()
        self.dialog.find(('label', 'list item'), contains='It answers, with 3 models.')
        self.look('provider-right-key')
        if os.path.exists(os.path.join(self.folder, 'config', 'salon', 'models.json')):
            raise desktop.NotFound('a test wrote models.json')
        self.dialog.find('button', 'Add').press()
        self.settings.missing('dialog', 'Add Provider')
        self.settings.find('list item', contains='Anthropic')
        self.expect('the provider in models.json', lambda: '"anthropic"' in self.file())
        if KEY in self.file() or '${secret:anthropic-key}' not in self.file():
            raise desktop.NotFound(f'the key is not in the keyring:\n{self.file()}')

    def models(self):
        self.settings.find('list item', contains='Anthropic').press()
        page = self.settings.find('list', 'Models')
        self.expect('three models', lambda: len(list(page.find_all('list item'))) == 3)
        self.look('provider-models')
        self.settings.find(('entry', 'text'), 'Search models').set_text('opus')
        self.expect('one model', lambda: len(list(page.find_all('list item'))) == 1)
        row = page.find('list item', 'Claude Opus 4.5')
        if 'Sees pictures' not in row.description:
            raise desktop.NotFound(f'its abilities are not told: {row.description}')
        row.press()
        self.expect('the favourite in models.json',
                    lambda: json.loads(self.file())['providers']['anthropic'].get('favorites') == ['claude-opus-4-5'])
        self.expect('the row to say it', lambda: 'Favourite' in row.description)
        self.look('provider-favorite')
        self.app.key('ctrl+w')
        self.app.missing('frame', 'Settings')

    def choose(self):
        """By the keyboard alone."""
        self.app.key('ctrl+m')
        self.window.find('entry', 'Search models')
        models = self.window.find('list', 'Models')
        models.find('list item', 'Claude Opus 4.5')
        models.missing('list item', 'Claude Sonnet 4.5')
        self.look('model-popover')
        self.app.type('sonnet')
        models.find('list item', 'Claude Sonnet 4.5')
        self.app.key('Return')
        self.window.find('toggle button', contains='Claude Sonnet 4.5')

    def ask(self):
        message = self.window.find('text', 'Message')
        message.set_text('Hello')
        self.window.find('button', 'Send').press()
        self.window.find('label', contains='Aye, captain.')
        if self.api.requests[-1][0]['model'] != 'claude-sonnet-4-5':
            raise desktop.NotFound(f'another model was asked: {self.api.requests[-1]}')

    def chat_settings(self):
        self.window.find('toggle button', 'Chat Menu').press()
        self.window.find('menu item', contains='Settings').press()
        dialog = self.window.find('dialog', 'Chat Settings')
        dialog.find('text', 'Instructions').set_text('You are a pirate.')
        dialog.find('label', 'Set the Temperature').click()
        desktop.pump(0.5)
        self.look('chat-settings')
        self.app.key('Escape')
        self.window.missing('dialog', 'Chat Settings')
        count = len(self.api.requests)
        self.window.find('text', 'Message').set_text('And now?')
        self.window.find('button', 'Send').press()
        self.expect('another request', lambda: len(self.api.requests) > count)
        request = self.api.requests[-1][0]
        if 'You are a pirate.' not in json.dumps(request['system']) or request.get('temperature') != 1:
            raise desktop.NotFound(f'the settings did not arrive: {request}')
        self.window.missing('button', 'Stop')

    def end(self):
        status = self.app.quit()
        if status != 0:
            raise desktop.NotFound(f'Salon ended with {status}:\n{self.app.output()}')
        for line in self.app.output().splitlines():
            if 'CRITICAL' in line or 'WARNING' in line and 'dbind' not in line:
                raise desktop.NotFound(f'a warning on the way: {line}')
        self.app = None


def main():
    pictures = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
    with desktop.Session(), tempfile.TemporaryDirectory(prefix='salon-models.') as folder:
        test = ModelsTest(os.path.abspath(sys.argv[1]), folder, pictures)
        try:
            return desktop.run_steps([
                ('takes an address and a key', test.add),
                ('says that the key is wrong before anything is kept', test.wrong_key),
                ('keeps a provider that answers, and its key in the keyring', test.right_key),
                ('lists and searches its models, and remembers favourites', test.models),
                ('offers favourites, finds all, and is used by the keyboard', test.choose),
                ('asks the chosen model', test.ask),
                ('asks as the chat’s settings say', test.chat_settings),
                ('ends without a warning', test.end),
            ], lambda: test.app, os.path.join(sys.argv[1], 'pictures', 'test-models.png'))
        finally:
            if test.app is not None:
                test.app.kill()


if __name__ == '__main__':
    sys.exit(main())
