#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-trouble.py BUILD: what goes wrong is one clear sentence, and nothing is lost."""

import glob
import json
import os
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desktop  # noqa: E402
from model import ScriptedModel  # noqa: E402


def closed_port():
    """A port of this computer on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


class TroubleTest:
    def __init__(self, build, folder):
        self.build = build
        self.root = folder
        self.app = None
        self.model = ScriptedModel()

    def prepare(self, name, servers=None, url=None):
        folder = os.path.join(self.root, name)
        config = os.path.join(folder, 'config', 'salon')
        os.makedirs(config)
        os.makedirs(os.path.join(folder, 'data', 'salon'))
        with open(os.path.join(config, 'models.json'), 'w', encoding='utf-8') as models:
            json.dump({'providers': {'scripted': {'kind': 'openai-chat', 'name': 'Scripted',
                                                  'baseUrl': url or self.model.url}},
                       'defaultModel': 'scripted/scripted'}, models)
        if servers is not None:
            with open(os.path.join(config, 'mcp.json'), 'w', encoding='utf-8') as file:
                json.dump({'mcpServers': servers}, file)
        return folder

    def start(self, folder, prefix=()):
        self.app = desktop.App(self.build, folder, prefix=prefix)
        self.window = self.app.find('frame')
        self.message = self.window.find('text', 'Message')

    def ask(self, text):
        self.message.set_text(text)
        self.window.find('button', 'Send').press()

    def end(self):
        status = self.app.quit()
        if status != 0:
            raise desktop.NotFound(f'Salon ended with {status}:\n{self.app.output()}')
        if 'CRITICAL' in self.app.output():
            raise desktop.NotFound(self.app.output())
        self.app = None

    def corrupted_history(self):
        folder = self.prepare('corrupted')
        garbage = b'This is no database. ' * 5000
        with open(os.path.join(folder, 'data', 'salon', 'history.db'), 'wb') as file:
            file.write(garbage)
        self.start(folder)
        self.window.find('label', contains='history.db')
        desktop.screenshot(os.path.join(self.build, 'pictures', 'trouble-corrupted.png'))
        kept = [path for path in glob.glob(os.path.join(folder, 'data', 'salon', 'history.db.corrupt-*'))
                if os.path.getsize(path) == len(garbage)]
        if not kept:
            raise desktop.NotFound('the broken database was not kept as it was')
        self.model.say('A new page.')
        self.ask('Hello')
        self.window.find('label', contains='A new page.')
        self.end()

    def read_only_disk(self):
        folder = self.prepare('read-only')
        data = os.path.join(folder, 'data')
        self.start(folder, prefix=['bwrap', '--dev-bind', '/', '/', '--ro-bind', data, data])
        self.window.find('label', contains='read')
        desktop.screenshot(os.path.join(self.build, 'pictures', 'trouble-read-only.png'))
        self.model.say('I hear you.')
        self.ask('Hello')
        self.window.find('label', contains='I hear you.')
        self.end()

    def missing_command(self):
        folder = self.prepare('missing', {'lost': {'command': 'no-such-program-anywhere', 'autoStart': True}})
        self.start(folder)
        self.app.key('ctrl+comma')
        settings = self.app.find('frame', 'Settings')
        settings.find('list item', 'Servers').press()
        settings.find('list item', contains='lost').press()
        settings.find('label', contains='no-such-program-anywhere')
        desktop.screenshot(os.path.join(self.build, 'pictures', 'trouble-missing.png'))
        self.app.key('ctrl+w')
        self.end()

    def no_network(self):
        port = closed_port()
        self.start(self.prepare('offline', url=f'http://127.0.0.1:{port}/v1'))
        self.ask('Is anybody there?')
        self.window.find('label', contains=str(port))
        self.window.find('button', 'Retry')
        desktop.screenshot(os.path.join(self.build, 'pictures', 'trouble-network.png'))
        self.end()

    def unknown_tool(self):
        self.start(self.prepare('unknown'))
        self.model.call(('make_coffee', {'cups': 2}))
        self.model.say('I have no machine for that.')
        self.ask('Make coffee')
        self.window.find('label', contains='I have no machine for that.')
        answer = self.model.requests[-1]['messages'][-1]
        if answer['role'] != 'tool' or 'make_coffee' not in answer['content']:
            raise desktop.NotFound(f'the model was not told: {answer}')
        self.end()

    def killed(self):
        npm = os.environ['SALON_NPM_SERVERS']
        program = os.path.join(npm, 'node_modules/@modelcontextprotocol/server-memory/dist/index.js')
        marker = os.path.join(self.root, 'killed-marker.jsonl')
        folder = self.prepare('killed', {'memory': {'command': 'node', 'args': [program, marker]}})
        self.start(folder)
        self.model.call(('read_graph', {}))
        self.ask('What do you remember?')
        self.window.find('button', 'Allow Once')
        if not self.processes_with(marker):
            raise desktop.NotFound('the server does not run')
        self.app.kill()
        desktop.wait_for('the server to end', lambda: not self.processes_with(marker))
        self.app = None

    @staticmethod
    def processes_with(marker):
        output = subprocess.run(['ps', '-eo', 'pid,args'], check=True, capture_output=True, text=True).stdout
        return [line for line in output.splitlines() if marker in line]

    def sampling(self):
        npm = os.environ['SALON_NPM_SERVERS']
        program = os.path.join(npm, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js')
        self.start(self.prepare('sampling', {'everything': {'command': 'node', 'args': [program, 'stdio']}}))
        self.model.requests.clear()
        for button, answer in (('Deny', 'It was refused.'), ('Send', 'It was answered.')):
            self.model.call(('trigger-sampling-request', {'prompt': 'a riddle, please', 'maxTokens': 50}))
            if button == 'Send':
                self.model.say('What walks on four legs?')
            self.model.say(answer)
            self.ask('Let the server ask you something')
            self.window.find('button', 'Allow Once').press()
            dialog = self.window.find('dialog', contains='Request to Ask a Model')
            dialog.find('label', contains='a riddle, please')
            dialog.find('label', contains='everything')
            desktop.screenshot(os.path.join(self.build, 'pictures', 'sampling.png'))
            dialog.find('button', button).press()
            self.window.find('label', contains=answer)
        told = [request['messages'][-1]['content'] for request in self.model.requests]
        if 'rejected' not in told[1] or 'What walks on four legs?' not in told[4]:
            raise desktop.NotFound(f'the answers did not arrive: {told}')
        self.end()


def main():
    with desktop.Session(), tempfile.TemporaryDirectory(prefix='salon-trouble.') as folder:
        test = TroubleTest(os.path.abspath(sys.argv[1]), folder)
        try:
            return desktop.run_steps([
                ('keeps a corrupted database aside', test.corrupted_history),
                ('goes on with a read-only disk', test.read_only_disk),
                ('says what to do about a missing command', test.missing_command),
                ('says which address does not answer', test.no_network),
                ('tells the model that a tool does not exist', test.unknown_tool),
                ('leaves no server behind after kill -9', test.killed),
                ('asks before a server may ask a model', test.sampling),
            ], lambda: test.app, os.path.join(sys.argv[1], 'pictures', 'test-trouble.png'))
        finally:
            if test.app is not None:
                test.app.kill()


if __name__ == '__main__':
    sys.exit(main())
