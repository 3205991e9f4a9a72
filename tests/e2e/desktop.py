# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program through the accessibility bus, as a screen reader sees it.

What cannot be found here by its role and name cannot be found by a blind user
either, so every look-up is a test of accessibility as well.
"""

import os
import signal
import subprocess
import sys
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

TIMEOUT = 30

# The bus of a program that is just starting has no cache yet: nothing to worry about.
GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *arguments: None, None)


class NotFound(AssertionError):
    """Something that should be on the screen is not."""


def pump(seconds=0.05):
    """Lets the accessibility bus deliver what has happened."""
    context = GLib.MainContext.default()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while context.pending():
            context.iteration(False)
        time.sleep(0.01)


def wait_for(what, condition, timeout=TIMEOUT):
    """Polls until condition () is true and returns its value."""
    end = time.monotonic() + timeout
    while True:
        try:
            value = condition()
        except GLib.Error:
            value = None  # the widget went away while it was looked at
        if value:
            return value
        if time.monotonic() > end:
            raise NotFound(f'Waited {timeout} s for {what}')
        pump()


class Node:
    """One accessible, with what tests ask of it."""

    def __init__(self, accessible):
        self.accessible = accessible

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def name(self):
        return self.accessible.get_name() or self.label or ''

    @property
    def label(self):
        """What another widget says of it: the items of menus have their names from there."""
        for relation in self.accessible.get_relation_set():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                targets = [Node(relation.get_target(i)) for i in range(relation.get_n_targets())]
                return ' '.join(target.accessible.get_name() or target.text for target in targets)
        return None

    @property
    def description(self):
        return self.accessible.get_description() or ''

    @property
    def text(self):
        interface = self.accessible.get_text_iface()
        if interface is None:
            return ''
        return Atspi.Text.get_text(interface, 0, Atspi.Text.get_character_count(interface))

    def has_state(self, state):
        return self.accessible.get_state_set().contains(state)

    @property
    def is_showing(self):
        return self.has_state(Atspi.StateType.SHOWING)

    @property
    def is_sensitive(self):
        return self.has_state(Atspi.StateType.SENSITIVE)

    @property
    def is_focused(self):
        return self.has_state(Atspi.StateType.FOCUSED)

    def children(self):
        for index in range(self.accessible.get_child_count()):
            child = self.accessible.get_child_at_index(index)
            if child is not None:
                yield Node(child)

    def walk(self):
        """Everything below, in the order of reading; hidden branches are left out."""
        for child in self.children():
            try:
                if not child.is_showing:
                    continue
                yield child
                yield from child.walk()
            except GLib.Error:
                continue

    def find_all(self, role=None, name=None, contains=None):
        for node in self.walk():
            try:
                if role is not None and node.role not in ((role,) if isinstance(role, str) else role):
                    continue
                if name is not None and node.name != name:
                    continue
                if contains is not None and contains not in node.name and contains not in node.text:
                    continue
                yield node
            except GLib.Error:
                continue

    def find(self, role=None, name=None, contains=None, timeout=TIMEOUT):
        described = ' '.join(str(part) for part in (role, name and f'“{name}”', contains and f'with “{contains}”') if part)
        return wait_for(described, lambda: next(self.find_all(role, name, contains), None), timeout)

    def missing(self, role=None, name=None, contains=None, timeout=TIMEOUT):
        described = ' '.join(str(part) for part in (role, name, contains) if part)
        wait_for(f'{described} to go away', lambda: next(self.find_all(role, name, contains), None) is None, timeout)

    def press(self):
        """Does what a click does."""
        wait_for(f'{self.role} “{self.name}” to be sensitive', lambda: self.is_sensitive, 10)
        action = self.accessible.get_action_iface()
        if self.role != 'list item' and action is not None and Atspi.Action.get_n_actions(action) > 0:
            Atspi.Action.do_action(action, 0)
        else:
            self.click()  # rows of lists have no action that does what a click does
        pump(0.1)

    def set_text(self, text):
        editable = self.accessible.get_editable_text_iface()
        if editable is None:
            raise NotFound(f'{self.role} “{self.name}” cannot be written into')
        Atspi.EditableText.set_text_contents(editable, text)
        pump(0.1)

    def click(self):
        """A real click in its middle."""
        area = Atspi.Component.get_extents(self.accessible.get_component_iface(), Atspi.CoordType.WINDOW)
        window = subprocess.run(['xdotool', 'getactivewindow'], check=True, capture_output=True,
                                text=True).stdout.strip()
        subprocess.run(['xdotool', 'mousemove', '--window', window, str(area.x + area.width // 2),
                        str(area.y + area.height // 2), 'click', '1'], check=True)
        pump(0.1)

    def tree(self, depth=0):
        """The branch as lines of text: for messages of failed tests."""
        lines = []
        for child in self.children():
            try:
                if not child.is_showing:
                    continue
                text = child.text
                detail = f' text={text[:60]!r}' if text and text != child.name else ''
                lines.append(f'{"  " * depth}{child.role} {child.name!r}{detail}')
                lines.extend(child.tree(depth + 1))
            except GLib.Error:
                continue
        return lines


class App(Node):
    """Salon itself, out of a build folder, with folders of its own."""

    def __init__(self, build, folder, arguments=(), environment=None, prefix=()):
        self.build = os.path.abspath(build)
        self.folder = os.path.abspath(folder)
        self.environment = dict(os.environ)
        for kind in ('config', 'data', 'state', 'cache'):
            path = os.path.join(self.folder, kind)
            os.makedirs(path, exist_ok=True)
            self.environment[f'XDG_{kind.upper()}_HOME'] = path
        # Fonts and the like come from the display's own settings.
        for name in ('gtk-4.0', 'glib-2.0'):
            shared = os.path.join(os.environ['XDG_CONFIG_HOME'], name)
            link = os.path.join(self.folder, 'config', name)
            if os.path.exists(shared) and not os.path.lexists(link):
                os.symlink(shared, link)
        self.environment.update(GSETTINGS_SCHEMA_DIR=os.path.join(self.build, 'data'),
                                SALON_LIBEXECDIR=os.path.join(self.build, 'src'),
                                SALON_SECRETS='memory', GTK_A11Y='atspi')
        self.environment.update(environment or {})
        self.command = [*prefix, os.path.join(self.build, 'src', 'salon'), *arguments]
        self.process = None
        self.accessible = None
        self.start()

    def start(self):
        self.log = open(os.path.join(self.folder, 'salon.log'), 'ab')
        self.process = subprocess.Popen(self.command, env=self.environment, stdout=self.log, stderr=self.log,
                                        stdin=subprocess.DEVNULL)
        self.accessible = wait_for('the application on the accessibility bus', self._lookup)

    def _lookup(self):
        if self.process.poll() is not None:
            raise NotFound(f'Salon ended with {self.process.returncode}:\n{self.output()}')
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() in self.processes():
                return child
        return None

    def processes(self):
        """Its own process, or its children where something runs it."""
        listed = subprocess.run(['ps', '-o', 'pid=', '--ppid', str(self.process.pid)],
                                capture_output=True, text=True, check=False).stdout
        return [self.process.pid, *map(int, listed.split())]

    def output(self):
        self.log.flush()
        with open(self.log.name, encoding='utf-8', errors='replace') as log:
            return log.read()

    def window(self, name=None):
        return self.find(('frame', 'window', 'dialog'), name)

    def quit(self):
        """Ends it as Ctrl+Q does, and tells the exit status."""
        self.key('ctrl+q')
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
            raise NotFound('Salon did not end within 15 s of Ctrl+Q') from None

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)

    def key(self, keys):
        subprocess.run(['xdotool', 'key', '--clearmodifiers', keys], check=True)
        pump(0.15)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--clearmodifiers', '--delay', '5', '--', text], check=True)
        pump(0.15)


BACKGROUND = '#808080'  # what xcompmgr paints where there is no window


def screenshot(path):
    """What is on the screen, round corners cut out, with a shadow below."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    pump(0.6)
    subprocess.run(['import', '-window', 'root', path], check=True)
    subprocess.run(['magick', path, '-trim', '+repage', '-bordercolor', BACKGROUND, '-border', '1',
                    '-alpha', 'set', '-fuzz', '12%', '-fill', 'none', '-draw', 'alpha 0,0 floodfill', '-shave', '1x1',
                    '(', '+clone', '-background', 'black', '-shadow', '35x10+0+6', ')', '+swap',
                    '-background', 'none', '-layers', 'merge', '+repage', path], check=True)
    return path


class Session:
    """What a desktop has besides windows: focus, stacking, shadows. Ends with the script."""

    def __init__(self):
        self.processes = []

    def __enter__(self):
        for command in (['openbox', '--sm-disable'], ['xcompmgr']):
            self.processes.append(subprocess.Popen(['setpriv', '--pdeathsig', 'KILL', *command],
                                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        subprocess.run(['xsetroot', '-solid', BACKGROUND], check=True)
        wait_for('the window manager', lambda: subprocess.run(
            ['xprop', '-root', '_NET_SUPPORTING_WM_CHECK'], capture_output=True, text=True).stdout.count('#'))
        return self

    def __exit__(self, *exception):
        for process in self.processes:
            process.terminate()


def run_steps(steps, app_of, picture):
    """Runs named steps as TAP; a failed one shows what was on the screen."""
    print(f'1..{len(steps)}')
    for number, (title, step) in enumerate(steps, 1):
        try:
            step()
        except Exception as error:  # noqa: BLE001: whatever went wrong is the result
            print(f'not ok {number} - {title}')
            for line in str(error).splitlines() or [repr(error)]:
                print(f'# {line}')
            app = app_of()
            if app is not None:
                print(f'# picture: {screenshot(picture)}')
                for line in app.tree()[:150]:
                    print(f'# {line}')
                for line in app.output().splitlines()[-40:]:
                    print(f'# log: {line}')
                app.kill()
            sys.stdout.flush()
            return 1
        print(f'ok {number} - {title}')
        sys.stdout.flush()
    return 0
