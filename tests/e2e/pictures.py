#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""pictures.py BUILD: makes the pictures of docs/pictures, which the README shows.

The real program, the bundled server and a scripted model; the style changes between two
starts. What is in the pictures depends on nothing of the computer that they are made on.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import desktop  # noqa: E402
from model import ScriptedModel  # noqa: E402

FOLDER = os.path.join(os.path.dirname(os.path.dirname(HERE)), 'docs', 'pictures')
DAY = 24 * 60 * 60

QUESTION = 'What is due this week?'
TASKS = '''# Tasks

- [ ] Send the invoice to the printer's (Wednesday, half an hour)
- [ ] Book the train to Lyon (Thursday, a quarter of an hour)
- [ ] Proofread chapter four (Friday, three hours)
- [ ] Paint the garden fence (some day in spring)
'''
ANSWER = '''## Three things until Friday

| Task | Due | Takes |
| :-- | :-- | --: |
| Send the invoice to the printer’s | Wednesday | ½ hour |
| Book the train to Lyon | Thursday | ¼ hour |
| Proofread chapter four | Friday | 3 hours |

- The **fourth task**, the fence, can wait until *spring*.
- For a reminder about the chapter, run this once:

```sh
systemd-run --user --on-calendar="Fri 09:00" notify-send "Chapter four"
```'''

# Days ago, question, pinned.
OTHER_CHATS = (
    (0, 'Explain inodes to a librarian', False),
    (0, 'A name for a small red boat', False),
    (1, 'Which photos have no date?', False),
    (1, 'Make this letter friendlier', False),
    (3, 'Sourdough without a scale', False),
    (4, 'Plan a weekend in Lyon', True),
)
APPROVAL_QUESTION = 'Note down that the plumber comes on Tuesday'


class Pictures:
    def __init__(self, build, folder):
        self.build = build
        self.folder = folder
        self.home = os.path.join(folder, 'home')
        notes = os.path.join(self.home, 'Notes')
        os.makedirs(notes)
        with open(os.path.join(notes, 'Tasks.md'), 'w', encoding='utf-8') as file:
            file.write(TASKS)
        self.model = ScriptedModel('mistral-small')
        fake = os.path.join(build, 'tests', 'fakes', 'fake-mcp-server')
        config = os.path.join(folder, 'config', 'salon')
        os.makedirs(config)
        self.write(config, 'models.json', {
            'providers': {'local': {'kind': 'openai-chat', 'name': 'Local models', 'baseUrl': self.model.url}},
            'defaultModel': 'local/mistral-small'})
        self.write(config, 'mcp.json', {'mcpServers': {
            'desktop': {'roots': [notes]},
            'calendar': {'command': fake, 'args': ['--no-tools'], 'disabled': True},
            'memory': {'command': fake, 'disabled': True},
            'photos': {'command': fake, 'disabled': True},
            'weather': {'command': 'weather-mcp', 'disabled': True}}})
        self.config = os.path.join(config, 'mcp.json')
        self.app = None

    @staticmethod
    def write(folder, name, content):
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
            json.dump(content, file)

    @property
    def window(self):
        return desktop.wait_for('the main window', lambda: next(
            (node for node in self.app.find_all('frame') if node.name != 'Settings'), None), 10)

    def start(self, dark=False):
        self.app = desktop.App(self.build, self.folder, environment={
            'HOME': self.home, 'TZ': 'UTC',
            'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark' if dark else 'prefer-light'})
        self.window.find('text', 'Message')

    def stop(self):
        status = self.app.quit()
        if status != 0:
            raise desktop.NotFound(f'Salon ended with {status}:\n{self.app.output()}')
        self.app = None

    def ask(self, text, answer):
        self.model.say(answer)
        self.window.find('text', 'Message').set_text(text)
        self.window.find('button', 'Send').press()

    @staticmethod
    def active():
        return subprocess.run(['xdotool', 'getactivewindow'], check=True, capture_output=True,
                              text=True).stdout.strip()

    def resize(self, width, height):
        """Gives the active window a size, without what it has around it for its shadow."""
        window = self.active()
        extents = subprocess.run(['xprop', '-id', window, '_GTK_FRAME_EXTENTS'], check=True, capture_output=True,
                                 text=True).stdout
        left, right, top, bottom = map(int, re.findall(r'\d+', extents)[-4:]) if '=' in extents else (0, 0, 0, 0)
        subprocess.run(['xdotool', 'windowsize', window, str(width + left + right), str(height + top + bottom)],
                       check=True)
        desktop.pump(0.6)

    def take(self, name):
        subprocess.run(['xdotool', 'mousemove', '0', '0'], check=True)
        path = desktop.screenshot(os.path.join(FOLDER, f'{name}.png'))
        # No palette: 256 colours are not enough for the shadow.
        subprocess.run(['magick', path, '-strip', '-define', 'png:compression-level=9',
                        '-define', 'png:exclude-chunk=time,date', path], check=True)
        print(os.path.relpath(path))

    # The scenes.

    def fill(self):
        """Chats of some days, all finished at the same time of the day."""
        self.start()
        for _days, question, _pinned in OTHER_CHATS:
            self.app.key('ctrl+n')
            self.ask(question, 'Gladly.')
            self.window.find('log', 'Conversation').find('label', contains='Gladly.')
            self.window.missing('button', 'Stop')
        self.app.key('ctrl+n')
        self.model.call(('read_file', {'path': 'Tasks.md'}))
        self.ask(QUESTION, ANSWER)
        self.window.find('button', 'Allow Once').press()
        self.window.find('log', 'Conversation').find('label', contains='For a reminder')
        self.window.missing('button', 'Stop')
        self.stop()
        self.change_times()

    def change_times(self):
        database = sqlite3.connect(os.path.join(self.folder, 'data', 'salon', 'history.db'))
        # Just after midnight there is no “today at 9:41” yet, only a “yesterday”.
        today = int(time.time()) // DAY * DAY
        for minutes, (days, question, pinned) in enumerate((*OTHER_CHATS, (0, QUESTION, False))):
            moment = (today - days * DAY + minutes + 1) * 1_000_000
            clock = (today - days * DAY + 9 * 3600 + 41 * 60) * 1_000_000
            database.execute('UPDATE chats SET created_at = ?, updated_at = ?, pinned = ? WHERE title = ?',
                             (moment, moment, pinned, question))
            database.execute('UPDATE messages SET created_at = ? WHERE chat_id = '
                             '(SELECT id FROM chats WHERE title = ?)', (clock, question))
        database.commit()
        database.close()

    def open_chat(self, width=1000, height=700):
        self.resize(width, height)
        self.window.find('list item', QUESTION).press()
        self.window.find('log', 'Conversation').find('label', contains='For a reminder')

    def chat(self, name, dark):
        self.start(dark)
        self.open_chat()
        self.window.find('text', 'Message').click()
        self.take(name)
        if not dark:
            self.resize(360, 640)
            subprocess.run(['xdotool', 'mousemove', '--window', self.active(), '180', '320',
                            'click', '--repeat', '20', '4'], check=True)
            self.take('narrow')
        self.stop()

    def approval(self):
        self.start()
        self.open_chat()
        self.app.key('ctrl+n')
        self.model.call(('write_file', {'path': 'Plumber.md', 'content': 'The plumber comes on Tuesday.\n'}))
        self.ask(APPROVAL_QUESTION, 'It is written down.')
        self.window.find('button', 'Allow Once')
        self.take('approval')
        self.window.find('button', 'Deny').press()
        self.window.missing('button', 'Stop')
        self.stop()

    def servers(self):
        with open(self.config, encoding='utf-8') as file:
            servers = json.load(file)
        for name in ('memory', 'weather'):
            del servers['mcpServers'][name]['disabled']
            servers['mcpServers'][name]['autoStart'] = True
        del servers['mcpServers']['photos']['disabled']
        servers['mcpServers']['desktop']['autoStart'] = True
        with open(self.config, 'w', encoding='utf-8') as file:
            json.dump(servers, file)
        self.start()
        main = self.active()
        self.app.key('ctrl+comma')
        settings = self.app.find('frame', 'Settings')
        settings.find('list item', 'Servers').press()
        settings.find('list item', contains='weather')
        settings.find('label', contains='was not found')
        subprocess.run(['xdotool', 'windowunmap', main], check=True)
        self.resize(860, 640)
        self.take('servers')
        self.stop()


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    with desktop.Session(), tempfile.TemporaryDirectory(prefix='salon-pictures.') as folder:
        pictures = Pictures(os.path.abspath(sys.argv[1]), folder)
        try:
            pictures.fill()
            pictures.chat('chat', dark=False)
            pictures.chat('chat-dark', dark=True)
            pictures.approval()
            pictures.servers()
            return 0
        except Exception as error:  # noqa: BLE001: whatever went wrong is the result
            print(f'The pictures failed: {error}', file=sys.stderr)
            if pictures.app is not None:
                print('\n'.join(pictures.app.tree()), file=sys.stderr)
                print(pictures.app.output(), file=sys.stderr)
            return 1
        finally:
            if pictures.app is not None:
                pictures.app.kill()


if __name__ == '__main__':
    sys.exit(main())
