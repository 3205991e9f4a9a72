#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-access.py BUILD [PICTURES]: everything has a name, and everything has a key.

Opens every window, page, popover and dialog, and looks at each as a screen reader does;
then goes once through the program with the keyboard alone. With a folder for pictures it
takes one of everything that it opens; SALON_WINDOW=360x640 makes the windows that big.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desktop  # noqa: E402
from desktop import Atspi, Node  # noqa: E402
from model import ScriptedModel  # noqa: E402

QUESTION = 'What time is it in UTC?'

# What has to have a name even where the keyboard does not go.
NAMED = {'button', 'push button', 'toggle button', 'check box', 'radio button', 'switch', 'text', 'entry',
         'password text', 'combo box', 'slider', 'spin button', 'link', 'menu item', 'check menu item',
         'radio menu item', 'page tab', 'icon', 'image', 'dialog', 'alert', 'frame', 'window'}
TYPE_NAME = re.compile(r'^(Gtk|Adw|Salon)[A-Z]\w+$')

# Of GTK and libadwaita, not ours to name: (role, of the widget around it, why).
EXCEPTIONS = (
    ('scroll pane', '', 'GtkScrolledWindow: the focus goes on to what it holds'),
    ('list', '', 'AdwPreferencesGroup without a title: the focus goes to its rows'),
    ('panel', 'dialog “', 'AdwDialog: its sheet takes the focus when nothing in it does'),
    ('panel', 'alert “', 'the same'),
    ('alert', '', 'AdwToast: what it says is in it'),
    ('list item', 'dialog “Request to Ask a Model”', 'AdwExpanderRow: its outer row; the inner one has the name'),
    ('list item', 'dialog “Add Server”', 'the same'),
    ('list item', 'dialog “Add Provider”', 'the same'),
    ('list item', 'dialog “Edit Provider”', 'the same'),
    ('list item', 'combo box “', 'AdwComboRow: the list is not on the screen'),
    ('image', 'button “', 'what is in a button is part of its name'),
)


def faults_of(root):
    """What a screen reader could not tell, one line each."""
    faults = []

    def look(node, path):
        states = node.accessible.get_state_set()
        role, name = node.role, node.name
        here = f'{path} / {role} “{name}”' if name else f'{path} / {role}'
        if TYPE_NAME.match(name):
            faults.append(f'{here}: named like a type')
        focusable = states.contains(Atspi.StateType.FOCUSABLE)
        if not name.strip() and (focusable or role in NAMED) and not is_exception(node, path):
            faults.append(f'{here}: no name' + (' although the keyboard goes there' if focusable else ''))
        for child in node.children():
            try:
                if child.is_showing:
                    look(child, here)
            except desktop.GLib.Error:
                continue

    look(root, '')
    return faults


def is_exception(node, path):
    return any(node.role == role and around in path for role, around, _why in EXCEPTIONS)


class AccessTest:
    def __init__(self, build, folder, pictures):
        self.build = build
        self.folder = folder
        self.pictures = pictures
        self.size = os.environ.get('SALON_WINDOW')
        self.app = None
        self.faults = []
        self.model = ScriptedModel()

    # Looking.

    def look(self, title):
        """At everything of the program that is on the screen."""
        desktop.pump(0.3)
        self.faults += [f'{title}: {fault}' for fault in faults_of(self.app)]
        if self.pictures:
            desktop.screenshot(os.path.join(self.pictures, f'{title}.png'))

    def judge(self):
        faults, self.faults = sorted(set(self.faults)), []
        if faults and self.pictures:
            print('\n'.join(f'# {fault}' for fault in faults))
        elif faults:
            raise desktop.NotFound('\n'.join(faults))

    @property
    def window(self):
        return desktop.wait_for('the main window', lambda: next(
            (node for node in self.app.find_all('frame') if node.name != 'Settings'), None), 10)

    @property
    def settings(self):
        return self.app.find('frame', 'Settings', timeout=10)

    @property
    def focused(self):
        """The innermost widget with the focus."""
        found = [node for node in self.app.walk() if node.is_focused]
        return found[-1] if found else Node(self.app.accessible)

    def fit(self):
        """Gives the active window the wanted size."""
        if self.size:
            width, height = self.size.split('x')
            window = subprocess.run(['xdotool', 'getactivewindow'], check=True, capture_output=True,
                                    text=True).stdout.strip()
            subprocess.run(['xdotool', 'windowsize', window, width, height], check=True)
            desktop.pump(0.5)

    def prepare(self, name, scripted):
        folder = os.path.join(self.folder, name)
        config = os.path.join(folder, 'config', 'salon')
        os.makedirs(config)
        if scripted:
            fake = os.path.join(self.build, 'tests', 'fakes', 'fake-mcp-server')
            self.write(config, 'models.json', {
                'providers': {'scripted': {'kind': 'openai-chat', 'name': 'Scripted', 'baseUrl': self.model.url}},
                'defaultModel': 'scripted/scripted'})
            self.write(config, 'mcp.json', {'mcpServers': {
                'asker': {'command': fake, 'env': {'TOKEN': 'abc'}},
                'lost': {'command': 'no-such-program-anywhere'},
                'off': {'command': fake, 'disabled': True}}})
        # All starts share the settings of the display: this one is a first one, too.
        subprocess.run(['gsettings', 'reset-recursively', 'io.github.salon_chat.Salon'], check=True,
                       env={**os.environ, 'GSETTINGS_SCHEMA_DIR': os.path.join(self.build, 'data')})
        self.app = desktop.App(self.build, folder)
        self.window.find('text', 'Message') if scripted else self.window.find('list item', 'Use the Practice Model')
        self.fit()

    @staticmethod
    def write(folder, name, content):
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
            json.dump(content, file)

    def ask(self, text):
        self.window.find('text', 'Message').set_text(text)
        self.window.find('button', 'Send').press()

    def end(self):
        status = self.app.quit()
        if status != 0:
            raise desktop.NotFound(f'Salon ended with {status}:\n{self.app.output()}')
        for line in self.app.output().splitlines():
            if 'CRITICAL' in line or 'WARNING' in line and 'dbind' not in line:
                raise desktop.NotFound(f'a warning on the way: {line}')
        self.app = None

    # What there is to see.

    def welcome(self):
        self.prepare('welcome', scripted=False)
        self.look('welcome')
        self.window.find('list item', 'Use the Practice Model').press()
        self.window.find('heading', 'What is on your mind?')
        self.look('start')
        self.judge()
        self.end()

    def chat(self):
        self.prepare('tour', scripted=True)
        self.model.call(('get_date_time', {'time_zone': 'UTC'}))
        self.model.say(MARKDOWN)
        self.ask(QUESTION)
        self.window.find('button', 'Allow Once')
        self.look('approval')
        self.window.find('toggle button', 'More Ways to Allow').press()
        self.look('approval-menu')
        self.app.key('Escape')
        self.window.find('button', 'Allow Once').press()
        transcript = self.window.find('log', 'Conversation')
        transcript.find('label', contains='That is all')
        self.look('chat')
        line = transcript.find('button', contains='desktop, done')
        line.press()
        self.look('tool-line')
        line.press()
        self.model.fail(401, 'Incorrect API key provided')
        self.ask('And in Tokyo?')
        transcript.find('button', 'Retry')
        self.look('error')
        self.judge()

    def context(self):
        self.window.find('toggle button', contains='Context: ').press()
        self.window.find('button', 'Summarise Now')
        self.look('context')
        self.app.key('Escape')
        self.window.missing('button', 'Summarise Now')
        self.window.find('log', 'Conversation').find('toggle button', 'Usage').press()
        self.window.find('label', contains='Tokens in')
        self.look('usage')
        self.app.key('Escape')
        self.judge()

    def menus(self):
        self.app.key('ctrl+m')
        self.window.find('entry', 'Search models')
        self.look('model-popover')
        self.app.type('zzz')
        self.window.find('label', contains='No Models Found')
        self.look('model-popover-none')
        self.app.key('Escape')
        self.app.key('Escape')
        self.app.key('F10')
        self.window.find('menu item', contains='About Salon')
        self.look('main-menu')
        self.app.key('Escape')
        self.window.find('toggle button', 'Chat Menu').press()
        self.window.find('menu item', contains='Rename')
        self.look('chat-menu')
        self.window.find('menu item', contains='Settings').press()
        self.window.find('dialog', 'Chat Settings')
        self.look('chat-settings')
        self.app.key('Escape')
        self.window.missing('dialog', 'Chat Settings')
        self.judge()

    def dialogs(self):
        self.app.key('F2')
        self.app.find(('dialog', 'alert'), 'Rename Chat')
        self.look('rename')
        self.app.key('Escape')
        self.app.missing(('dialog', 'alert'), 'Rename Chat')
        self.app.key('ctrl+question')
        shortcuts = self.app.find(('frame', 'dialog', 'window'), 'Keyboard Shortcuts')
        self.look('shortcuts')
        self.app.key('Escape')
        shortcuts.missing('label', contains='Quit')
        self.app.key('F10')
        self.window.find('menu item', contains='About Salon').press()
        self.window.find('dialog', contains='About')
        self.look('about')
        self.app.key('Escape')
        self.window.missing('dialog', contains='About')
        self.judge()

    def search(self):
        self.app.key('ctrl+f')
        self.app.type('UTC')
        self.window.find('list item', contains=QUESTION)
        self.look('search')
        self.app.type(' zzz')
        self.window.find('label', contains='No Results Found')
        self.look('search-none')
        self.app.key('Escape')
        self.judge()

    def delete(self):
        self.window.find('toggle button', 'Chat Menu').press()
        self.window.find('menu item', contains='Delete').press()
        self.window.find('button', 'Undo')
        self.look('deleted')
        self.window.find('button', 'Undo').press()
        self.window.find('log', 'Conversation')
        self.judge()

    def models(self):
        self.app.key('ctrl+comma')
        self.settings.find('list', 'Providers')
        self.fit()
        self.look('settings-models')
        self.settings.find('list item', contains='Scripted').press()
        self.settings.find('list', 'Models').find('list item', 'scripted')
        self.look('provider')
        self.settings.find('button', 'Edit Provider').press()
        self.settings.find('dialog', 'Edit Provider')
        self.look('edit-provider')
        self.app.key('Escape')
        self.settings.missing('dialog', 'Edit Provider')
        self.app.key('alt+Left')
        self.settings.find('button', 'Add Provider…').press()
        dialog = self.settings.find('dialog', 'Add Provider')
        self.look('add-provider')
        dialog.find(('list item', 'button', 'toggle button'), contains='Advanced').click()
        dialog.find('button', 'Add Header')
        self.look('add-provider-advanced')
        dialog.find('button', 'Cancel').press()
        self.settings.missing('dialog', 'Add Provider')
        self.judge()

    def servers(self):
        self.show_servers()
        self.settings.find('list item', contains='lost')
        self.look('settings-servers')
        self.settings.find('button', 'Add Server…').press()
        dialog = self.settings.find('dialog', 'Add Server')
        self.look('add-server')
        dialog.find('text', 'Name').set_text('files')
        dialog.find('text', 'Command').set_text('npx -y @modelcontextprotocol/server-filesystem ~/Notes')
        dialog.find('button', 'Add Variable').press()
        dialog.find('text', 'Name of the variable')
        self.look('add-server-filled')
        dialog.find(('radio button', 'toggle button', 'button'), 'Remote Address').press()
        dialog.find('text', 'Address').set_text('http://archive.example.com/mcp')
        dialog.find('label', contains='anybody on the way can read along')
        self.look('add-remote-server-wrong')
        dialog.find('text', 'Address').set_text('https://archive.example.com/mcp')
        dialog.find('button', 'Add Header').press()
        dialog.find('text', 'Name of the header').set_text('Authorization')
        self.look('add-remote-server')
        dialog.find(('list item', 'button', 'toggle button'), contains='Advanced').click()
        for _ in range(6):
            if next(dialog.find_all('text', contains='Seconds'), None) is None:
                self.app.key('Tab')
        dialog.find('text', contains='Seconds')
        self.look('add-remote-server-advanced')
        dialog.find('button', 'Cancel').press()
        self.settings.missing('dialog', 'Add Server')
        self.settings.find('button', 'Paste Configuration…').press()
        dialog = self.settings.find('dialog', 'Paste Configuration')
        self.look('paste')
        dialog.find('text', 'Configuration').set_text('{"mcpServers": {"memory": {"command": "npx", "args": ')
        self.look('paste-broken')
        dialog.find('text', 'Configuration').set_text(
            '{"mcpServers": {"memory": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"]}}}')
        dialog.find('list', 'Servers in the text')
        self.look('paste-filled')
        dialog.find('button', 'Cancel').press()
        self.settings.missing('dialog', 'Paste Configuration')
        self.judge()

    def show_servers(self):
        if next(self.settings.find_all('list item', 'Servers'), None) is None:
            self.app.key('alt+Left')
        self.settings.find('list item', 'Servers').press()
        self.settings.find('button', 'Add Server…')

    def server(self):
        self.settings.find('list item', contains='asker').press()
        self.settings.find('button', 'Restart')
        self.settings.find('list item', 'Echo')
        self.look('server')
        self.settings.find(('list item', 'button'), contains='Diagnostics').press()
        self.settings.find('text', 'What the program wrote to its error output')
        self.look('diagnostics-output')
        self.settings.find(('radio button', 'toggle button', 'page tab', 'button'), 'Messages').press()
        self.settings.find('text', 'Messages between Salon and the server')
        self.look('diagnostics-messages')
        self.app.key('alt+Left')
        self.app.key('alt+Left')
        self.settings.find('list item', contains='lost').press()
        self.settings.find('label', contains='no-such-program-anywhere')
        self.look('server-failed')
        self.app.key('alt+Left')
        self.settings.find('list item', contains='Desktop').press()
        self.settings.find('button', contains='Add Folder')
        self.look('server-desktop')
        self.app.key('alt+Left')
        self.app.key('ctrl+w')
        self.app.missing('frame', 'Settings')
        self.judge()

    def sampling(self):
        self.model.call(('sample', {'text': 'Sum up these notes in one sentence, please.'}))
        self.model.say('It was refused.')
        self.ask('Let the server ask you something')
        self.window.find('button', 'Allow Once').press()
        dialog = self.window.find('dialog', 'Request to Ask a Model')
        self.look('sampling')
        dialog.find('button', 'Deny').press()
        self.window.find('label', contains='It was refused.')
        self.judge()
        self.end()

    # By the keyboard alone.

    def go_to(self, keys, role=None, name=None, contains=None, limit=60):
        """Presses a key until the focus is there."""
        seen = []
        for _attempt in range(limit):
            node = self.focused
            if ((role is None or node.role in ((role,) if isinstance(role, str) else role))
                    and (name is None or node.name == name)
                    and (contains is None or contains in node.name)):
                return node
            seen.append(f'{node.role} “{node.name}”')
            self.app.key(keys)
        raise desktop.NotFound(f'{keys} does not lead to {name or contains}, but through\n' + '\n'.join(seen))

    def expect_focus(self, role, name):
        desktop.wait_for(f'the focus to be in {role} “{name}”',
                         lambda: (self.focused.role, self.focused.name) == (role, name), 10)

    def choose_with_keys(self):
        self.prepare('keyboard', scripted=False)
        self.go_to('Tab', 'list item', 'Use the Practice Model')
        self.app.key('Return')
        self.expect_focus('text', 'Message')

    def ask_with_keys(self):
        self.app.type(QUESTION)
        self.app.key('Return')
        self.window.find('button', 'Allow Once')
        self.go_to('shift+Tab', 'button', 'Allow Once')
        self.app.key('Return')
        self.window.missing('button', 'Stop')
        self.window.find('log', 'Conversation').find('label', contains='(UTC)')

    def open_with_keys(self):
        self.go_to('shift+Tab', 'button', contains='desktop, done')
        self.app.key('Return')
        self.window.find(('radio button', 'toggle button', 'page tab'), 'Result')
        self.app.key('Return')
        self.window.missing(('radio button', 'toggle button', 'page tab'), 'Result')

    def new_chat_with_keys(self):
        self.app.key('ctrl+n')
        self.window.find('heading', 'What is on your mind?')
        self.expect_focus('text', 'Message')

    def search_with_keys(self):
        self.app.key('ctrl+f')
        self.app.type('UTC')
        self.window.find('list', 'Search results').find('list item', contains=QUESTION)
        self.go_to('Down', 'list item', contains=QUESTION, limit=5)
        self.app.key('Return')
        self.window.find('log', 'Conversation').find('label', contains='(UTC)')

    def settings_with_keys(self):
        self.app.key('ctrl+comma')
        self.settings.find('list', 'Providers')
        self.go_to('Tab', 'list item', 'Models')
        self.app.key('Down')
        self.app.key('Return')
        self.settings.find('button', 'Add Server…')
        self.go_to('Tab', 'button', 'Add Server…')
        self.app.key('Return')
        dialog = self.settings.find('dialog', 'Add Server')
        self.expect_focus('text', 'Name')
        self.app.key('Escape')
        dialog.missing('text', 'Name')
        self.app.key('Escape')
        self.app.missing('frame', 'Settings')


MARKDOWN = '''It is **noon** in UTC. In other places:

| Place | Time |
| :-- | --: |
| Lisbon | 12:00 |
| Tokyo | 21:00 |

```python
print("noon")
```

- one thing
- and [a link](https://www.gnome.org)

That is all.'''


def main():
    pictures = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
    with desktop.Session(), tempfile.TemporaryDirectory(prefix='salon-access.') as folder:
        test = AccessTest(os.path.abspath(sys.argv[1]), folder, pictures)
        looks = [
            ('names everything of the first start', test.welcome),
            ('names everything of a chat', test.chat),
            ('names everything of the context', test.context),
            ('names everything of the menus', test.menus),
            ('names everything of the dialogs', test.dialogs),
            ('names everything of the search', test.search),
            ('names everything after a deletion', test.delete),
            ('names everything of the models', test.models),
            ('names everything of the servers', test.servers),
            ('names everything of a server', test.server),
            ('names everything of a server’s question', test.sampling),
        ]
        keys = [
            ('chooses the practice model with the keyboard', test.choose_with_keys),
            ('asks and approves with the keyboard', test.ask_with_keys),
            ('opens a tool call with the keyboard', test.open_with_keys),
            ('begins a chat with the keyboard', test.new_chat_with_keys),
            ('searches and opens a chat with the keyboard', test.search_with_keys),
            ('goes through the settings with the keyboard', test.settings_with_keys),
            ('quits with the keyboard', test.end),
        ]
        try:
            return desktop.run_steps(looks if pictures else looks + keys, lambda: test.app,
                                     os.path.join(sys.argv[1], 'pictures', 'test-access.png'))
        finally:
            if test.app is not None:
                test.app.kill()


if __name__ == '__main__':
    sys.exit(main())
