#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""play.py BUILD: one whole exchange in the real window, as ./dev run does without a display.

The practice model is asked for the time, calls the bundled server's tool, the call is
approved, the answer read. Prints the transcript and where the screenshots lie.
"""

import datetime
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desktop  # noqa: E402

QUESTION = 'What time is it in UTC?'


def play(build):
    pictures = os.path.join(build, 'pictures')
    with desktop.Session(), tempfile.TemporaryDirectory(prefix='salon-play.') as folder:
        app = desktop.App(build, folder)
        try:
            window = app.window()
            print('Salon is open.')
            window.find(name='Use the Practice Model', role='list item').press()
            message = window.find('text', 'Message')
            message.set_text(QUESTION)
            print(f'\nYou: {QUESTION}')
            window.find('button', 'Send').press()
            allow = window.find('button', 'Allow Once')
            arguments = window.find('text', 'Arguments').text
            print(f'Salon asks: may the tool be called with {" ".join(arguments.split())}? – Allow Once')
            desktop.screenshot(os.path.join(pictures, 'approval.png'))
            allow.press()
            window.missing('button', 'Stop')
            transcript = window.find('log', 'Conversation')
            tool = transcript.find('button', contains='desktop, done')
            print(f'Tool: {tool.name}')
            answer = transcript.find('label', contains='(UTC)')
            reply = [node for node in transcript.find_all('grouping') if node.name.startswith('Salon')][-1]
            for label in reply.find_all('label'):
                print(f'Salon: {label.text or label.name}')
            if str(datetime.datetime.now(datetime.UTC).year) not in answer.text:
                raise desktop.NotFound(f'the answer does not hold the tool’s result: {answer.text}')
            picture = desktop.screenshot(os.path.join(pictures, 'exchange.png'))
            status = app.quit()
            if status != 0:
                raise desktop.NotFound(f'Salon ended with {status}:\n{app.output()}')
            print(f'\nThe screenshot is {picture}')
            return 0
        except Exception as error:  # noqa: BLE001: whatever went wrong is the result
            print(f'\nThe exchange failed: {error}', file=sys.stderr)
            print('\n'.join(app.tree()), file=sys.stderr)
            print(app.output(), file=sys.stderr)
            desktop.screenshot(os.path.join(pictures, 'failed.png'))
            app.kill()
            return 1


if __name__ == '__main__':
    sys.exit(play(os.path.abspath(sys.argv[1])))
