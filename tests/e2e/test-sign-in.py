#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-sign-in.py BUILD [PICTURES]: signing in to a server behind a real OpenID provider.

The browser is a script, and the desktop's default. Signs in, calls a tool, lets the token
expire, is asked for more rights and says no and then yes, goes on when the server moves to
another provider, signs out.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import browser  # noqa: E402
import desktop  # noqa: E402
from model import ScriptedModel  # noqa: E402

SECONDS = 4  # how long a token lives


class Peer:
    """The provider and the server, in Node, and what they told."""

    def __init__(self, npm):
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'oauth-peer.mjs')
        self.process = subprocess.Popen(['node', program, npm, str(SECONDS)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = next((line for line in self.process.stdout if line.startswith('{')), None)
        if line is None:
            raise desktop.NotFound('oauth-peer.mjs ended at once')
        self.ready = json.loads(line)
        self.told = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            if line.startswith('{'):  # the provider writes, too
                self.told.append(json.loads(line))

    def count(self, what, **more):
        return sum(1 for each in self.told if each['what'] == what
                   and all(each.get(name) == value for name, value in more.items()))

    def say(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()


class SignInTest:
    def __init__(self, build, folder, pictures):
        self.build = build
        self.folder = folder
        self.pictures = pictures
        self.model = ScriptedModel()
        self.peer = Peer(os.environ.get('SALON_NPM_SERVERS') or os.path.join(build, 'npm'))
        self.log = browser.install(folder)
        config = os.path.join(folder, 'config', 'salon')
        os.makedirs(config)
        with open(os.path.join(config, 'models.json'), 'w', encoding='utf-8') as models:
            json.dump({'providers': {'scripted': {'kind': 'openai-chat', 'name': 'Scripted', 'baseUrl': self.model.url}},
                       'defaultModel': 'scripted/scripted'}, models)
        with open(os.path.join(config, 'mcp.json'), 'w', encoding='utf-8') as file:
            json.dump({'mcpServers': {'archive': {'url': self.peer.ready['url']}}}, file)
        self.app = desktop.App(build, folder)

    def look(self, title):
        if self.pictures:
            desktop.screenshot(os.path.join(self.pictures, f'{title}.png'))

    @property
    def window(self):
        return desktop.wait_for('the main window', lambda: next(
            (node for node in self.app.find_all('frame') if node.name != 'Settings'), None), 10)

    def ask(self, text):
        self.window.find('text', 'Message').set_text(text)
        self.window.find('button', 'Send').press()

    def call(self, tool, answer):
        """Has the model call a tool, allows it, and leaves the model's answer to come."""
        self.model.call((tool, {}))
        self.model.say(answer)
        self.ask(f'Use {tool}, please.')
        self.window.find('button', 'Allow Once').press()

    @staticmethod
    def host(url):
        return url.split('/')[2]

    def wants_sign_in(self):
        self.model.say('Hello, too.')
        self.ask('Hello')
        self.window.find('label', contains='Hello, too.')
        self.window.find('label', contains='archive wants you to sign in')
        self.look('sign-in-banner')
        if browser.visits(self.log):
            raise desktop.NotFound('a browser was opened without being asked for')

    def give_up(self):
        """Who reads the plan and closes the dialog has told nobody anything."""
        self.window.find('button', 'Sign In…').press()
        dialog = self.window.find('dialog', 'Sign In')
        dialog.find('button', 'Open Browser')
        dialog.find('label', self.host(self.peer.ready['url']))
        dialog.find('label', self.host(self.peer.ready['issuers'][0]))
        dialog.find('label', contains='mcp:tools')
        self.look('sign-in-plan')
        dialog.find('button', 'Cancel').press()
        self.window.missing('dialog', 'Sign In')
        self.window.missing('button', 'Sign In…')
        if browser.visits(self.log) or self.peer.count('registered'):
            raise desktop.NotFound('something was done that was not agreed to')

    def sign_in(self):
        self.app.key('ctrl+comma')
        settings = self.app.find('frame', 'Settings')
        settings.find('list item', 'Servers').press()
        settings.find('list item', contains='archive').press()
        settings.find('button', 'Sign In…').press()
        dialog = settings.find('dialog', 'Sign In')
        dialog.find('button', 'Open Browser').press()
        settings.missing('dialog', 'Sign In')
        settings.find('label', 'Signed in')
        settings.find('label', contains='Running, with')
        self.look('sign-in-page')
        self.app.key('alt+F4')
        if self.peer.count('registered', type='native') != 1 or self.peer.count('authorized', at='first') != 1:
            raise desktop.NotFound(f'not one registration and one authorization: {self.peer.told}')
        if not any('code=' in visit and 'state=' in visit for visit in browser.visits(self.log)):
            raise desktop.NotFound('the browser did not come back')

    def use(self):
        self.call('whoami', 'It knows me.')
        self.window.find('label', contains='It knows me.')
        if self.peer.count('called', tool='whoami', at='first') != 1:
            raise desktop.NotFound(f'the tool was not called once: {self.peer.told}')

    def refresh(self):
        """The token expires; a new one is had without anybody noticing."""
        pages = len(browser.visits(self.log))
        before = self.peer.count('grant', type='refresh_token')
        time.sleep(SECONDS + 1)
        self.call('whoami', 'Still me.')
        self.window.find('label', contains='Still me.')
        if self.peer.count('called', tool='whoami') != 2 or self.peer.count('grant', type='refresh_token') <= before:
            raise desktop.NotFound(f'no silent refresh: {self.peer.told}')
        if len(browser.visits(self.log)) != pages:
            raise desktop.NotFound(f'the user was bothered: {browser.visits(self.log)[pages:]}')

    def refuse_rights(self):
        pages = len(browser.visits(self.log))
        self.call('purge', 'So be it.')
        dialog = self.window.find('dialog', 'Sign In')
        dialog.find('label', contains='needs more rights')
        dialog.find('label', contains='mcp:admin')
        self.look('sign-in-step-up')
        dialog.find('button', 'Cancel').press()
        self.window.find('label', contains='So be it.')
        if self.peer.count('called', tool='purge') or len(browser.visits(self.log)) != pages:
            raise desktop.NotFound('what was refused was done')
        if self.peer.count('step-up') > 3:
            raise desktop.NotFound('the server was asked again and again')

    def give_rights(self):
        self.call('purge', 'All gone.')
        self.window.find('dialog', 'Sign In').find('button', 'Open Browser').press()
        self.window.find('label', contains='All gone.')
        if self.peer.count('called', tool='purge', at='first') != 1:
            raise desktop.NotFound(f'the tool was not called once: {self.peer.told}')
        scopes = next(each['scopes'] for each in self.peer.told if each['what'] == 'called' and each['tool'] == 'purge')
        if not {'mcp:tools', 'mcp:admin'} <= set(scopes):
            raise desktop.NotFound(f'the new token is for {scopes}')

    def move(self):
        """The server trusts another provider now: nothing of the old one is used there."""
        self.peer.say('move')
        desktop.wait_for('the server to move', lambda: self.peer.count('moved'))
        self.call('whoami', 'Here I am known, too.')
        dialog = self.window.find('dialog', 'Sign In')
        dialog.find('label', self.host(self.peer.ready['issuers'][1]))
        self.look('sign-in-moved')
        dialog.find('button', 'Open Browser').press()
        self.window.find('label', contains='Here I am known, too.')
        if self.peer.count('registered', at='second', type='native') != 1 or \
                self.peer.count('called', tool='whoami', at='second') != 1 or self.peer.count('grant-refused'):
            raise desktop.NotFound(f'not newly registered there: {self.peer.told}')

    def terminal(self):
        """“salon sign-in” prints the address, and knows when the user has been there."""
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, 'config', 'salon'))
            with open(os.path.join(folder, 'config', 'salon', 'mcp.json'), 'w', encoding='utf-8') as file:
                json.dump({'mcpServers': {'archive': {'url': self.peer.ready['url']}, 'near': {'command': 'true'}}}, file)
            environment = {**self.app.environment, **{f'XDG_{kind.upper()}_HOME': os.path.join(folder, kind)
                                                      for kind in ('config', 'data', 'state', 'cache')}}
            salon = os.path.join(self.build, 'src', 'salon')
            for arguments, told in ((['sign-in'], 'Which server?'), (['sign-in', 'nobody'], 'no server “nobody”'),
                                    (['sign-out', 'near'], 'no signing in to it')):
                ended = subprocess.run([salon, *arguments], env=environment, capture_output=True, text=True,
                                       timeout=60, check=False)
                if ended.returncode != 1 or told not in ended.stderr:
                    raise desktop.NotFound(f'{arguments} gave {ended.returncode}: {ended.stderr}')
            process = subprocess.Popen([salon, 'sign-in', 'archive'], env=environment, stderr=subprocess.PIPE, text=True)
            lines = []
            for line in process.stderr:
                lines.append(line)
                if line.strip().startswith('http'):
                    break
            if not any(self.host(self.peer.ready['issuers'][1]) in line and 'signs you in at' in line for line in lines):
                raise desktop.NotFound(f'the plan was not told: {lines}')
            subprocess.run([sys.executable, browser.__file__, os.path.join(folder, 'log'), lines[-1].strip()],
                           timeout=60, check=True)
            rest = process.stderr.read()
            if process.wait(60) != 0 or 'You are signed in to “archive”.' not in rest:
                raise desktop.NotFound(f'ended with {process.returncode}: {rest}')

    def end(self):
        status = self.app.quit()
        self.peer.process.stdin.close()
        if status != 0:
            raise desktop.NotFound(f'Salon ended with {status}:\n{self.app.output()}')
        if 'CRITICAL' in self.app.output():
            raise desktop.NotFound(self.app.output())
        self.app = None

    def sign_out(self):
        self.app.key('ctrl+comma')
        settings = self.app.find('frame', 'Settings')
        settings.find('list item', 'Servers').press()
        settings.find('list item', contains='archive').press()
        settings.find('button', 'Sign Out').press()
        settings.find('label', 'Not signed in')
        self.look('sign-in-out')
        desktop.wait_for('the tokens to be revoked', lambda: self.peer.count('revoked'))
        self.app.key('alt+F4')


def main():
    build = os.path.abspath(sys.argv[1])
    pictures = sys.argv[2] if len(sys.argv) > 2 else os.path.join(build, 'pictures')
    with tempfile.TemporaryDirectory() as folder, desktop.Session():
        test = SignInTest(build, folder, pictures)
        steps = [
            ('a server that wants a sign-in says so', test.wants_sign_in),
            ('who reads the plan and gives up has done nothing', test.give_up),
            ('signs in by the browser', test.sign_in),
            ('calls a tool', test.use),
            ('renews an expired token silently', test.refresh),
            ('refuses to give more rights', test.refuse_rights),
            ('gives more rights', test.give_rights),
            ('goes on where the server has moved to', test.move),
            ('signs out', test.sign_out),
            ('signs in from the terminal', test.terminal),
            ('ends in order', test.end),
        ]
        return desktop.run_steps(steps, lambda: test.app, os.path.join(pictures, 'failed-sign-in.png'))


if __name__ == '__main__':
    sys.exit(main())
