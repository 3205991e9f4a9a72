#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-window.py BUILD: the real window, a real server from npm, a scripted model.

Adds the filesystem server in the settings, asks, approves, reads the answer, denies a
second call, ends the program, starts it again and finds the chat.
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desktop  # noqa: E402
from model import ScriptedModel  # noqa: E402


class WindowTest:
    def __init__(self, build, folder):
        self.build = build
        self.folder = folder
        self.notes = os.path.join(folder, 'notes')
        os.makedirs(self.notes)
        with open(os.path.join(self.notes, 'cat.txt'), 'w', encoding='utf-8') as note:
            note.write('The cat is called Minka.\n')
        self.model = ScriptedModel()
        config = os.path.join(folder, 'config', 'salon')
        os.makedirs(config)
        with open(os.path.join(config, 'models.json'), 'w', encoding='utf-8') as models:
            json.dump({'providers': {'scripted': {'kind': 'openai-chat', 'name': 'Scripted',
                                                  'baseUrl': self.model.url}},
                       'defaultModel': 'scripted/scripted'}, models)
        self.app = None

    @property
    def window(self):
        return self.app.find('frame', timeout=10)

    def ask(self, text):
        self.window.find('text', 'Message').set_text(text)
        self.window.find('button', 'Send').press()

    def transcript(self):
        return self.window.find('log', 'Conversation')

    def start(self):
        self.app = desktop.App(self.build, self.folder)
        self.window.find('text', 'Message')

    def add_server(self):
        npm = os.environ['SALON_NPM_SERVERS']
        program = os.path.join(npm, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js')
        self.app.key('ctrl+comma')
        settings = self.app.find('frame', 'Settings')
        settings.find('list item', 'Servers').press()
        settings.find('button', 'Add Server…').press()
        dialog = settings.find('dialog', 'Add Server')
        dialog.find('text', 'Name').set_text('files')
        dialog.find('text', 'Command').set_text(f'node {program} {self.notes}')
        # What will run is shown whole before it can run.
        dialog.find('label', contains='This program will run on your computer')
        dialog.find('label', contains=self.notes)
        dialog.find('button', 'Add').press()
        settings.missing('dialog', 'Add Server')
        settings.find('list item', contains='files')
        desktop.wait_for('the server in mcp.json', lambda: 'files' in self.servers())
        self.app.key('ctrl+w')
        self.app.missing('frame', 'Settings')

    def servers(self):
        try:
            with open(os.path.join(self.folder, 'config', 'salon', 'mcp.json'), encoding='utf-8') as file:
                return json.load(file)['mcpServers']
        except FileNotFoundError:
            return {}

    def approve(self):
        self.model.call(('read_text_file', {'path': os.path.join(self.notes, 'cat.txt')}))
        self.model.say('Your note says that the cat is called **Minka**.')
        self.ask('What is the cat called?')
        card = self.window.find('button', 'Allow Once')
        if not self.window.find('button', 'Deny').is_sensitive:
            raise desktop.NotFound('Deny cannot be pressed')
        arguments = self.window.find('text', 'Arguments').text
        if json.loads(arguments) != {'path': os.path.join(self.notes, 'cat.txt')}:
            raise desktop.NotFound(f'the card shows other arguments: {arguments}')
        if len(self.model.requests) != 1:
            raise desktop.NotFound('the model was asked again before the approval')
        card.press()
        self.transcript().find('label', contains='Minka')
        result = self.model.requests[1]['messages'][-1]
        if 'Minka' not in result['content']:
            raise desktop.NotFound(f'the model was given {result}')

    def look_at_the_result(self):
        line = self.transcript().find('button', contains='files, done')
        line.press()
        self.transcript().find(('text', 'label'), contains='The cat is called Minka.')
        line.press()

    def deny(self):
        path = os.path.join(self.notes, 'new.txt')
        self.model.call(('write_file', {'path': path, 'content': 'x'}))
        self.model.say('Then I leave it.')
        self.ask('Write a file')
        self.window.find('button', 'Deny').press()
        self.transcript().find('label', contains='Then I leave it.')
        if os.path.exists(path):
            raise desktop.NotFound('the file was written in spite of the denial')

    def fail(self):
        self.model.fail(401, 'Incorrect API key')
        self.ask('Hello?')
        self.transcript().find('label', contains='key')
        self.model.say('Here I am again.')
        self.transcript().find('button', 'Retry').press()
        self.transcript().find('label', contains='Here I am again.')

    def restart(self):
        self.window.find('button', 'Send')
        status = self.app.quit()
        if status != 0:
            raise desktop.NotFound(f'Salon ended with {status}')
        self.start()
        self.window.find('list item', contains='What is the cat called?').press()
        transcript = self.transcript()
        transcript.find('label', contains='Here I am again.')

    def search(self):
        self.app.key('ctrl+f')
        self.app.type('Minka')
        self.window.find('list item', contains='cat called')
        self.app.key('Escape')

    def crash(self):
        """What was typed survives a kill -9."""
        self.app.key('ctrl+n')
        self.window.find('text', 'Message').set_text('half a thou')
        desktop.pump(1)
        self.app.kill()
        self.start()
        self.window.find('list item', contains='half a thou').press()
        message = self.window.find('text', 'Message')
        desktop.wait_for('the draft', lambda: message.text == 'half a thou')

    def broken_configuration(self):
        path = os.path.join(self.folder, 'config', 'salon', 'mcp.json')
        with open(path, encoding='utf-8') as file:
            good = file.read()
        with open(path, 'w', encoding='utf-8') as file:
            file.write(good.replace('}', '', 1))
        self.window.find('label', contains='line')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(good)
        self.window.missing('label', contains='mcp.json')

    def quit(self):
        status = self.app.quit()
        if status != 0:
            raise desktop.NotFound(f'Salon ended with {status}:\n{self.app.output()}')
        for line in self.app.output().splitlines():
            if 'CRITICAL' in line or 'WARNING' in line and 'dbind' not in line:
                raise desktop.NotFound(f'a warning on the way: {line}')


def main():
    with desktop.Session(), tempfile.TemporaryDirectory(prefix='salon-window.') as folder:
        test = WindowTest(os.path.abspath(sys.argv[1]), folder)
        try:
            return desktop.run_steps([
                ('starts with the model of models.json', test.start),
                ('adds a server in the settings', test.add_server),
                ('approves a call and reads the answer', test.approve),
                ('opens the call and reads its result', test.look_at_the_result),
                ('denies a call, and it is not made', test.deny),
                ('shows a wrong key and tries again', test.fail),
                ('finds the chat after a restart', test.restart),
                ('finds it by a word of its text', test.search),
                ('comes back after kill -9', test.crash),
                ('shows what is wrong with mcp.json', test.broken_configuration),
                ('quits without a warning', test.quit),
            ], lambda: test.app, os.path.join(sys.argv[1], 'pictures', 'test-window.png'))
        finally:
            if test.app is not None:
                test.app.kill()


if __name__ == '__main__':
    sys.exit(main())
