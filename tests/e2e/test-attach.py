#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-attach.py BUILD: pictures and documents go with a message, and stay with it."""

import base64
import glob
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desktop  # noqa: E402
from model import ScriptedModel  # noqa: E402


class AttachTest:
    def __init__(self, build, folder):
        self.build = build
        self.folder = os.path.join(folder, 'attach')
        self.model = ScriptedModel()
        self.app = None
        config = os.path.join(self.folder, 'config', 'salon')
        os.makedirs(config)
        with open(os.path.join(config, 'models.json'), 'w', encoding='utf-8') as models:
            json.dump({'providers': {'scripted': {'kind': 'openai-chat', 'name': 'Scripted',
                                                  'baseUrl': self.model.url}},
                       'defaultModel': 'scripted/scripted'}, models)
        self.picture = os.path.join(folder, 'sunset.png')
        subprocess.run(['magick', '-size', '2400x1600', 'gradient:orange-navy', self.picture], check=True)
        self.notes = os.path.join(folder, 'notes.md')
        with open(self.notes, 'w', encoding='utf-8') as notes:
            notes.write('# Things seen\n\nA lighthouse.\n')
        self.program = os.path.join(folder, 'program')
        with open(self.program, 'wb') as program:
            program.write(b'\x7fELF\0\0\0\0')

    def start(self, scheme='prefer-light'):
        self.app = desktop.App(self.build, self.folder, environment={'ADW_DEBUG_COLOR_SCHEME': scheme})
        self.window = self.app.find('frame')
        self.message = self.window.find('text', 'Message')

    def look(self, name):
        desktop.screenshot(os.path.join(self.build, 'pictures', f'attach-{name}.png'))

    def choose(self, path):
        """Through the file chooser, as with the keyboard alone."""
        self.window.find('button', 'Attach Files').press()
        chooser = self.app.find(('dialog', 'frame', 'file chooser'), 'Attach Files')
        desktop.pump(0.5)
        self.app.type('/')
        chooser.find('text').set_text(path)
        desktop.pump(0.5)
        self.app.key('Return')

    def attach(self):
        self.start()
        self.choose(self.picture)
        self.window.find('button', 'Remove “sunset.png”')
        self.choose(self.notes)
        self.window.find('button', 'Remove “notes.md”')
        self.look('composer')

    def refuse(self):
        self.choose(self.program)
        self.window.find('label', contains='“program” can’t be attached')
        self.look('refused')

    def survive(self):
        """The draft is there again after kill -9, with what was attached to it."""
        self.message.set_text('What do you see?')
        desktop.pump(1)
        self.app.kill()
        self.start()
        self.window.find('list item', contains='What do you see?').press()
        self.window.find('button', 'Remove “sunset.png”')
        self.window.find('button', 'Remove “notes.md”').press()
        self.window.missing('button', 'Remove “notes.md”')
        self.choose(self.notes)
        self.window.find('button', 'Remove “notes.md”')

    def expect_parts(self, message):
        kinds = {part['type']: part for part in message['content']}
        url = kinds['image_url']['image_url']['url']
        data = base64.b64decode(url.partition('base64,')[2])
        if not url.startswith('data:image/png;base64,') or data[:8] != b'\x89PNG\r\n\x1a\n':
            raise desktop.NotFound(f'no picture: {url[:60]}')
        if int.from_bytes(data[16:20], 'big') != 1568:
            raise desktop.NotFound('the picture was not made smaller')
        words = json.dumps(message['content'], ensure_ascii=False).replace(url, '')
        if 'A lighthouse.' not in words or 'What do you see?' not in words:
            raise desktop.NotFound(f'no document or no words: {words}')

    def send(self):
        self.model.say('A sunset above a lighthouse.')
        self.window.find('button', 'Send').press()
        transcript = self.window.find('log', 'Conversation')
        transcript.find('label', contains='A sunset above')
        transcript.find('button', contains='sunset.png, Picture')
        transcript.find('button', contains='notes.md, Text')
        self.window.missing('button', 'Remove “sunset.png”')
        self.expect_parts(next(m for m in self.model.requests[-1]['messages'] if m['role'] == 'user'))
        self.look('sent')

    def stay(self):
        self.app.kill()
        self.start('prefer-dark')
        self.window.find('list item', contains='What do you see?').press()
        transcript = self.window.find('log', 'Conversation')
        transcript.find('button', contains='sunset.png, Picture')
        self.model.say('Still the same.')
        self.message.set_text('Sure?')
        self.window.find('button', 'Send').press()
        transcript.find('label', contains='Still the same.')
        self.expect_parts(next(m for m in self.model.requests[-1]['messages'] if m['role'] == 'user'))
        self.choose(self.picture)
        self.window.find('button', 'Remove “sunset.png”')
        self.look('dark')
        window = subprocess.run(['xdotool', 'getactivewindow'], check=True, capture_output=True,
                                text=True).stdout.strip()
        subprocess.run(['xdotool', 'windowsize', window, '360', '700'], check=True)
        desktop.pump(1)
        self.look('narrow')

    def delete(self):
        kept = os.path.join(self.folder, 'data', 'salon', 'attachments', '*')
        if len(glob.glob(kept)) != 2:
            raise desktop.NotFound(f'two files should be kept: {glob.glob(kept)}')
        status = self.app.quit()
        if status != 0 or 'CRITICAL' in self.app.output():
            raise desktop.NotFound(f'Salon ended with {status}:\n{self.app.output()}')
        self.app = None


def main():
    with desktop.Session(), tempfile.TemporaryDirectory(prefix='salon-attach.') as folder:
        test = AttachTest(os.path.abspath(sys.argv[1]), folder)
        try:
            return desktop.run_steps([
                ('attaches files by the keyboard', test.attach),
                ('says what can’t be attached', test.refuse),
                ('keeps a draft and its files through kill -9', test.survive),
                ('sends picture, document and words', test.send),
                ('shows and sends them again after kill -9', test.stay),
                ('keeps each file once', test.delete),
            ], lambda: test.app, os.path.join(sys.argv[1], 'pictures', 'test-attach.png'))
        finally:
            if test.app is not None:
                test.app.kill()


if __name__ == '__main__':
    sys.exit(main())
