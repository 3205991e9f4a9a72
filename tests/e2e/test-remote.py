#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-remote.py BUILD [PICTURES]: a server behind an address, added in the settings.

Mistypes the address, adds the server with a header that lets Salon in, sees its tools, has
the model call one, and changes the server by the same form.
"""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desktop  # noqa: E402
from model import ScriptedModel  # noqa: E402
from remote import KEY, RemoteServer  # noqa: E402

TEXT = ('text', 'password text', 'entry')
TOGGLE = ('radio button', 'toggle button', 'page tab', 'button')


class RemoteTest:
    def __init__(self, build, folder, pictures):
        self.build = build
        self.folder = folder
        self.pictures = pictures
        self.model = ScriptedModel()
        self.remote = RemoteServer()
        config = os.path.join(folder, 'config', 'salon')
        os.makedirs(config)
        with open(os.path.join(config, 'models.json'), 'w', encoding='utf-8') as models:
            json.dump({'providers': {'scripted': {'kind': 'openai-chat', 'name': 'Scripted',
                                                  'baseUrl': self.model.url}},
                       'defaultModel': 'scripted/scripted'}, models)
        self.app = None

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

    def entry(self):
        """The server as it stands in mcp.json."""
        try:
            with open(os.path.join(self.folder, 'config', 'salon', 'mcp.json'), encoding='utf-8') as file:
                return json.load(file)['mcpServers'].get('archive')
        except FileNotFoundError:
            return None

    def start(self):
        self.app = desktop.App(self.build, self.folder)
        self.window.find('text', 'Message')
        self.app.key('ctrl+comma')
        self.settings.find('list item', 'Servers').press()
        size = os.environ.get('SALON_WINDOW')
        if size:
            window = subprocess.run(['xdotool', 'getactivewindow'], check=True, capture_output=True,
                                    text=True).stdout.strip()
            subprocess.run(['xdotool', 'windowsize', window, *size.split('x')], check=True)
            desktop.pump(0.5)

    def mistype(self):
        self.settings.find('button', 'Add Server…').press()
        dialog = self.settings.find('dialog', 'Add Server')
        dialog.find('text', 'Command')
        dialog.find(TOGGLE, 'Remote Address').press()
        address = dialog.find('text', 'Address')
        dialog.missing('text', 'Command')
        dialog.find('text', 'Name').set_text('archive')
        for typed, told in (('archive.example.com', 'has to begin with https://'),
                            ('http://archive.example.com/mcp', 'anybody on the way can read along'),
                            ('https://me:word@archive.example.com', 'Add a header instead'),
                            ('https://', None)):
            address.set_text(typed)
            if told is not None:
                dialog.find('label', contains=told)
            if dialog.find('button', 'Add').is_sensitive:
                raise desktop.NotFound(f'“{typed}” can be added')
        address.set_text('http://archive.example.com/mcp')
        dialog.find('label', contains='anybody on the way can read along')
        self.look('remote-mistyped')

    def add(self):
        dialog = self.settings.find('dialog', 'Add Server')
        dialog.find('text', 'Address').set_text(self.remote.url)
        # Whom it is about to connect to, and nothing behind it.
        dialog.find('label', contains='Salon will connect to this server')
        dialog.find('label', self.remote.url.removesuffix('/mcp'))
        dialog.find('button', 'Add Header').press()
        dialog.find('text', 'Name of the header').set_text('X Api')
        dialog.find('label', contains='The name of a header')
        if dialog.find('button', 'Add').is_sensitive:
            raise desktop.NotFound('a header with a space in its name can be added')
        dialog.find('text', 'Name of the header').set_text('X-Api-Key')
        dialog.find('text', 'Value of the header').set_text(KEY)
        keyring = dialog.find('toggle button', 'Keep the Value in the Keyring')
        if not keyring.has_state(desktop.Atspi.StateType.PRESSED) and \
                not keyring.has_state(desktop.Atspi.StateType.CHECKED):
            raise desktop.NotFound('a key is not meant for the keyring by itself')
        self.look('remote-filled')
        dialog.find('button', 'Add').press()
        self.settings.missing('dialog', 'Add Server')
        desktop.wait_for('the server in mcp.json', self.entry)
        # Without a keyring the value stays where it is.
        if self.entry() != {'type': 'http', 'url': self.remote.url, 'headers': {'X-Api-Key': KEY}}:
            raise desktop.NotFound(f'mcp.json has {self.entry()}')

    def list_tools(self):
        self.settings.find('list item', contains='archive').press()
        self.settings.find('button', 'Start').press()
        self.settings.find('list item', 'Look Up')
        self.settings.find('label', contains='The Archive 7')
        self.look('remote-server')
        if self.remote.refused:
            raise desktop.NotFound(f'{self.remote.refused} requests came without the key')

    def keep_secrets(self):
        self.settings.find(('list item', 'button'), contains='Diagnostics').press()
        self.settings.find(TOGGLE, 'Messages').press()
        messages = self.settings.find('text', 'Messages between Salon and the server').text
        if 'tools/list' not in messages or KEY in messages or 'session-1' in messages:
            raise desktop.NotFound(f'the messages show secrets, or nothing:\n{messages}')
        self.app.key('alt+Left')

    def edit(self):
        self.settings.find(('list item', 'button'), contains='Edit').press()
        dialog = self.settings.find('dialog', 'Edit Server')
        if dialog.find('text', 'Address').text != self.remote.url:
            raise desktop.NotFound('the form has another address')
        if dialog.find('text', 'Value of the header').text != KEY:
            raise desktop.NotFound('the form has another header')
        dialog.find(('list item', 'button', 'toggle button'), contains='Advanced').click()
        # What has the focus is scrolled into sight, and only what is in sight is found.
        for _ in range(6):
            if next(dialog.find_all('text', contains='Seconds'), None) is None:
                self.app.key('Tab')
        dialog.find('text', contains='Seconds').set_text('soon')
        dialog.find('label', contains='has to be a number of seconds')
        dialog.find('text', contains='Seconds').set_text('90')
        self.look('remote-edited')
        dialog.find('button', 'Save').press()
        self.settings.missing('dialog', 'Edit Server')
        desktop.wait_for('the change in mcp.json', lambda: (self.entry() or {}).get('timeout') == 90)
        if self.entry()['headers'] != {'X-Api-Key': KEY}:
            raise desktop.NotFound(f'mcp.json has {self.entry()}')

    def go_to(self, dialog, role, name):
        """By keyboard: only what has the focus is sure to be in sight."""
        for _ in range(24):
            node = next((node for node in dialog.find_all(role, contains=name) if node.is_focused), None)
            if node is not None:
                return node
            self.app.key('Tab')
        raise desktop.NotFound(f'the keyboard does not come to “{name}”')

    def open_sign_in(self):
        self.settings.find(('list item', 'button'), contains='Edit').press()
        dialog = self.settings.find('dialog', 'Edit Server')
        dialog.find(('list item', 'button', 'toggle button'), contains='Advanced').click()
        self.go_to(dialog, None, 'Signing In')
        self.app.key('space')
        return dialog

    def sign_in(self):
        dialog = self.open_sign_in()
        client = self.go_to(dialog, TEXT, 'Client ID')
        secret = self.go_to(dialog, TEXT, 'Client Secret')
        secret.set_text('hush')
        dialog.find('label', contains='needs the “Client ID”')
        if dialog.find('button', 'Save').is_sensitive:
            raise desktop.NotFound('a secret without a client can be saved')
        self.look('remote-sign-in-wrong')
        secret.set_text('')
        client.set_text('salon-archive')
        self.look('remote-sign-in')
        self.go_to(dialog, None, 'Assume PKCE (S256)')
        self.app.key('space')
        self.look('remote-sign-in-switches')
        dialog.find('button', 'Save').press()
        self.settings.missing('dialog', 'Edit Server')
        desktop.wait_for('signing in in mcp.json', lambda: (self.entry() or {}).get('oauth') is not None)
        if self.entry()['oauth'] != {'clientId': 'salon-archive', 'assumeS256': True}:
            raise desktop.NotFound(f'mcp.json has {self.entry()}')
        # The form reads it back, and takes it away again.
        dialog = self.open_sign_in()
        client = self.go_to(dialog, TEXT, 'Client ID')
        if client.text != 'salon-archive':
            raise desktop.NotFound(f'the form has the client “{client.text}”')
        client.set_text('')
        # Off again, if it was on.
        self.go_to(dialog, None, 'Assume PKCE (S256)')
        self.app.key('space')
        dialog.find('button', 'Save').press()
        self.settings.missing('dialog', 'Edit Server')
        desktop.wait_for('nothing about signing in in mcp.json', lambda: 'oauth' not in self.entry())
        self.app.key('ctrl+w')
        self.app.missing('frame', 'Settings')

    def call(self):
        self.model.call(('look_up', {'word': 'salon'}))
        self.model.say('It is on **shelf nine**.')
        self.window.find('text', 'Message').set_text('Where is it?')
        self.window.find('button', 'Send').press()
        self.window.find('button', 'Allow Once').press()
        self.window.find('log', 'Conversation').find('label', contains='shelf nine')
        if [call['arguments'] for call in self.remote.calls] != [{'word': 'salon'}]:
            raise desktop.NotFound(f'the server was asked for {self.remote.calls}')
        result = self.model.requests[-1]['messages'][-1]
        if 'found on shelf nine' not in result['content']:
            raise desktop.NotFound(f'the model was given {result}')

    def quit(self):
        status = self.app.quit()
        if status != 0:
            raise desktop.NotFound(f'Salon ended with {status}')


def main():
    pictures = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
    with desktop.Session(), tempfile.TemporaryDirectory(prefix='salon-remote.') as folder:
        test = RemoteTest(os.path.abspath(sys.argv[1]), folder, pictures)
        steps = [
            ('starts', test.start),
            ('tells what is wrong with an address', test.mistype),
            ('adds a server behind an address', test.add),
            ('lists its tools', test.list_tools),
            ('shows its messages without secrets', test.keep_secrets),
            ('changes it by the same form', test.edit),
            ('says what can not be found out about signing in', test.sign_in),
            ('has the model call one of its tools', test.call),
            ('quits', test.quit),
        ]
        try:
            return desktop.run_steps(steps, lambda: test.app,
                                     os.path.join(sys.argv[1], 'pictures', 'test-remote.png'))
        finally:
            if test.app is not None:
                test.app.kill()


if __name__ == '__main__':
    sys.exit(main())
